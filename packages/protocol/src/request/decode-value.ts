import { type Field, type Fields, type ListField, type ListItem, RefusedItem, type Text } from '@yaoquan/api'
import { isJsonObject, type JsonObject } from '../encodings/json.ts'
import { type Decode, decodeBoolean, numberDecoder, textDecoder } from './decode-scalar.ts'
import { isBlank, missingRule, Refusal, refusedWithin, unknownMember } from './refusal.ts'

/** `isStrict`: members that the definition lacks are refused; otherwise they are ignored. */
export type DecodeOptions = Readonly<{ isStrict: boolean }>

/** Builds a decoder of parsed JSON by its definition, at any depth. */
export function valueDecoder(field: Field | ListItem, options: DecodeOptions): Decode {
  switch (field.kind) {
    case 'text':
      return textDecoder(field)
    case 'number':
      return numberDecoder(field)
    case 'boolean':
      return decodeBoolean
    case 'object':
      return objectDecoder(field, options)
    case 'list':
      return listDecoder(field, options)
  }
}

/**
 * Builds a decoder of objects. If the definition has `whenEmpty`, an object whose members are all blank counts as
 * absent.
 */
export function objectDecoder(
  object: Readonly<{ fields: Fields; whenEmpty?: object }>,
  options: DecodeOptions,
): Decode {
  const decodeMembers = membersDecoder(object.fields, options)
  return (value) => {
    if (value === undefined || value === null) return object.whenEmpty
    if (!isJsonObject(value)) return new Refusal({ zh: '不是合法的JSON对象', en: 'is no valid JSON object' })
    return object.whenEmpty !== undefined && Object.values(value).every(isBlank)
      ? object.whenEmpty
      : decodeMembers(value)
  }
}

/**
 * Builds a decoder of JSON arrays. Items that are null or blank texts are dropped. With `isRefusedAlone`, an item that
 * breaks a rule becomes a `RefusedItem`.
 */
export function listDecoder(
  list: Omit<ListField, 'wire' | 'required' | 'description'>,
  options: DecodeOptions,
): Decode {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = list
  const decodeItem = itemDecoder(list.item, options)
  return (value) => {
    if (value === undefined || value === null) return undefined
    if (!Array.isArray(value)) return new Refusal({ zh: '不是合法的JSON数组', en: 'is no valid JSON array' })
    if (value.length > maxItems) return countRefusal(value.length, list)
    const items = decodeItems(value, decodeItem)
    return items instanceof Refusal || items.length >= minItems ? items : countRefusal(items.length, list)
  }
}

function itemDecoder(item: ListItem, options: DecodeOptions): Decode {
  const decode = valueDecoder(item, options)
  if (item.kind !== 'object' || !item.isRefusedAlone) return decode
  return (value) => {
    const decoded = decode(value)
    return decoded instanceof Refusal ? new RefusedItem(decoded, readableTexts(item.fields, value)) : decoded
  }
}

/** The readable texts of a refused item, by which an answer can identify it. */
function readableTexts(fields: Fields, value: unknown): Readonly<Record<string, string>> {
  if (!isJsonObject(value)) return {}
  const texts = Object.entries(fields).flatMap(([property, { wire }]) => {
    const text = Object.hasOwn(value, wire) ? value[wire] : undefined
    return typeof text === 'string' ? [[property, text] as const] : []
  })
  return Object.fromEntries(texts)
}

function membersDecoder(fields: Fields, options: DecodeOptions): (values: JsonObject) => unknown {
  const members = Object.entries(fields).map(([property, field]) => ({
    property,
    field,
    decode: valueDecoder(field, options),
  }))
  const known = { own: new Set(members.map(({ field }) => field.wire)), common: noNames }
  return (values) => {
    const isKnown = !options.isStrict || hasOnly(values, known.own)
    const unknown = isKnown ? undefined : unknownMember(Object.entries(values), known)
    if (unknown !== undefined) return unknown
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

/** Runs on every call: nearly all have no other member, so no entries are made. */
function hasOnly(values: JsonObject, names: ReadonlySet<string>): boolean {
  for (const name in values) if (!names.has(name)) return false
  return true
}

const noNames: ReadonlySet<string> = new Set()

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
  const range: Text =
    maxItems === undefined
      ? { zh: `至少${minItems}个`, en: `at least ${minItems}` }
      : { zh: `${minItems}到${maxItems}个`, en: `${minItems} to ${maxItems}` }
  return new Refusal({
    zh: `的元素个数 ${count} 不合法，应为${range.zh}`,
    en: `has ${count} items, should have ${range.en}`,
  })
}
