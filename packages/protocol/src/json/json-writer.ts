import type { Field, Fields, ListField, ListItem } from '@yaoquan/api'
import { jsonText, jsonTextInside } from './json-text.ts'

/** `tagged`: items stand under the list's item tag, an empty list is `{}`. `plain`: a JSON array. */
export type ListStyle = 'tagged' | 'plain'

/** Values of an object by property name, already typed by the definition they are written with. */
export type Values = Readonly<Record<string, unknown>>

/** Appends the members of an object to a text, comma separated, without braces. */
export type WriteMembers = (text: string, values: Values) => string

/** Appends one value to a text. */
type WriteValue = (text: string, value: unknown) => string

/** A writer of JSON members in the order of the definition; members without a value are left out. */
export function jsonMembers(fields: Fields, lists: ListStyle): WriteMembers {
  const members = Object.entries(fields).map(([property, field]) => memberWriter(property, field, lists))
  return (text, values) => {
    let out = text
    let previous: 'none' | 'text' | 'other' = 'none'
    for (const { property, isText, name, nextName, nameAfterText, write } of members) {
      const value = values[property]
      if (value === undefined || value === null) continue
      const prefix = previous === 'text' ? nameAfterText : previous === 'other' ? nextName : name
      out = isText ? out + prefix + jsonTextInside(String(value)) : write(out + prefix, value)
      previous = isText ? 'text' : 'other'
    }
    return previous === 'text' ? `${out}"` : out
  }
}

/** A writer of one JSON value, braces and brackets included. */
export function jsonValue(field: Field, lists: ListStyle): (value: unknown) => string {
  const write = valueWriter(field, lists)
  return (value) => write('', value)
}

type MemberWriter = Readonly<{
  property: string
  isText: boolean
  name: string
  nextName: string
  nameAfterText: string
  write: WriteValue
}>

/**
 * Texts are most of an answer, and joining strings is most of the work: the opening quote of a text comes with its name,
 * the closing one with whatever follows.
 */
function memberWriter(property: string, field: Field, lists: ListStyle): MemberWriter {
  const isText = field.kind === 'text'
  const name = `"${field.wire}":${isText ? '"' : ''}`
  return {
    property,
    isText,
    name,
    nextName: `,${name}`,
    nameAfterText: `",${name}`,
    write: valueWriter(field, lists),
  }
}

function valueWriter(field: Field | ListItem, lists: ListStyle): WriteValue {
  switch (field.kind) {
    case 'text':
      return (text, value) => text + jsonText(String(value))
    case 'number':
    case 'boolean':
      return (text, value) => text + JSON.stringify(value)
    case 'object':
      return objectWriter(field.fields, lists)
    case 'list':
      return listWriter(field, lists)
  }
}

function objectWriter(fields: Fields, lists: ListStyle): WriteValue {
  const writeMembers = jsonMembers(fields, lists)
  return (text, value) => `${writeMembers(`${text}{`, value as Values)}}`
}

function listWriter(field: ListField, lists: ListStyle): WriteValue {
  const writeItem = valueWriter(field.item, lists)
  const [empty, open, close] = lists === 'plain' ? ['[]', '[', ']'] : ['{}', `{"${field.itemTag}":[`, ']}']
  return (text, value) => {
    const items = value as readonly unknown[]
    if (items.length === 0) return text + empty
    let out = text + open
    for (const [index, item] of items.entries()) out = writeItem(index === 0 ? out : `${out},`, item)
    return out + close
  }
}
