import { randomBytes, timingSafeEqual } from 'node:crypto'
import { LostRaceError } from '#database/database-errors'
import { cellText } from '#database/record'
import type { SqlEngine, SqlTransaction } from '#database/sql-engine'
import { transactRepeating } from '#database/transactions'
import type { FoundSession, KnownBrowsers, OperatorSessions, SignInAttempts } from '#domain/people/people-store'
import { findByToken, type Keyring, tokenDigests } from '#store/keys/keyring'
import { changeSealed } from '#store/keys/sealed-sets'
import { operatorSessionSet } from '#store/keys/sealed-tables'
import { refuseMovingStore } from '#store/schema/move-mark'
import {
  deleteOperatorSession,
  deleteSessionsEndedBefore,
  findOperatorSessions,
  findSessionsOfOperator,
  insertOperatorSession,
  operatorSessionOfRow,
  touchOperatorSession,
} from '#store/tables/operator-session'
import {
  deleteAttemptsBefore,
  deleteSignInAttempt,
  findSignInAttempt,
  insertSignInAttempt,
  setSignInAttempt,
  signInAttemptOfRow,
} from '#store/tables/sign-in-attempt'

/** Keeps sessions of operators by keyed digests of their tokens. */
export function createOperatorSessions({
  engine,
  keyring,
}: Readonly<{ engine: SqlEngine; keyring: Keyring }>): OperatorSessions {
  const find = async (token: string) => {
    const row = await findByToken(engine.reader, findOperatorSessions, { keyring, token })
    return row && operatorSessionOfRow(row)
  }
  const change = async (name: string, work: (transaction: SqlTransaction) => Promise<unknown>) => {
    await engine.transact((transaction) =>
      changeSealed({ transaction, keyring, set: operatorSessionSet, key: { operator_name: name } }, () =>
        work(transaction),
      ),
    )
    await refuseMovingStore(engine)
  }
  return {
    createSession(token, session) {
      const { name, createdAtMs } = session
      return change(name, async (transaction) => {
        await transaction.run(deleteSessionsEndedBefore({ operatorName: name, endedBeforeMs: createdAtMs }))
        await transaction.run(insertOperatorSession(keyring.current.tokens(token), session))
      })
    },
    async findSession(token) {
      const found = await find(token)
      return found && foundSession(found)
    },
    async touchSession(token, seenAtMs) {
      const found = await find(token)
      if (found === undefined) return
      await engine.transact((transaction) =>
        transaction.run(touchOperatorSession({ seenAtMs, tokenDigest: found.digest })),
      )
    },
    async endSession(token) {
      const found = await find(token)
      if (found === undefined) return
      await change(found.name, (transaction) => transaction.run(deleteOperatorSession({ tokenDigest: found.digest })))
    },
    async listSessionsOf(name) {
      const rows = await engine.reader.all(findSessionsOfOperator({ operatorName: name }))
      return rows
        .map((row) => foundSession(operatorSessionOfRow(row)))
        .toSorted((one, other) => other.createdAtMs - one.createdAtMs)
    },
    async endListedSession(name, id) {
      let isEnded = false
      await change(name, async (transaction) => {
        const rows = (await transaction.all(findSessionsOfOperator({ operatorName: name }))).map(operatorSessionOfRow)
        const found = rows.find((row) => foundSession(row).id === id)
        isEnded = found !== undefined
        if (found !== undefined) await transaction.run(deleteOperatorSession({ tokenDigest: found.digest }))
      })
      return isEnded
    },
  }
}

/** The id is a part of the digest, which a token cannot be computed from: 64 bits tell the sessions of an operator apart. */
function foundSession({ digest, ...session }: ReturnType<typeof operatorSessionOfRow>): FoundSession {
  return { ...session, id: cellText(digest).slice(0, 16) }
}

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

/** Marks browsers with a random text and its keyed digest, so nothing is stored and every server of the store knows them. */
export function createKnownBrowsers(keyring: Keyring): KnownBrowsers {
  const textOf = (name: string, nonce: string): string => `browser ${nonce} of ${name}`
  return {
    newMark(name) {
      const nonce = randomBytes(16).toString('base64url')
      return `${nonce}.${Buffer.from(keyring.current.tokens(textOf(name, nonce))).toString('base64url')}`
    },
    isKnown(name, mark) {
      const [, nonce = '', digest = ''] = /^([\w-]{22})\.([\w-]{43})$/.exec(mark) ?? []
      const input = Buffer.from(digest, 'base64url')
      return tokenDigests(keyring, textOf(name, nonce)).some(
        (own) => own.length === input.length && timingSafeEqual(own, input),
      )
    },
  }
}
