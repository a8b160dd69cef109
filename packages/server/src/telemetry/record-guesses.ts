import { LRUCache } from 'lru-cache'
import type { Logger } from 'pino'
import { Counter, type Registry } from 'prom-client'
import type { CallTelemetry } from './call-telemetry.ts'

const logEveryMs = 60_000
/** Guessers whose last log line is remembered. */
const maxGuessers = 1_000

/** Refused look-ups are counted one by one, and logged once a minute for each app, shop and address. */
export function recordGuesses(
  logger: Pick<Logger, 'warn'>,
  registry: Registry,
): Pick<CallTelemetry, 'codeGuessRefused'> {
  const refused = new Counter({
    name: 'yaoquan_code_guesses_refused_total',
    help: 'Look-ups by coupon code alone that were refused after too many unknown codes',
    registers: [registry],
  })
  const logged = new LRUCache<string, true>({ max: maxGuessers, ttl: logEveryMs })
  return {
    codeGuessRefused(guess) {
      refused.inc()
      const guesser = JSON.stringify([guess.appKey, guess.shop, guess.ip])
      if (logged.has(guesser)) return
      logged.set(guesser, true)
      logger.warn(guess, 'too many unknown coupon codes; further look-ups by code are refused for a while')
    },
  }
}
