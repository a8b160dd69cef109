import type { Field, Fields, ListField, ListItem } from '@yaoquan/api'

/** What could not be understood in an answer: the wire path of a member and what was expected there. */
export class Mismatch {
  readonly path: string
  readonly expected: string

  constructor(path: string, expected: string) {
    this.path = path
    this.expected = expected
  }
}

export type JsonObject = Readonly<Record<string, unknown>>

/**
 * Values of an answer by property name, from parsed JSON of any of the encodings. Types are held to, numbers and booleans
 * also as text (as XML has them); ranges and choices are not, so that a newer server may widen them. A list that is
 * absent is empty: gateways leave empty lists out.
 */
export function decodeValues(fields: Fields, values: JsonObject, path = ''): JsonObject | Mismatch {
  const decoded: Record<string, unknown> = {}
  for (const [property, field] of Object.entries(fields)) {
    const memberPath = path === '' ? field.wire : `${path}.${field.wire}`
    const value = decodeMember(field, Object.hasOwn(values, field.wire) ? values[field.wire] : undefined, memberPath)
    if (value instanceof Mismatch) return value
    if (value !== undefined) decoded[property] = value
  }
  return decoded
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function decodeMember(field: Field, value: unknown, path: string): unknown {
  if (value !== undefined && value !== null) return decodeValue(field, value, path)
  if (!field.required) return undefined
  return field.kind === 'list' ? [] : new Mismatch(path, 'a value')
}

function decodeValue(field: Field | ListItem, value: unknown, path: string): unknown {
  switch (field.kind) {
    case 'text':
      return textOf(value) ?? new Mismatch(path, 'a string')
    case 'number':
      return numberOf(value) ?? new Mismatch(path, 'a number')
    case 'boolean':
      return booleanOf(value) ?? new Mismatch(path, 'true or false')
    case 'object':
      return isJsonObject(value) ? decodeValues(field.fields, value, path) : new Mismatch(path, 'an object')
    case 'list':
      return decodeList(field, value, path)
  }
}

function decodeList(field: ListField, value: unknown, path: string): readonly unknown[] | Mismatch {
  const items = itemsOf(field, value)
  if (items === undefined) return new Mismatch(path, 'a list')
  const decoded: unknown[] = []
  for (const [index, item] of items.entries()) {
    const decodedItem = decodeValue(field.item, item, `${path}[${index}]`)
    if (decodedItem instanceof Mismatch) return decodedItem
    decoded.push(decodedItem)
  }
  return decoded
}

/** Plain JSON wraps items in an object under their tag, `{}` when there are none; simplified JSON has the array. */
function itemsOf(field: ListField, value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value
  if (!isJsonObject(value)) return undefined
  const items = Object.hasOwn(value, field.itemTag) ? value[field.itemTag] : []
  return Array.isArray(items) ? items : undefined
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  return typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : undefined
}

function booleanOf(value: unknown): boolean | undefined {
  if (value === true || value === 'true') return true
  return value === false || value === 'false' ? false : undefined
}
