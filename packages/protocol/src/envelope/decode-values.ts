import type { Field, Fields, ListField, ListItem } from '@yaoquan/api'
import { isJsonObject, type JsonObject } from '../json/parse-json.ts'

/** Why an answer could not be decoded: the wire path of a member and what was expected there. */
export class Mismatch {
  readonly path: string
  readonly expected: string

  constructor(path: string, expected: string) {
    this.path = path
    this.expected = expected
  }
}

/**
 * Decodes an answer, as parsed JSON, to values by property name. Types are checked; numbers and booleans may be text,
 * as in XML. Ranges and choices are not checked, so that a newer server may widen them. An absent list is empty, since
 * gateways leave empty lists out.
 * @param path the wire path of the object, for mismatches; empty for the root
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

/** JSON wraps items in an object under their tag (`{}` for an empty list); simplified JSON has a plain array. */
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
