import type { Field, Fields, MethodDefinition } from '@yaoquan/api'
import type { SampleValues } from './sample.ts'

/** The examples of the definition as parameters, without the fields in `sampleOmits`. A list has one item. */
export function exampleValues({ request, sampleOmits = [] }: MethodDefinition): SampleValues {
  return valuesOf(request, (path) => sampleOmits.includes(path.slice(path.lastIndexOf('.') + 1)))
}

/** The values of a sample answer, built in the same way without the paths in `answerOmits`. */
export function exampleAnswer({ response, answerOmits = [] }: MethodDefinition): SampleValues {
  return valuesOf(response, (path) => answerOmits.includes(path))
}

type IsOmitted = (path: string) => boolean

function valuesOf(fields: Fields, isOmitted: IsOmitted, parent = ''): SampleValues {
  const shown = Object.entries(fields).filter(([property]) => !isOmitted(parent + property))
  return Object.fromEntries(
    shown.map(([property, field]) => [property, exampleOf(field, isOmitted, `${parent}${property}.`)]),
  )
}

function exampleOf(field: Field, isOmitted: IsOmitted, path: string): unknown {
  switch (field.kind) {
    case 'object':
      return valuesOf(field.fields, isOmitted, path)
    case 'list':
      return [field.item.kind === 'object' ? valuesOf(field.item.fields, isOmitted, path) : field.item.example]
    default:
      return field.example
  }
}
