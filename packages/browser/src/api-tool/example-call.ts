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

/** Ids that only an answer can tell. A call that takes one of several things takes this. */
const madeByAnswers = ['quoteId', 'redemptionId', 'mergeId'] as const

const flowingNames = [...madeByAnswers, 'couponCode', 'couponId', 'orderId', 'memberId'] as const

/** Ids of the last call that succeeded, by property. Phones and cards are not among them. */
export type FlowingValues = Readonly<Partial<Record<(typeof flowingNames)[number], string>>>

/** The ids that a call sent and its answer named; of several objects those of the first. */
export function flowingValues(sent: CallValues, response: unknown): FlowingValues {
  const found = flowingNames.flatMap((name) => {
    const value = firstOf(response, name) ?? firstOf(sent, name)
    return value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(found)
}

function firstOf(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const own: unknown = Reflect.get(value, name)
  if (typeof own === 'string') return own
  for (const inner of Object.values(value)) {
    const found = firstOf(inner, name)
    if (found !== undefined) return found
  }
  return undefined
}

type Flown = Readonly<{
  values: CallValues
  /** Wire names of the fields with ids of the last call. */
  names: readonly string[]
}>

/**
 * The values of a form with the ids of the last call in place of those of its examples.
 * @param requestNumber an unused one, since the request is no longer that of the sample
 */
export function withFlowing(
  definition: MethodDefinition,
  { example, flowing, requestNumber }: Readonly<{ example: CallValues; flowing: FlowingValues; requestNumber: string }>,
): Flown {
  const { request, rules = [] } = definition
  const values: Record<string, unknown> = { ...example }
  for (const rule of rules) {
    if (rule.kind === 'neededIf') continue
    const made = madeByAnswers.find(
      (name) => flowing[name] !== undefined && rule.of.some((paths) => paths.join() === name),
    )
    if (made === undefined) continue
    for (const path of rule.of.flat()) delete values[path]
    values[made] = flowing[made]
  }
  const names = flowingNames.filter((name) => values[name] !== undefined && flowing[name] !== undefined)
  if (names.length === 0) return { values: example, names: [] }
  for (const name of names) values[name] = flowing[name]
  if ('outRequestNo' in request) values['outRequestNo'] = requestNumber
  return { values, names: names.map((name) => request[name]?.wire ?? name) }
}
