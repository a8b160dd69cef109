import { type MethodDefinition, type ResponseOf, responseName } from '@yaoquan/api'
import { isJsonObject, type JsonObject, parseJson } from '../json/parse-json.ts'
import { decodeValues, Mismatch } from './decode-values.ts'
import { errorFields, errorName, type TopError } from './top-error.ts'

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
