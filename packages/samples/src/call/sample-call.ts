import type { Field, Fields, ListItem, MethodDefinition, RequestOf } from '@yaoquan/api'
import { encodeRequest } from '@yaoquan/protocol'
import type { Highlight, SampleLanguageId } from './sample-language.ts'

/** A value of a call, typed by its field. */
export type SampleValue =
  | PlainValue
  | SampleObject
  | Readonly<{ kind: 'list'; items: readonly SampleValue[]; typeName: string | undefined }>

export type PlainValue = Readonly<{ kind: 'plain'; value: string | number | boolean }>

export type SampleObject = Readonly<{ kind: 'object'; typeName: string; members: readonly SampleMember[] }>

export type SampleMember = Readonly<{ property: string; wire: string; value: SampleValue }>

/** One call, independent of the language it is written in. */
export type SampleCall = Readonly<{
  method: string
  /** The given values, in the order of the definition. */
  members: readonly SampleMember[]
  /** The same values as top-level wire parameters. */
  parameters: Readonly<Record<string, string>>
}>

/** Builds a call from values by property name. @throws TypeError naming a property whose value has the wrong type */
export function sampleCall(definition: MethodDefinition, values: SampleValues = exampleValues(definition)): SampleCall {
  return {
    method: definition.name,
    // Evaluated first, since it checks the types that encodeRequest relies on.
    members: membersOf(definition.request, values, ''),
    parameters: encodeRequest(definition, values as RequestOf<MethodDefinition>),
  }
}

function membersOf(fields: Fields, values: SampleValues, path: string): readonly SampleMember[] {
  return Object.entries(fields).flatMap(([property, field]) => {
    const value = values[property]
    if (value === undefined || value === null) return []
    return [{ property, wire: field.wire, value: checkedValue(field, value, `${path}${property}`) }]
  })
}

function checkedValue(field: Field, value: unknown, path: string): SampleValue {
  switch (field.kind) {
    case 'text':
      return typeof value === 'string' ? { kind: 'plain', value } : wrongType(path, 'a string')
    case 'number':
      return Number.isSafeInteger(value) ? { kind: 'plain', value: Number(value) } : wrongType(path, 'an integer')
    case 'boolean':
      return typeof value === 'boolean' ? { kind: 'plain', value } : wrongType(path, 'a boolean')
    case 'object':
      return objectOf(field, value, path)
    case 'list': {
      const typeName = field.item.kind === 'object' ? field.item.typeName : undefined
      if (!Array.isArray(value)) return wrongType(path, 'an array')
      return { kind: 'list', typeName, items: value.map((item, at) => itemOf(field.item, item, `${path}[${at}]`)) }
    }
  }
}

function itemOf(item: ListItem, value: unknown, path: string): SampleValue {
  if (item.kind === 'object') return objectOf(item, value, path)
  return typeof value === 'string' ? { kind: 'plain', value } : wrongType(path, 'a string')
}

function objectOf(shape: Readonly<{ typeName: string; fields: Fields }>, value: unknown, path: string): SampleObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrongType(path, 'an object')
  return {
    kind: 'object',
    typeName: shape.typeName,
    members: membersOf(shape.fields, { ...value }, `${path}.`),
  }
}

function wrongType(path: string, expected: string): never {
  throw new TypeError(`${path} must be ${expected}`)
}

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

/** The parameters of a call by property name, as for `TopClient.execute`. */
export type SampleValues = Readonly<Record<string, unknown>>

/** The gateway that a sample calls, and the app's credentials. Warning: the sample contains the secret. */
export type SampleTarget = Readonly<{
  /** Address of the gateway, e.g. `http://127.0.0.1:8080/router/rest`. */
  url: string
  appKey: string
  appSecret: string
  session?: string | undefined
}>

export type SampleRequest = Readonly<{
  language: SampleLanguageId
  definition: MethodDefinition
  /** Default: `exampleValues(definition)`. */
  values?: SampleValues | undefined
  /**
   * Given: the sample is a complete program. Absent: the sample is what the document centre shows: with the platform's
   * SDKs a fragment that uses the variables `url`, `appkey` and `secret`, otherwise a program with placeholders.
   */
  target?: SampleTarget | undefined
}>

export type Sample = Readonly<{ text: string; highlight: Highlight }>

/** The target of complete samples without a given target. */
export const placeholderTarget: SampleTarget = {
  url: 'http://127.0.0.1:8080/router/rest',
  appKey: 'your-app-key',
  appSecret: 'your-app-secret',
}
