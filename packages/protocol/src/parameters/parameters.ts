import type { Text } from '@yaoquan/api'
import type { DecodeText } from '../encodings/charset.ts'

/** The decoded parameters of a call by name, from query string and body. */
export type Parameters = ReadonlyMap<string, string>

/** The result of reading a call's parameters. `reason` is for the caller. */
export type ReadParameters =
  | Readonly<{
      kind: 'read'
      parameters: Parameters
      /** What the signature covers, if it covers more than the parameters. */
      signed?: SignedCall
    }>
  /** A name was sent with different values; `parameters` has the first one. */
  | Readonly<{ kind: 'conflicting'; name: string; parameters: Parameters }>
  /** `parameters` has those read before the fault. */
  | Readonly<{ kind: 'unreadable'; reason: Text; parameters: Parameters }>

/** The signed parameters and the raw body signed after them (docs/reference/top-protocol.md, 2). */
export type SignedCall = Readonly<{ parameters: Parameters; body: string }>

/** A call with more parameters is refused. Real calls have about a dozen. */
export const maxParameters = 1000

export const tooManyParameters: Text = {
  zh: `参数超过${maxParameters}个`,
  en: `there are more than ${maxParameters} parameters`,
}

/** Parameters collected from query string and body of one call. */
export type ParameterCollection = {
  readonly parameters: Map<string, string>
  /** Number of parameters read, including repeated ones. */
  count: number
  conflict: string | undefined
  unreadable: Text | undefined
  /** Names of the files in a multipart body. Their contents are dropped. */
  readonly fileNames: string[]
  /** Whether a multipart body has a part without a name. */
  hasUnnamedPart: boolean
}

/** An empty collection. */
export function startCollection(): ParameterCollection {
  return {
    parameters: new Map(),
    count: 0,
    conflict: undefined,
    unreadable: undefined,
    fileNames: [],
    hasUnnamedPart: false,
  }
}

/** Adds a parameter. A repeat with an equal value is ignored, since some SDKs send parameters in query and body. */
export function addParameter(collection: ParameterCollection, name: string, value: string): void {
  collection.count++
  const earlier = collection.parameters.get(name)
  if (earlier === undefined) collection.parameters.set(name, value)
  else if (earlier !== value) collection.conflict ??= name
  if (collection.count > maxParameters) collection.unreadable = tooManyParameters
}

/** The result of the collection. */
export function finishCollection({ parameters, conflict, unreadable }: ParameterCollection): ReadParameters {
  if (unreadable !== undefined) return { kind: 'unreadable', reason: unreadable, parameters }
  return conflict === undefined ? { kind: 'read', parameters } : { kind: 'conflicting', name: conflict, parameters }
}

/** The parameters of the protocol, allowed in a call of any method (docs/reference/top-protocol.md, 1.2). */
export const publicParameters: ReadonlySet<string> = new Set([
  'method',
  'app_key',
  'session',
  'timestamp',
  'v',
  'sign_method',
  'sign',
  'format',
  'simplify',
  'partner_id',
  'target_app_key',
])

/**
 * Collects the parameters of `name=value&name=value`. `+` is a space; a name without `=` has an empty value. As in
 * browsers, a `%` without two hex digits is kept and malformed text becomes U+FFFD. Runs in linear time for any input.
 * @param decode decodes the bytes after percent-decoding
 */
export function readUrlencoded(bytes: Uint8Array, collection: ParameterCollection, decode: DecodeText): void {
  const form = unescaped(bytes)
  const text = form.isAscii ? decode(form.bytes) : undefined
  const textOf = (start: number, end: number) =>
    text === undefined ? decode(form.bytes.subarray(start, end)) : text.slice(start, end)
  for (const { start, equals, end } of form.pairs) {
    addParameter(collection, textOf(start, equals), textOf(Math.min(equals + 1, end), end))
    if (collection.unreadable !== undefined) return
  }
}

/** Writes `name=value&name=value`; all but unreserved characters are percent-encoded, a space becomes `+`. */
export function writeUrlencoded(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join('&')
}

function percentEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll('%20', '+')
}

/**
 * Offsets in the unescaped bytes: of the name, its equals sign (or the end of the name without one), and the value's
 * end.
 */
type Pair = Readonly<{ start: number; equals: number; end: number }>

type Unescaped = Readonly<{
  /** Includes the separators. Overwritten by the next call. */
  bytes: Uint8Array
  /** Pairs, at most one more than `maxParameters`. */
  pairs: readonly Pair[]
  isAscii: boolean
}>

function unescaped(escaped: Uint8Array): Unescaped {
  const size = escaped.length
  const bytes = size <= scratch.length ? scratch : new Uint8Array(size)
  const pairs: Pair[] = []
  let bits = 0
  let length = 0
  let start = 0
  let equals = -1
  for (let at = 0; at < size && pairs.length <= maxParameters; at++) {
    let byte = escaped[at] ?? 0
    if (byte === percent) {
      const high = at + 2 < size ? (hexDigits[escaped[at + 1] ?? 0] ?? none) : none
      const low = high === none ? none : (hexDigits[escaped[at + 2] ?? 0] ?? none)
      if (low !== none) {
        byte = (high << 4) | low
        at += 2
      }
    } else if (byte === plus) byte = space
    else if (byte === ampersand) {
      if (length > start) pairs.push({ start, equals: equals === -1 ? length : equals, end: length })
      start = length + 1
      equals = -1
    } else if (byte === equalsSign && equals === -1) equals = length
    bytes[length++] = byte
    bits |= byte
  }
  if (length > start) pairs.push({ start, equals: equals === -1 ? length : equals, end: length })
  return { bytes: bytes.subarray(0, length), pairs, isAscii: bits < 0x80 }
}

const ampersand = 0x26
const equalsSign = 0x3d
const percent = 0x25
const plus = 0x2b
const space = 0x20

/** The value of a byte that is not a hex digit. */
const none = 255

/** Shared by bodies of usual length, to save an allocation per call. */
const scratch = new Uint8Array(16_384)

/** The value of each ASCII hex digit. */
const hexDigits = Uint8Array.from({ length: 256 }, (_, byte) => {
  const value = Number.parseInt(String.fromCharCode(byte), 16)
  return Number.isNaN(value) ? none : value
})
