import type { Field, Fields, MethodDefinition } from '@yaoquan/api'
import type { SampleValues } from './sample.ts'

/**
 * The parameters of a sample call, built from the examples in the definition without the fields in `sampleOmits`. A
 * list has one item.
 */
export function exampleValues(definition: MethodDefinition): SampleValues {
  return valuesOf(definition.request, definition.sampleOmits ?? [])
}

function valuesOf(fields: Fields, omits: readonly string[]): SampleValues {
  const shown = Object.entries(fields).filter(([property]) => !omits.includes(property))
  return Object.fromEntries(shown.map(([property, field]) => [property, exampleOf(field, omits)]))
}

function exampleOf(field: Field, omits: readonly string[]): unknown {
  switch (field.kind) {
    case 'object':
      return valuesOf(field.fields, omits)
    case 'list':
      return [field.item.kind === 'object' ? valuesOf(field.item.fields, omits) : field.item.example]
    default:
      return field.example
  }
}
