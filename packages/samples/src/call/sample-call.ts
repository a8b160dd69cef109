import type { Field, Fields, ListItem, MethodDefinition, RequestOf } from '@yaoquan/api'
import { encodeRequest } from '@yaoquan/protocol'
import { exampleValues } from './example-values.ts'
import type { SampleValues } from './sample.ts'

/** A value of a call, with what its field says about it. */
export type SampleValue =
  | Readonly<{ kind: 'text'; text: string }>
  | Readonly<{ kind: 'number'; number: number }>
  | Readonly<{ kind: 'boolean'; boolean: boolean }>
  | SampleObject
  | Readonly<{ kind: 'list'; items: readonly SampleValue[]; typeName: string | undefined }>

export type SampleObject = Readonly<{ kind: 'object'; typeName: string; members: readonly SampleMember[] }>

export type SampleMember = Readonly<{ property: string; wire: string; value: SampleValue }>

/** One call, ready to be written in any language. */
export type SampleCall = Readonly<{
  method: string
  /** What was given, in the order of the definition. */
  members: readonly SampleMember[]
  /** The same as top-level parameters of the wire. */
  parameters: Readonly<Record<string, string>>
}>

/** @throws TypeError naming the property whose value does not fit its field */
export function sampleCall(definition: MethodDefinition, values: SampleValues = exampleValues(definition)): SampleCall {
  return {
    method: definition.name,
    // First, since it is what finds values that do not fit; encodeRequest takes them to fit.
    members: membersOf(definition.request, values, ''),
    parameters: encodeRequest(definition, values as RequestOf<MethodDefinition>),
  }
}

function membersOf(fields: Fields, values: SampleValues, path: string): readonly SampleMember[] {
  return Object.entries(fields).flatMap(([property, field]) => {
    const value = values[property]
    if (value === undefined || value === null) return []
    return [{ property, wire: field.wire, value: fitting(field, value, `${path}${property}`) }]
  })
}

function fitting(field: Field, value: unknown, path: string): SampleValue {
  switch (field.kind) {
    case 'text':
      return typeof value === 'string' ? { kind: 'text', text: value } : unfit(path, 'a string')
    case 'number':
      return Number.isSafeInteger(value) ? { kind: 'number', number: Number(value) } : unfit(path, 'an integer')
    case 'boolean':
      return typeof value === 'boolean' ? { kind: 'boolean', boolean: value } : unfit(path, 'a boolean')
    case 'object':
      return objectOf(field, value, path)
    case 'list': {
      const typeName = field.item.kind === 'object' ? field.item.typeName : undefined
      if (!Array.isArray(value)) return unfit(path, 'an array')
      return { kind: 'list', typeName, items: value.map((item, at) => itemOf(field.item, item, `${path}[${at}]`)) }
    }
  }
}

function itemOf(item: ListItem, value: unknown, path: string): SampleValue {
  if (item.kind === 'object') return objectOf(item, value, path)
  return typeof value === 'string' ? { kind: 'text', text: value } : unfit(path, 'a string')
}

function objectOf(shape: Readonly<{ typeName: string; fields: Fields }>, value: unknown, path: string): SampleObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return unfit(path, 'an object')
  return {
    kind: 'object',
    typeName: shape.typeName,
    members: membersOf(shape.fields, { ...value }, `${path}.`),
  }
}

function unfit(path: string, wanted: string): never {
  throw new TypeError(`${path} must be ${wanted}`)
}
