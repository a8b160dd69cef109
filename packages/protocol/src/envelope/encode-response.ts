import { type MethodDefinition, type ResponseOf, responseName } from '@yaoquan/api'
import { decodeUtf8 } from '../encodings/charset.ts'
import { jsonEscapes, jsonMembers, type ListStyle, type Values } from '../encodings/json.ts'
import { Utf8Writer, utf8 } from '../encodings/utf8-writer.ts'
import { xmlElements, xmlEscapes } from '../encodings/xml-writer.ts'
import { type Encoding, errorFields, errorName, requestIdField, type TopError, xmlDeclaration } from './envelope.ts'

/**
 * Encodes the answer of a method as text, without a trailing newline: members in the order of the definition, absent
 * members left out, `request_id` last inside the root (docs/reference/decisions.md, "Envelope").
 */
export function encodeResponse<M extends MethodDefinition>(
  definition: M,
  response: ResponseOf<M>,
  requestId: string,
  encoding: Encoding,
): string {
  return decodeUtf8(encodeResponseBytes(definition, response, requestId, encoding))
}

/** Encodes the answer in UTF-8. The bytes are a view of a shared buffer: copy them before you keep them or read their `buffer`. */
export function encodeResponseBytes<M extends MethodDefinition>(
  definition: M,
  response: ResponseOf<M>,
  requestId: string,
  encoding: Encoding,
): Uint8Array<ArrayBuffer> {
  return addRequestId(encodeMembers(definition, response, encoding), requestId)
}

/** A response in UTF-8 up to the value of `request_id`, which comes last. It can be sent to any number of calls. */
export type EncodedResponse = Readonly<{ definition: MethodDefinition; encoding: Encoding; bytes: Uint8Array }>

/** Encodes everything of a response that does not depend on the call's `request_id`. */
export function encodeMembers<M extends MethodDefinition>(
  definition: M,
  response: ResponseOf<M>,
  encoding: Encoding,
): EncodedResponse {
  // An earlier answer whose encoding threw may have left bytes behind.
  shared.clear()
  encodersOf(definition)[encoding].writeMembers(shared, response as Values)
  return { definition, encoding, bytes: shared.take() }
}

/** Completes an encoded response for one call. The bytes are a view, as those of `encodeResponseBytes`. */
export function addRequestId(
  { definition, encoding, bytes }: EncodedResponse,
  requestId: string,
): Uint8Array<ArrayBuffer> {
  shared.clear()
  shared.write(bytes)
  encodersOf(definition)[encoding].writeEnd(shared, requestId)
  return shared.take()
}

const shared = new Utf8Writer()

type Encoder = Readonly<{
  /** Writes everything before the value of `request_id`. */
  writeMembers: (out: Utf8Writer, response: Values) => void
  writeEnd: (out: Utf8Writer, requestId: string) => void
}>

type Encoders = Readonly<Record<Encoding, Encoder>>

/** Built once per definition, by composing closures: the policy of a browser page may forbid generated code. */
const encoders = new WeakMap<MethodDefinition, Encoders>()

function encodersOf(definition: MethodDefinition): Encoders {
  const known = encoders.get(definition)
  if (known !== undefined) return known
  const built: Encoders = {
    json: jsonEncoder(definition, { lists: 'tagged', open: `{"${responseName(definition.name)}":{`, close: '"}}' }),
    simplified: jsonEncoder(definition, { lists: 'plain', open: '{', close: '"}' }),
    xml: xmlEncoder(definition),
  }
  encoders.set(definition, built)
  return built
}

/** @param root the text around the members; `close` begins with the closing quote of `request_id` */
function jsonEncoder(
  { response }: MethodDefinition,
  root: Readonly<{ lists: ListStyle; open: string; close: string }>,
): Encoder {
  const writeMembers = jsonMembers(response, root.lists)
  const open = utf8(root.open)
  const close = utf8(root.close)
  return {
    writeMembers(out, values) {
      out.write(open)
      writeMembers(out, values)
      out.write(out.length === open.length ? onlyRequestId : lastRequestId)
    },
    writeEnd(out, requestId) {
      out.writeEscaped(requestId, jsonEscapes)
      out.write(close)
    },
  }
}

const onlyRequestId = utf8('"request_id":"')
const lastRequestId = utf8(',"request_id":"')

function xmlEncoder(definition: MethodDefinition): Encoder {
  const writeElements = xmlElements(definition.response)
  const root = responseName(definition.name)
  const open = utf8(`${xmlDeclaration}<${root}>`)
  const openRequestId = utf8('<request_id>')
  const close = utf8(`</request_id></${root}>`)
  return {
    writeMembers(out, values) {
      out.write(open)
      writeElements(out, values)
      out.write(openRequestId)
    },
    writeEnd(out, requestId) {
      out.writeEscaped(requestId, xmlEscapes)
      out.write(close)
    },
  }
}

/**
 * Encodes an `error_response` as text. Simplified answers keep the root. Nothing may be inserted, not even white space,
 * since one SDK reads errors by byte offsets (docs/reference/top-protocol.md, 3.3).
 */
export function encodeError(error: TopError, requestId: string, encoding: Encoding): string {
  return decodeUtf8(encodeErrorBytes(error, requestId, encoding))
}

/** Encodes an `error_response` in UTF-8. The bytes are a view, as those of `encodeResponseBytes`. */
export function encodeErrorBytes(error: TopError, requestId: string, encoding: Encoding): Uint8Array<ArrayBuffer> {
  const { open, close, write } = encoding === 'xml' ? xmlError : jsonError
  shared.clear()
  shared.write(open)
  write(shared, { ...error, requestId })
  shared.write(close)
  return shared.take()
}

const errorMembers = { ...errorFields, ...requestIdField }
const jsonError = { open: utf8(`{"${errorName}":{`), write: jsonMembers(errorMembers, 'tagged'), close: utf8('}}') }
const xmlError = {
  open: utf8(`${xmlDeclaration}<${errorName}>`),
  write: xmlElements(errorMembers),
  close: utf8(`</${errorName}>`),
}
