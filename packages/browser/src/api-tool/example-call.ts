import type { Field, Fields, MethodDefinition } from '@yaoquan/api'
import { exampleValues } from '@yaoquan/samples'
import type { CallValues } from './tool-call.ts'

/** `required`: no more than the call needs. `all`: every field that the samples show. */
export type ExampleExtent = 'required' | 'all'

type Choice = Readonly<{
  extent: ExampleExtent
  /** A request number that was not used before: the example's own would only ever give its first answer again. */
  requestNumber: string
}>

/** The definition's examples as values to start from. */
export function exampleCall(definition: MethodDefinition, { extent, requestNumber }: Choice): CallValues {
  const examples = exampleValues(definition)
  const values = extent === 'all' ? examples : requiredOf(definition.request, examples)
  return 'outRequestNo' in definition.request ? { ...values, outRequestNo: requestNumber } : values
}

/** An object that stands for itself when absent is shown with what it needs, since calls seldom leave it out. */
function requiredOf(fields: Fields, values: CallValues): CallValues {
  const wanted = Object.entries(fields).filter(
    ([property, field]) => values[property] !== undefined && (field.required || standsForItself(field)),
  )
  return Object.fromEntries(wanted.map(([property, field]) => [property, requiredPart(field, values[property])]))
}

function standsForItself(field: Field): boolean {
  return field.kind === 'object' && field.whenEmpty !== undefined
}

function requiredPart(field: Field, value: unknown): unknown {
  return field.kind === 'object' ? requiredOf(field.fields, value as CallValues) : value
}
