import type { Field, Fields, ListItem } from '@yaoquan/api'
import { SaxesParser } from 'saxes'

/** An element with its text and child elements, without attributes, comments and processing instructions. */
export type XmlElement = Readonly<{ name: string; text: string; children: readonly XmlElement[] }>

export type ReadXml = Readonly<{ kind: 'read'; root: XmlElement }> | Readonly<{ kind: 'unreadable'; reason: string }>

type OpenElement = { readonly name: string; text: string; readonly children: OpenElement[] }

/** Real answers nest a few elements; the limit stops a hostile one from exhausting the stack. */
const maxDepth = 100

/** Parses an XML document. A DOCTYPE is refused, since it could define entities that expand without limit. */
export function readXml(document: string): ReadXml {
  const parser = new SaxesParser()
  const holder: OpenElement = { name: '', text: '', children: [] }
  const open: OpenElement[] = [holder]
  let reason: string | undefined

  parser.on('error', (error) => {
    reason ??= error.message
  })
  parser.on('doctype', () => {
    reason ??= 'DOCTYPE is not allowed'
  })
  parser.on('opentag', ({ name }) => {
    const element: OpenElement = { name, text: '', children: [] }
    open.at(-1)?.children.push(element)
    open.push(element)
    if (open.length > maxDepth) reason ??= `more than ${maxDepth} elements deep`
  })
  parser.on('closetag', () => {
    open.pop()
  })
  const addText = (text: string): void => {
    const element = open.at(-1)
    if (element !== undefined) element.text += text
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.write(document).close()

  const root = holder.children[0]
  return reason === undefined && root !== undefined
    ? { kind: 'read', root }
    : { kind: 'unreadable', reason: reason ?? 'no element' }
}

/**
 * Converts an element to the shape of parsed JSON: objects by wire name, lists as arrays, everything else as text. The
 * definition is needed because XML does not distinguish an empty text from an empty list.
 */
export function xmlValues(fields: Fields, element: XmlElement): Readonly<Record<string, unknown>> {
  const values = new Map<string, unknown>()
  for (const field of Object.values(fields)) {
    const child = element.children.find(({ name }) => name === field.wire)
    if (child !== undefined) values.set(field.wire, xmlValue(field, child))
  }
  return Object.fromEntries(values)
}

function xmlValue(field: Field | ListItem, element: XmlElement): unknown {
  switch (field.kind) {
    case 'object':
      return xmlValues(field.fields, element)
    case 'list':
      return element.children.filter(({ name }) => name === field.itemTag).map((child) => xmlValue(field.item, child))
    default:
      return element.text
  }
}
