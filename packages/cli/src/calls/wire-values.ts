import type { Field, Fields, ListItem } from '@yaoquan/api'

/** Converts values by property name to an object with wire names, in wire order. Absent values are left out. */
export function wireValues(fields: Fields, values: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(fields)
      .map(([property, field]) => [field.wire, wireValue(field, Reflect.get(values, property))] as const)
      .filter(([, value]) => value !== undefined),
  )
}

function wireValue(field: Field | ListItem, value: unknown): unknown {
  if (field.kind === 'object') return isObject(value) ? wireValues(field.fields, value) : undefined
  if (field.kind === 'list') return Array.isArray(value) ? value.map((item) => wireValue(field.item, item)) : undefined
  return value
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
