import { type MethodDefinition, type ResponseOf, responseName } from '@yaoquan/api'
import { isJsonObject, type JsonObject, parseJson } from '../json/parse-json.ts'
import { readXml, xmlValues } from '../xml/read-xml.ts'
import { decodeValues, Mismatch } from './decode-values.ts'
import type { Encoding } from './encoding.ts'
import { errorFields, errorName, requestIdField, type TopError } from './top-error.ts'

export type DecodedResponse<M extends MethodDefinition> =
  | Readonly<{ kind: 'response'; response: ResponseOf<M>; requestId: string }>
  | Readonly<{ kind: 'error'; error: TopError; requestId: string }>
  /** Not an answer of this method. `reason` is in English and contains no value of the answer. */
  | Readonly<{ kind: 'unreadable'; reason: string }>

/**
 * Decodes the answer of a gateway. Accepts the variations of official gateways: member order, host comments, CDATA,
 * pretty printing, absent empty lists, numbers as text (docs/reference/top-protocol.md, 3). `requestId` is empty if the
 * answer has none.
 */
export function decodeResponse<M extends MethodDefinition>(
  definition: M,
  text: string,
  encoding: Encoding,
): DecodedResponse<M> {
  const root = encoding === 'xml' ? xmlRoot(definition, text) : jsonRoot(definition, text, encoding)
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
type Root =
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

function xmlRoot(definition: MethodDefinition, text: string): Root {
  const document = readXml(text)
  if (document.kind === 'unreadable') return { kind: 'unreadable', reason: 'The answer is not valid XML' }
  const { root } = document
  if (root.name === errorName) return { kind: 'error', members: xmlValues({ ...errorFields, ...requestIdField }, root) }
  const name = responseName(definition.name)
  if (root.name !== name) return { kind: 'unreadable', reason: `The answer has no ${name}` }
  return { kind: 'response', members: xmlValues({ ...definition.response, ...requestIdField }, root) }
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
