import type { Field, Fields, ListField, ListItem } from '@yaoquan/api'
import type { Values } from './json.ts'
import { escapesOf, type Utf8Writer, utf8 } from './utf8-writer.ts'

/** Writes the child elements of an object. */
type WriteElements = (out: Utf8Writer, values: Values) => void

type WriteElement = (out: Utf8Writer, value: unknown) => void

/** Builds a writer of child elements in the order of the definition; it leaves out members without a value. */
export function xmlElements(fields: Fields): WriteElements {
  const elements = Object.entries(fields).map(([property, field]) => ({
    property,
    write: elementWriter(field.wire, field),
  }))
  return (out, values) => {
    for (const { property, write } of elements) {
      const value = values[property]
      if (value !== undefined && value !== null) write(out, value)
    }
  }
}

function elementWriter(name: string, field: Field | ListItem): WriteElement {
  if (field.kind === 'list') return listWriter(field)
  const open = utf8(`<${name}>`)
  const close = utf8(`</${name}>`)
  const writeContent = contentWriter(field)
  return (out, value) => {
    out.write(open)
    writeContent(out, value)
    out.write(close)
  }
}

function contentWriter(field: Exclude<Field | ListItem, ListField>): WriteElement {
  switch (field.kind) {
    case 'text':
    case 'number':
    case 'boolean':
      return (out, value) => out.writeEscaped(typeof value === 'string' ? value : String(value), xmlEscapes)
    case 'object': {
      const writeElements = xmlElements(field.fields)
      return (out, value) => writeElements(out, value as Values)
    }
  }
}

/** The list's element contains one element per item, named by the item tag. */
function listWriter(field: ListField): WriteElement {
  const writeItem = elementWriter(field.itemTag, field.item)
  const empty = utf8(`<${field.wire}/>`)
  const open = utf8(`<${field.wire}>`)
  const close = utf8(`</${field.wire}>`)
  return (out, value) => {
    const items = value as readonly unknown[]
    if (items.length === 0) return out.write(empty)
    out.write(open)
    for (const item of items) writeItem(out, item)
    out.write(close)
  }
}

/**
 * The escapes of XML element content: `&`, `<`, `>`, `"` (the official sample escapes quotes), and `\r` as a character
 * reference, since parsers turn it into `\n`. Characters above U+FFFF become references, since the Java SDKs drop them
 * otherwise. Characters that XML 1.0 forbids are dropped; lone surrogates become U+FFFD.
 */
export const xmlEscapes = escapesOf(replacementOf, { isXml: true })

function replacementOf(character: string): string | undefined {
  switch (character) {
    case '"':
      return '&quot;'
    case '&':
      return '&amp;'
    case '<':
      return '&lt;'
    case '>':
      return '&gt;'
    case '\r':
      return '&#13;'
    case '\t':
    case '\n':
      return undefined
    default:
      return character < ' ' ? '' : undefined
  }
}
