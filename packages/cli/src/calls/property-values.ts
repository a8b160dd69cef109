import { type Field, type Fields, unknownRule, type ValuesOf } from '@yaoquan/api'
import { OperationFault } from '#terminal/faults'

/**
 * An object in the names of the wire as values by property name. Numbers in place of texts become texts; what a value
 * must be beyond its kind is the server's to say.
 * @throws OperationFault for an unknown name, or a value of another kind
 */
export function propertyValues<const F extends Fields>(fields: F, object: object): ValuesOf<F> {
  const properties = new Map(Object.entries(fields).map(([property, field]) => [field.wire, { property, field }]))
  const values = Object.entries(object).map(([wire, value]) => {
    const known = properties.get(wire)
    if (known === undefined) {
      const shown = wire.slice(0, 64)
      throw new OperationFault(`"${shown}" ${unknownRule(wire, [...properties.keys()])}`, 'unknown field')
    }
    return [known.property, memberValue(known.field, value)]
  })
  return Object.fromEntries(values)
}

function memberValue(field: Field, value: unknown): unknown {
  if (value === null) return undefined
  if (field.kind === 'text' && typeof value === 'number') return String(value)
  if (field.kind === 'object' && typeof value === 'object') return propertyValues(field.fields, value)
  if (typeof value === kinds[field.kind]) return value
  throw new OperationFault(`${field.wire} 的类型不对`, 'a value of another kind')
}

const kinds: Readonly<Record<Field['kind'], string>> = {
  text: 'string',
  number: 'number',
  boolean: 'boolean',
  object: 'object',
  list: 'object',
}
