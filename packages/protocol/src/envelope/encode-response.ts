import { type MethodDefinition, type ResponseOf, responseName } from '@yaoquan/api'
import { decodeUtf8 } from '../bytes/charset.ts'
import { Utf8Writer, utf8 } from '../bytes/utf8-writer.ts'
import { jsonEscapes } from '../json/json-escapes.ts'
import { jsonMembers, type ListStyle, type Values } from '../json/json-writer.ts'
import { xmlEscapes } from '../xml/xml-escapes.ts'
import { xmlElements } from '../xml/xml-writer.ts'
import type { Encoding } from './encoding.ts'
import { xmlDeclaration } from './xml-declaration.ts'

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

/** Encodes the answer in UTF-8. The bytes of a frozen response, up to its `request_id`, are cached with the object. */
export function encodeResponseBytes<M extends MethodDefinition>(
  definition: M,
  response: ResponseOf<M>,
  requestId: string,
  encoding: Encoding,
): Uint8Array<ArrayBuffer> {
  // An earlier answer whose encoding threw may have left bytes behind.
  shared.clear()
  const encoder = encodersOf(definition)[encoding]
  if (Object.isFrozen(response)) shared.write(keptBytes(encoder, response as Values))
  else encoder.writeMembers(shared, response as Values)
  encoder.writeEnd(shared, requestId)
  return shared.take()
}

const shared = new Utf8Writer()
/** The bytes of frozen responses, up to their `request_id`. */
const kept = new WeakMap<Values, Map<Encoder, Uint8Array>>()

function keptBytes(encoder: Encoder, response: Values): Uint8Array {
  const known = kept.get(response) ?? new Map<Encoder, Uint8Array>()
  const bytes = known.get(encoder)
  if (bytes !== undefined) return bytes
  const out = new Utf8Writer()
  encoder.writeMembers(out, response)
  const written = out.take()
  kept.set(response, known.set(encoder, written))
  return written
}

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
