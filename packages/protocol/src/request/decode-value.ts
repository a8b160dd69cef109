import type { Field, Fields, ListField, ListItem } from '@yaoquan/api'
import { booleanDecoder, type Decode, numberDecoder, textDecoder } from './decode-scalar.ts'
import { missingRule, Refusal, refusedWithin } from './refusal.ts'

/** Decodes values parsed from JSON by their definition, to any depth that the definition has. */
export function valueDecoder(field: Field | ListItem): Decode {
  switch (field.kind) {
    case 'text':
      return textDecoder(field)
    case 'number':
      return numberDecoder(field)
    case 'boolean':
      return booleanDecoder(field)
    case 'object':
      return objectDecoder(field)
    case 'list':
      return listDecoder(field)
  }
}

/** Members that the definition does not know are ignored. */
export function objectDecoder(object: Readonly<{ fields: Fields; whenEmpty?: object }>): Decode {
  const decodeMembers = membersDecoder(object.fields)
  return (value) => {
    if (value === undefined || value === null) return object.whenEmpty
    if (!isObject(value)) return new Refusal('不是合法的JSON对象')
    return object.whenEmpty !== undefined && Object.keys(value).length === 0 ? object.whenEmpty : decodeMembers(value)
  }
}

/** Takes a JSON array; items that are blank texts or null are left out. */
export function listDecoder(list: Omit<ListField, 'wire' | 'required' | 'description'>): Decode {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = list
  const decodeItem = valueDecoder(list.item)
  return (value) => {
    if (value === undefined || value === null) return undefined
    if (!Array.isArray(value)) return new Refusal('不是合法的JSON数组')
    if (value.length > maxItems) return countRefusal(value.length, list)
    const items = decodeItems(value, decodeItem)
    return items instanceof Refusal || items.length >= minItems ? items : countRefusal(items.length, list)
  }
}

function membersDecoder(fields: Fields): (values: JsonObject) => unknown {
  const members = Object.entries(fields).map(([property, field]) => ({
    property,
    field,
    decode: valueDecoder(field),
  }))
  return (values) => {
    const decoded: Record<string, unknown> = {}
    for (const { property, field, decode } of members) {
      // Own members only: a field may be called `constructor` on the wire.
      const value = decode(Object.hasOwn(values, field.wire) ? values[field.wire] : undefined)
      if (value instanceof Refusal) return refusedWithin(field.wire, value)
      if (value !== undefined) decoded[property] = value
      else if (field.required) return new Refusal(missingRule, field.wire)
    }
    return decoded
  }
}

function decodeItems(values: readonly unknown[], decodeItem: Decode): readonly unknown[] | Refusal {
  const items: unknown[] = []
  for (const [index, value] of values.entries()) {
    const item = decodeItem(value)
    if (item instanceof Refusal) return refusedWithin(`[${index}]`, item)
    if (item !== undefined) items.push(item)
  }
  return items
}

function countRefusal(count: number, { minItems = 0, maxItems }: Pick<ListField, 'minItems' | 'maxItems'>): Refusal {
  const range = maxItems === undefined ? `至少${minItems}个` : `${minItems}到${maxItems}个`
  return new Refusal(`的元素个数 ${count} 不合法，应为${range}`)
}

type JsonObject = Readonly<Record<string, unknown>>

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
