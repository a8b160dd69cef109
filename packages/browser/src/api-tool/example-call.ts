import { type Field, type Fields, type MethodDefinition, neededFields } from '@yaoquan/api'
import { formatTimestamp } from '@yaoquan/protocol'
import { exampleValues } from '@yaoquan/samples'
import type { CallValues } from './tool-call.ts'

/** `required`: only required fields. `all`: every field that the samples show. */
export type ExampleExtent = 'required' | 'all'

type Choice = Readonly<{
  extent: ExampleExtent
  /** An unused request number: with that of the example the server would return its first answer. */
  requestNumber: string
}>

/** The examples of the definition as initial values. */
export function exampleCall(definition: MethodDefinition, { extent, requestNumber }: Choice): CallValues {
  const examples = exampleValues(definition)
  const { request, rules = [], isSampleDone } = definition
  if (isSampleDone) return examples
  const needed = neededFields(rules, (path) => valueAt(examples, path.split('.')))
  const values = extent === 'all' ? examples : requiredOf({ fields: request, needed, parent: '' }, examples)
  return 'outRequestNo' in request ? { ...values, outRequestNo: requestNumber } : values
}

function valueAt(values: CallValues, [name = '', ...inner]: readonly string[]): unknown {
  const value = values[name]
  return inner.length === 0 ? value : valueAt(Object(value), inner)
}

type Part = Readonly<{
  fields: Fields
  /** Fields that rules of the method need, by their paths. */
  needed: readonly string[]
  /** Path of the object that has the fields, with a dot at its end; '' at the top. */
  parent: string
}>

/** Includes optional objects with a default, since most calls send them. */
function requiredOf({ fields, needed, parent }: Part, values: CallValues): CallValues {
  const wanted = Object.entries(fields).filter(
    ([property, field]) =>
      values[property] !== undefined &&
      (field.required || hasDefault(field) || needed.includes(`${parent}${property}`)),
  )
  return Object.fromEntries(
    wanted.map(([property, field]) => {
      const value = values[property]
      if (field.kind !== 'object') return [property, value]
      return [property, requiredOf({ fields: field.fields, needed, parent: `${parent}${property}.` }, Object(value))]
    }),
  )
}

function hasDefault(field: Field): boolean {
  return field.kind === 'object' && field.whenEmpty !== undefined
}

/** An unused request number, built from the time and a random suffix. */
export function newRequestNumber(): string {
  const [suffix = 0] = crypto.getRandomValues(new Uint16Array(1))
  return `TOOL-${formatTimestamp(Date.now()).replaceAll(/\D/g, '')}-${suffix}`
}
