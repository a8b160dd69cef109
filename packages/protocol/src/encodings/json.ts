import { type Field, type Fields, isNestedTooDeep, type ListField, type ListItem } from '@yaoquan/api'
import { decodeUtf8 } from './charset.ts'
import { escapesOf, Utf8Writer, utf8 } from './utf8-writer.ts'

export type JsonObject = Readonly<Record<string, unknown>>

/** Parses JSON from outside; undefined if the text is not JSON, or nested too deep. */
export function parseJson(text: string): unknown {
  if (isNestedTooDeep(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether parsed JSON is an object, not an array or null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `tagged`: an object with the items under the list's item tag, `{}` for an empty list. `plain`: a JSON array. */
export type ListStyle = 'tagged' | 'plain'

/** The values of an object by property name, of the types that its definition declares. */
export type Values = Readonly<Record<string, unknown>>

/** Writes the members of an object, separated by commas, without braces. */
type WriteMembers = (out: Utf8Writer, values: Values) => void

type WriteValue = (out: Utf8Writer, value: unknown) => void

/** Builds a writer of JSON members in the order of the definition; it leaves out members without a value. */
export function jsonMembers(fields: Fields, lists: ListStyle): WriteMembers {
  const members = Object.entries(fields).map(([property, field]) => memberWriter(property, field, lists))
  return (out, values) => {
    let isFirst = true
    for (const { property, name, nextName, write } of members) {
      const value = values[property]
      if (value === undefined || value === null) continue
      out.write(isFirst ? name : nextName)
      write(out, value)
      isFirst = false
    }
  }
}

/** Builds a writer of one JSON value as text. */
export function jsonValue(field: Field, lists: ListStyle): (value: unknown) => string {
  const write = valueWriter(field, lists)
  const out = new Utf8Writer()
  return (value) => {
    // An earlier value that threw may have left bytes behind.
    out.clear()
    write(out, value)
    return decodeUtf8(out.take())
  }
}

type MemberWriter = Readonly<{ property: string; name: Uint8Array; nextName: Uint8Array; write: WriteValue }>

/** The bytes of a text member's name include the opening quote of its value. */
function memberWriter(property: string, field: Field, lists: ListStyle): MemberWriter {
  const isText = field.kind === 'text'
  const name = `"${field.wire}":${isText ? '"' : ''}`
  return {
    property,
    name: utf8(name),
    nextName: utf8(`,${name}`),
    write: isText ? writeRestOfText : valueWriter(field, lists),
  }
}

function valueWriter(field: Field | ListItem, lists: ListStyle): WriteValue {
  switch (field.kind) {
    case 'text':
      return writeText
    case 'number':
    case 'boolean':
      return (out, value) => out.writeEscaped(String(value), jsonEscapes)
    case 'object':
      return objectWriter(field.fields, lists)
    case 'list':
      return listWriter(field, lists)
  }
}

const quote = 0x22
const comma = 0x2c
const openBrace = 0x7b
const closeBrace = 0x7d

function writeText(out: Utf8Writer, value: unknown): void {
  out.writeCharacter(quote)
  writeRestOfText(out, value)
}

function writeRestOfText(out: Utf8Writer, value: unknown): void {
  out.writeEscaped(typeof value === 'string' ? value : String(value), jsonEscapes)
  out.writeCharacter(quote)
}

function objectWriter(fields: Fields, lists: ListStyle): WriteValue {
  const writeMembers = jsonMembers(fields, lists)
  return (out, value) => {
    out.writeCharacter(openBrace)
    writeMembers(out, value as Values)
    out.writeCharacter(closeBrace)
  }
}

function listWriter(field: ListField, lists: ListStyle): WriteValue {
  const writeItem = valueWriter(field.item, lists)
  const isPlain = lists === 'plain'
  const empty = utf8(isPlain ? '[]' : '{}')
  const open = utf8(isPlain ? '[' : `{"${field.itemTag}":[`)
  const close = utf8(isPlain ? ']' : ']}')
  return (out, value) => {
    const items = value as readonly unknown[]
    if (items.length === 0) return out.write(empty)
    out.write(open)
    for (const [index, item] of items.entries()) {
      if (index > 0) out.writeCharacter(comma)
      writeItem(out, item)
    }
    out.write(close)
  }
}

/**
 * The escapes of a JSON string literal. Other characters are raw UTF-8 and `/` is not escaped, since one SDK misreads
 * `\u` escapes. Lone surrogates become U+FFFD, since several parsers refuse a whole answer because of one.
 */
export const jsonEscapes = escapesOf(
  (character) => {
    const inside = JSON.stringify(character).slice(1, -1)
    return inside === character ? undefined : inside
  },
  { isXml: false },
)

/** Writes every UTF-16 unit of a text as a `\uXXXX` escape. */
export function unicodeEscaped(text: string): string {
  return Array.from({ length: text.length }, (_, index) => {
    return `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`
  }).join('')
}
