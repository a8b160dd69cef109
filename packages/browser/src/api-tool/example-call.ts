import type { Field, Fields, MethodDefinition } from '@yaoquan/api'
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
  const values = extent === 'all' ? examples : requiredOf(definition.request, examples)
  return 'outRequestNo' in definition.request ? { ...values, outRequestNo: requestNumber } : values
}

/** Includes optional objects with a default, since most calls send them. */
function requiredOf(fields: Fields, values: CallValues): CallValues {
  const wanted = Object.entries(fields).filter(
    ([property, field]) => values[property] !== undefined && (field.required || hasDefault(field)),
  )
  return Object.fromEntries(wanted.map(([property, field]) => [property, requiredPart(field, values[property])]))
}

function hasDefault(field: Field): boolean {
  return field.kind === 'object' && field.whenEmpty !== undefined
}

function requiredPart(field: Field, value: unknown): unknown {
  return field.kind === 'object' ? requiredOf(field.fields, value as CallValues) : value
}

/** An unused request number, built from the time and a random suffix. */
export function newRequestNumber(): string {
  const [suffix = 0] = crypto.getRandomValues(new Uint16Array(1))
  return `TOOL-${formatTimestamp(Date.now()).replaceAll(/\D/g, '')}-${suffix}`
}
