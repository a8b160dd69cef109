import { LostRaceError } from '#database/database-errors'
import type { SqlEngine } from '#database/sql-engine'
import { transactRepeating } from '#database/transactions'
import type { SignInAttempts } from '#domain/people/people-store'
import type { Keyring } from '#store/keys/keyring'
import {
  deleteAttemptsBefore,
  deleteSignInAttempt,
  findSignInAttempt,
  insertSignInAttempt,
  setSignInAttempt,
  signInAttemptOfRow,
} from '#store/tables/sign-in-attempt'

/** Failures are forgotten so long after the last one. */
const keptMs = 24 * 3_600_000

/** Counts failed sign-ins under keyed digests. */
export function createSignInAttempts({
  engine,
  keyring,
}: Readonly<{ engine: SqlEngine; keyring: Keyring }>): SignInAttempts {
  const digestOf = (key: string): Uint8Array => keyring.current.tokens(`sign-in ${key}`)
  return {
    chargeAttempt(key, delayMs, nowMs) {
      const digest = digestOf(key)
      return transactRepeating(engine, async (transaction) => {
        const row = await transaction.one(findSignInAttempt({ attemptDigest: digest }))
        const stored = row && signInAttemptOfRow(row)
        if (stored !== undefined && stored.refusedUntilMs > nowMs) return stored.refusedUntilMs
        const failures = (stored === undefined || stored.lastAtMs < nowMs - keptMs ? 0 : stored.failures) + 1
        const refusedUntilMs = nowMs + delayMs(failures)
        const values = { failures, refused_until_ms: refusedUntilMs, last_at_ms: nowMs }
        if (stored === undefined) {
          await transaction.run(deleteAttemptsBefore({ beforeMs: nowMs - keptMs }))
          await transaction.run(insertSignInAttempt({ attempt_digest: digest, ...values }))
          return undefined
        }
        const read = { failuresRead: stored.failures, lastAtMsRead: stored.lastAtMs }
        const set = await transaction.run(
          setSignInAttempt({ failures, refusedUntilMs, lastAtMs: nowMs, attemptDigest: digest, ...read }),
        )
        if (set === 0) throw new LostRaceError('another attempt was counted first')
        return undefined
      })
    },
    async refusedUntil(key, nowMs) {
      const row = await engine.reader.one(findSignInAttempt({ attemptDigest: digestOf(key) }))
      const untilMs = row && signInAttemptOfRow(row).refusedUntilMs
      return untilMs !== undefined && untilMs > nowMs ? untilMs : undefined
    },
    async forgetAttempts(key) {
      await engine.transact((transaction) => transaction.run(deleteSignInAttempt({ attemptDigest: digestOf(key) })))
    },
  }
}
