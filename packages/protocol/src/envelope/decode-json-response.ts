import {
  type Field,
  type Fields,
  type ListField,
  type ListItem,
  type MethodDefinition,
  type ResponseOf,
  responseName,
} from '@yaoquan/api'
import { isJsonObject, type JsonObject, parseJson } from '../encodings/json.ts'
import { errorFields, errorName, type TopError } from './envelope.ts'

export type DecodedResponse<M extends MethodDefinition> =
  | Readonly<{ kind: 'response'; response: ResponseOf<M>; requestId: string }>
  | Readonly<{ kind: 'error'; error: TopError; requestId: string }>
  /** The text is no answer of this method. `reason` is in English and contains no value of the answer. */
  | Readonly<{ kind: 'unreadable'; reason: string }>

/**
 * Decodes an answer in JSON, without the reader of XML that `decodeResponse` brings along. Accepts the variations of
 * official gateways: member order, absent empty lists, numbers as text. `requestId` is empty if the answer has none.
 */
export function decodeJsonResponse<M extends MethodDefinition>(
  definition: M,
  text: string,
  encoding: 'json' | 'simplified',
): DecodedResponse<M> {
  return decodeRoot(definition, jsonRoot(definition, text, encoding))
}

/** Decodes the content of an answer's root, in whatever encoding it came. */
export function decodeRoot<M extends MethodDefinition>(definition: M, root: Root): DecodedResponse<M> {
  switch (root.kind) {
    case 'unreadable':
      return root
    case 'error':
      return decodeError(root.members)
    case 'response':
      return decodeMembers(definition, root.members)
  }
}

/** Decodes an error answer in JSON; undefined if the text is not one. */
export function decodeErrorJson(text: string): Readonly<{ error: TopError; requestId: string }> | undefined {
  const document = parseJson(text)
  const members = isJsonObject(document) ? memberOf(document, errorName) : undefined
  const decoded = isJsonObject(members) ? decodeError(members) : undefined
  return decoded?.kind === 'error' ? decoded : undefined
}

/** The root of an answer. `members` has the shape of parsed JSON for every encoding. */
export type Root =
  | Readonly<{ kind: 'response'; members: JsonObject }>
  | Readonly<{ kind: 'error'; members: JsonObject }>
  | Readonly<{ kind: 'unreadable'; reason: string }>

function jsonRoot(definition: MethodDefinition, text: string, encoding: 'json' | 'simplified'): Root {
  const document = parseJson(text)
  if (!isJsonObject(document)) return { kind: 'unreadable', reason: 'The answer is not a JSON object' }
  const error = memberOf(document, errorName)
  if (isJsonObject(error)) return { kind: 'error', members: error }
  if (encoding === 'simplified') return { kind: 'response', members: document }
  const name = responseName(definition.name)
  const members = memberOf(document, name)
  if (isJsonObject(members)) return { kind: 'response', members }
  return { kind: 'unreadable', reason: `The answer has no ${name}` }
}

function memberOf(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

function decodeMembers<M extends MethodDefinition>(definition: M, members: JsonObject): DecodedResponse<M> {
  const response = decodeValues(definition.response, members)
  if (response instanceof Mismatch) {
    return { kind: 'unreadable', reason: `The answer should have ${response.expected} at ${response.path}` }
  }
  return { kind: 'response', response: response as ResponseOf<M>, requestId: requestIdOf(members) }
}

function decodeError(members: JsonObject): Exclude<DecodedResponse<never>, { kind: 'response' }> {
  const values = decodeValues(errorFields, members)
  if (values instanceof Mismatch) return { kind: 'unreadable', reason: 'The error of the answer lacks code or msg' }
  return { kind: 'error', error: values as TopError, requestId: requestIdOf(members) }
}

function requestIdOf(members: JsonObject): string {
  const id = memberOf(members, 'request_id')
  return typeof id === 'string' ? id : ''
}

/** Why an answer could not be decoded: the wire path of a member and what was expected there. */
export class Mismatch {
  readonly path: string
  readonly expected: string

  constructor(path: string, expected: string) {
    this.path = path
    this.expected = expected
  }
}

/**
 * Decodes an answer, as parsed JSON, to values by property name. Types are checked; numbers and booleans may be text,
 * as in XML. Ranges and choices are not checked, so that a newer server may widen them. An absent list is empty, since
 * gateways leave empty lists out.
 * @param path the wire path of the object, for mismatches; empty for the root
 */
export function decodeValues(fields: Fields, values: JsonObject, path = ''): JsonObject | Mismatch {
  const decoded: Record<string, unknown> = {}
  for (const [property, field] of Object.entries(fields)) {
    const memberPath = path === '' ? field.wire : `${path}.${field.wire}`
    const value = decodeMember(field, Object.hasOwn(values, field.wire) ? values[field.wire] : undefined, memberPath)
    if (value instanceof Mismatch) return value
    if (value !== undefined) decoded[property] = value
  }
  return decoded
}

function decodeMember(field: Field, value: unknown, path: string): unknown {
  if (value !== undefined && value !== null) return decodeValue(field, value, path)
  if (!field.required) return undefined
  return field.kind === 'list' ? [] : new Mismatch(path, 'a value')
}

function decodeValue(field: Field | ListItem, value: unknown, path: string): unknown {
  switch (field.kind) {
    case 'text':
      return textOf(value) ?? new Mismatch(path, 'a string')
    case 'number':
      return numberOf(value) ?? new Mismatch(path, 'a number')
    case 'boolean':
      return booleanOf(value) ?? new Mismatch(path, 'true or false')
    case 'object':
      return isJsonObject(value) ? decodeValues(field.fields, value, path) : new Mismatch(path, 'an object')
    case 'list':
      return decodeList(field, value, path)
  }
}

function decodeList(field: ListField, value: unknown, path: string): readonly unknown[] | Mismatch {
  const items = itemsOf(field, value)
  if (items === undefined) return new Mismatch(path, 'a list')
  const decoded: unknown[] = []
  for (const [index, item] of items.entries()) {
    const decodedItem = decodeValue(field.item, item, `${path}[${index}]`)
    if (decodedItem instanceof Mismatch) return decodedItem
    decoded.push(decodedItem)
  }
  return decoded
}

/** JSON wraps items in an object under their tag (`{}` for an empty list); simplified JSON has a plain array. */
function itemsOf(field: ListField, value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value
  if (!isJsonObject(value)) return undefined
  const items = Object.hasOwn(value, field.itemTag) ? value[field.itemTag] : []
  return Array.isArray(items) ? items : undefined
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  return typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : undefined
}

function booleanOf(value: unknown): boolean | undefined {
  if (value === true || value === 'true') return true
  return value === false || value === 'false' ? false : undefined
}
