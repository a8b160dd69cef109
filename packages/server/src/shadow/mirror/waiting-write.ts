import { type MethodDefinition, methods } from '@yaoquan/api'
import {
  baseString,
  type Charset,
  encodeGbk,
  formatTimestamp,
  sign,
  signMethodOf,
  writeUrlencoded,
} from '@yaoquan/protocol'
import type { WriteMembers } from '#shadow/answers/answer-meaning'

/** A write that waits for the CRM of today, as it is sealed. */
export type WaitingWrite = Readonly<{
  method: string
  /** Without signature and timestamp. */
  parameters: Readonly<Record<string, string>>
  charset: Charset
  /** What Yaoquan answered; undefined in a queue of an earlier version. */
  answer?: WriteMembers | undefined
}>

/** What a call becomes when it waits. */
export function waitingWrite(method: string, parameters: ReadonlyMap<string, string>, charset: Charset): WaitingWrite {
  const { sign: _sign, timestamp: _timestamp, ...own } = Object.fromEntries(parameters)
  // The answer is read here and not by the caller.
  return { method, parameters: { ...own, format: 'json' }, charset }
}

/** The body of the write, signed anew. @param nowMs epoch milliseconds of the timestamp */
export function signedBody({ parameters, charset }: WaitingWrite, secret: string, nowMs: number): string {
  const unsigned = { ...parameters, timestamp: formatTimestamp(nowMs) }
  const all = new Map(Object.entries(unsigned))
  const base = baseString(all, { blank: 'signed', body: '' })
  const bytes = charset === 'gbk' ? (encodeGbk(base) ?? base) : base
  return written({ ...unsigned, sign: sign(signMethodOf(all) ?? 'md5', secret, bytes) }, charset)
}

function written(parameters: Readonly<Record<string, string>>, charset: Charset): string {
  if (charset !== 'gbk') return writeUrlencoded(parameters)
  return Object.entries(parameters)
    .map((pair) => pair.map(percentGbk).join('='))
    .join('&')
}

function percentGbk(text: string): string {
  const bytes = encodeGbk(text) ?? Buffer.from(text)
  return [...bytes].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
}

const writes = Object.values<MethodDefinition>(methods).filter(({ effect }) => effect === 'write')

/** The writes that the CRM of today has a method for: those that are not Yaoquan's own. A repetition of one changes nothing there. */
export const mirroredWrites: ReadonlySet<string> = new Set(
  writes.map(({ name }) => name).filter((name) => !name.startsWith('yaoquan.')),
)

/** The writes that the CRM of today has no method for: what they did would be lost on the way back. */
export const writesOfOurs: ReadonlySet<string> = new Set(
  writes.map(({ name }) => name).filter((name) => name.startsWith('yaoquan.')),
)
