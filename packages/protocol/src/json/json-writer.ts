import type { Field, Fields, ListField, ListItem } from '@yaoquan/api'
import { jsonText } from './json-text.ts'

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
  const members = Object.entries(fields).map(([property, field]) => ({
    property,
    name: `"${field.wire}":`,
    nextName: `,"${field.wire}":`,
    write: valueWriter(field, lists),
  }))
  return (text, values) => {
    const start = text.length
    let out = text
    for (const { property, name, nextName, write } of members) {
      const value = values[property]
      if (value !== undefined && value !== null) out = write(out + (out.length === start ? name : nextName), value)
    }
    return out
  }
}

/** A writer of one JSON value, braces and brackets included. */
export function jsonValue(field: Field, lists: ListStyle): (value: unknown) => string {
  const write = valueWriter(field, lists)
  return (value) => write('', value)
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
