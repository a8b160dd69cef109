import type { DecodeText } from '../bytes/charset.ts'
import { type Gathering, gather, maxParameters } from './parameters.ts'

/**
 * Gathers `name=value&name=value`. `+` is a space; a name alone has an empty value. As in a browser, a `%` without two hex
 * digits stands for itself and broken text becomes U+FFFD. Takes time in proportion to the bytes, whatever they are.
 * @param decode reads the text that the bytes are once they are unescaped
 */
export function readUrlencoded(bytes: Uint8Array, gathering: Gathering, decode: DecodeText): void {
  const form = unescaped(bytes)
  const text = form.isAscii ? decode(form.bytes) : undefined
  const textOf = (start: number, end: number) =>
    text === undefined ? decode(form.bytes.subarray(start, end)) : text.slice(start, end)
  for (const { start, equals, end } of form.pairs) {
    gather(gathering, textOf(start, equals), textOf(Math.min(equals + 1, end), end))
    if (gathering.unreadable !== undefined) return
  }
}

/** `name=value&name=value` with everything but unreserved characters percent-encoded, a space as `+`. */
export function writeUrlencoded(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join('&')
}

function percentEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll('%20', '+')
}

/** Places in the unescaped bytes: a name, its equals sign (or the end of a name alone), and the end of its value. */
type Pair = Readonly<{ start: number; equals: number; end: number }>

type Unescaped = Readonly<{
  /** Separators included. To be read before the next call. */
  bytes: Uint8Array
  /** One more than there may be at most. */
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

/** Of bytes that are no hex digit. */
const none = 255

/** For bodies of a usual length, which then cost no array of their own. */
const scratch = new Uint8Array(16_384)

/** The value of each ASCII hex digit. */
const hexDigits = Uint8Array.from({ length: 256 }, (_, byte) => {
  const value = Number.parseInt(String.fromCharCode(byte), 16)
  return Number.isNaN(value) ? none : value
})
