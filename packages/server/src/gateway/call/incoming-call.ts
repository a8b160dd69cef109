import type { ErrorName, MissLimit, Text } from '@yaoquan/api'
import { type TextValues, topError, type WordedError } from '@yaoquan/protocol'

/** One HTTP request to the router or an upload, as the transport hands it over. */
export type IncomingCall = Readonly<{
  verb: string
  /** Normalised: one path for every spelling of the request target. */
  path: '/router/rest' | '/router/batch' | '/upload/coupons'
  queryString: string
  contentType: string | undefined
  body: Uint8Array
  ip: string
  /** In which a sandbox explains a wrong signature; absent: Chinese. */
  language?: keyof Text
  /** Header `x-yaoquan-language` of the command line: counts before the language of the app. */
  readerLanguage?: keyof Text | undefined
  /** Header `top-api-separator` of a batch. */
  batchSeparator: string | undefined
}>

/** The language that the command line names with a call; programs name none. */
export function readerLanguage(headers: Readonly<Record<string, unknown>>): IncomingCall['readerLanguage'] {
  const language = headers['x-yaoquan-language']
  return language === 'zh' || language === 'en' ? language : undefined
}

/** The answer, always with HTTP status 200. */
export type Answer = Readonly<{
  body: Uint8Array
  contentType: string
  /** Whether an app's signature was verified, whatever the call's outcome: its address counts as proven. */
  isProven: boolean
  /** A sandbox ends the connection instead of answering. */
  isLost?: boolean
}>

/** Why a caller has to wait, and for how long: too many calls a second, or too many phones that found nothing. */
export type Limited = Readonly<{ reason: 'rate' | MissLimit; seconds: number }>

/** A call that fails a check. Expected, so it is a value and not an exception. */
export type Refused = Readonly<{
  kind: 'refused'
  error: WordedError
  /** Set once an app with that key is known to exist, for the log. */
  appKey?: string
  /** Set where the same call is answered after a wait, for the console. */
  limited?: Limited
}>

export function refuse(name: ErrorName, values: TextValues = {}): Refused {
  return { kind: 'refused', error: topError(name, values) }
}

/** How a call fails on purpose. */
export type InjectedFault =
  | Readonly<{ kind: 'refuse'; refusal: Refused }>
  /** The connection ends without an answer, before the call is performed or after it. */
  | Readonly<{ kind: 'lose'; isPerformed: boolean }>

/** Faults that a sandbox injects into the calls of an app, so that integrators can test their program. Production has none. */
export interface FaultInjection {
  /** Called after all checks; may wait. @returns undefined for a call without a fault */
  meet(call: Readonly<{ appKey: string; method: string }>): Promise<InjectedFault | undefined>
}

const digits = '0123456789abcdefghijklmnopqrstuvwxyz'
const idLength = 12
/** Largest multiple of 36 in a byte: bytes from here on would favour the first digits. */
const unbiased = 252

/**
 * Creates request ids: 12 characters `[0-9a-z]` (docs/reference/decisions.md, "Envelope").
 * @param randomBytes called for some bytes at a time, so it should keep a pool
 */
export function createRequestIds(randomBytes: (size: number) => Uint8Array): () => string {
  return () => {
    let id = ''
    while (id.length < idLength) {
      for (const byte of randomBytes(idLength - id.length)) if (byte < unbiased) id += digits[byte % 36]
    }
    return id
  }
}
