import { type Tracer, trace } from '@opentelemetry/api'
import { type AppMistake, createMistakeCounter, type MistakeKind } from '@yaoquan/api'
import { LRUCache } from 'lru-cache'
import type { Logger } from 'pino'
import { Histogram, type Registry } from 'prom-client'
import { createMetrics } from './metrics.ts'

/** An answered call, without anything that identifies a member. */
export type AnsweredCall = Readonly<{
  requestId: string
  /** An existing method, or `unknown`. */
  method: string
  ip: string
  appKey: string
  sellerId: string
  /** 0 when the method answered, else the error code. */
  code: number
  subCode: string
  durationMs: number
  /** Bytes of the answer. */
  answerLength: number
}>

/** A method that threw: a bug, or a store that does not answer. */
export type FailedCall = Readonly<{ requestId: string; method: string; error: unknown }>

/** A look-up by code that was refused because its caller guessed too many codes. */
export type RefusedGuess = Readonly<{
  appKey: string
  sellerId: string
  shop: string | undefined
  ip: string
  /** Until the next look-up. */
  seconds: number
}>

/** An app was shown more full phones of a seller in an hour than its limit. */
export type ReadFullPhones = Readonly<{
  appKey: string
  sellerId: string
  /** Distinct phones counted. */
  count: number
  limit: number
}>

/** A look-up by phone that was refused because its caller, who sees phones masked, tried too many that found nothing. */
export type RefusedPhoneGuess = Readonly<{
  appKey: string
  sellerId: string
  ip: string
  /** The limit that was exceeded. */
  reason: string
  /** Until the next look-up. */
  seconds: number
}>

/** A caller was refused for phones that found nothing, the first time on this day for this reason. */
export type TriedPhones = Readonly<{ appKey: string; sellerId: string; reason: string; limit: number }>

export interface CallTelemetry {
  appMistaken(mistake: AppMistake): void
  callAnswered(call: AnsweredCall): void
  callFailed(call: FailedCall): void
  codeGuessRefused(guess: RefusedGuess): void
  /** Once for each app, seller and hour. */
  fullPhonesRead(read: ReadFullPhones): void
  phoneGuessRefused(guess: RefusedPhoneGuess): void
  /** Once for each caller, reason and day. */
  phonesTried(tried: TriedPhones): void
}

const guessLoggedEveryMs = 60_000
/** Guessers whose last log line is remembered. */
const maxGuessers = 1_000

/** Mistakes whose last log line is remembered. */
const maxMistakes = 10_000
/** Apps that are labels of a metric; further ones count as `other`. */
const maxLabelledApps = 200

const mistakeLines: Readonly<Record<MistakeKind, string>> = {
  ignored: 'a member that the method does not know was ignored',
  'no-phone': 'a number that is no phone was stored as one',
}

/** Log line, metrics and trace of each call. Refused look-ups are logged once a minute for each app, shop and address. */
export function recordCalls(logger: Logger, registry: Registry): Omit<CallTelemetry, 'callFailed'> {
  const { counter } = createMetrics(registry)
  const help = 'Calls answered, by method, code and sub code (code 0: the method answered)'
  const calls = counter('yaoquan_calls_total', help, 'method', 'code', 'sub_code')
  const seconds = new Histogram({
    name: 'yaoquan_call_duration_seconds',
    help: 'Time from the read request to the encoded answer',
    labelNames: ['method'],
    buckets: [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1, 5],
    registers: [registry],
  })
  const guesses = counter(
    'yaoquan_code_guesses_refused_total',
    'Look-ups by coupon code alone that were refused after too many unknown codes',
  )
  const alarms = counter(
    'yaoquan_full_phones_alarms_total',
    'Hours in which an app was shown more full phones of a seller than its limit',
  )
  const phoneGuesses = counter(
    'yaoquan_phone_guesses_refused_total',
    'Look-ups by phone that were refused after too many phones that found nothing',
  )
  const phoneAlarms = counter(
    'yaoquan_phones_tried_alarms_total',
    'Callers who were refused for phones that found nothing, once for each reason and day',
  )
  const tracer = trace.getTracer('yaoquan')
  const logged = new LRUCache<string, true>({ max: maxGuessers, ttl: guessLoggedEveryMs })
  const noPhones = counter(
    'yaoquan_no_phones_total',
    'Numbers of apps that were stored as phones and are none, by app and method',
    'app',
    'method',
  )
  const labelledApps = new Set<string>()
  const mistakes = createMistakeCounter()
  const loggedMistakes = new LRUCache<string, true>({ max: maxMistakes, ttl: guessLoggedEveryMs })
  return {
    appMistaken(mistake) {
      const { kind, appKey, method } = mistake
      if (kind === 'no-phone') {
        if (labelledApps.size < maxLabelledApps) labelledApps.add(appKey)
        noPhones.inc({ app: labelledApps.has(appKey) ? appKey : 'other', method }, mistake.times)
      }
      const { name, times } = mistakes.note(mistake)
      const key = JSON.stringify([kind, appKey, method, name])
      if (loggedMistakes.has(key)) return
      loggedMistakes.set(key, true)
      logger.warn({ appKey, method, name, times }, mistakeLines[kind])
    },
    callAnswered(call) {
      calls.inc({ method: call.method, code: String(call.code), sub_code: call.subCode })
      seconds.observe({ method: call.method }, call.durationMs / 1000)
      traceCall(tracer, call)
      logger.info(call, 'call answered')
    },
    codeGuessRefused(guess) {
      guesses.inc()
      const guesser = JSON.stringify([guess.appKey, guess.shop, guess.ip])
      if (logged.has(guesser)) return
      logged.set(guesser, true)
      logger.warn(guess, 'too many unknown coupon codes; further look-ups by code are refused for a while')
    },
    phoneGuessRefused(guess) {
      phoneGuesses.inc()
      const guesser = JSON.stringify([guess.appKey, guess.reason, guess.ip, 'phone'])
      if (logged.has(guesser)) return
      logged.set(guesser, true)
      const what = guess.reason.startsWith('members')
        ? 'too many members, cards and orders were looked at by number; further such look-ups are refused for a while'
        : 'too many phones that find nothing; further look-ups by phone are refused for a while'
      logger.warn(guess, what)
    },
    phonesTried({ appKey, sellerId, reason, limit }) {
      phoneAlarms.inc()
      const what = reason.startsWith('members') ? 'members by number' : 'phones that find nothing'
      logger.warn({ appKey, sellerId, reason, limit }, `more ${what} were looked up than the limit`)
    },
    fullPhonesRead({ appKey, sellerId, count, limit }) {
      alarms.inc()
      logger.warn({ appKey, sellerId, count, limit }, 'more full phones were shown to an app than its limit per hour')
    },
  }
}

function traceCall(tracer: Tracer, call: AnsweredCall): void {
  const attributes = {
    'yaoquan.method': call.method,
    'yaoquan.request_id': call.requestId,
    'yaoquan.app_key': call.appKey,
    'yaoquan.seller_id': call.sellerId,
    'yaoquan.code': call.code,
  }
  const endMs = Date.now()
  tracer.startSpan('top.call', { startTime: endMs - call.durationMs, attributes }).end(endMs)
}
