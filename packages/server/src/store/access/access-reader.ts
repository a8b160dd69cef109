import { LRUCache } from 'lru-cache'
import type { SqlReader } from '#database/sql-engine'
import type { AccessReader, App, Session } from '#domain/access/access-store'
import type { Cipher } from '#encryption/cipher'
import type { KeyedDigest } from '#encryption/keyed-digest'
import { appOfRow, findApp, findSellersOfApp } from '#store/tables/app'
import { findSession, sessionOfRow } from '#store/tables/app-session'

/** How long an answer is used: a change by the command line takes effect within a second. */
const maxAgeMs = 500
/** Answers kept, negative ones included: guesses must not fill the memory. */
const maxAnswers = 10_000
/** Longer texts match nothing and are not looked up. */
const maxKeyLength = 256

export type AccessSource = Readonly<{
  reader: SqlReader
  cipher: Cipher
  digestToken: KeyedDigest
  /** Milliseconds on a clock that never goes back. */
  monotonicMs: () => number
}>

/** Finds apps and sessions, from memory where the answer is younger than half a second. */
export function createAccessReader({ reader, cipher, digestToken, monotonicMs }: AccessSource): AccessReader {
  return {
    findApp: remembering(monotonicMs, async (appKey): Promise<App | undefined> => {
      const row = await reader.one(findApp, [appKey])
      return row && appOfRow(row, await reader.all(findSellersOfApp, [appKey]), cipher).app
    }),
    findSession: remembering(monotonicMs, async (token): Promise<Session | undefined> => {
      const row = await reader.one(findSession, [digestToken(token)])
      return row && sessionOfRow(row)
    }),
  }
}

type Lookup<Found> = (key: string) => Promise<Found | undefined>

/** Calls that arrive while an answer is read share it. A failed look-up is forgotten immediately. */
function remembering<Found>(monotonicMs: () => number, lookUp: Lookup<Found>): Lookup<Found> {
  const answers = new LRUCache<string, Readonly<{ answer: Promise<Found | undefined>; askedAtMs: number }>>({
    max: maxAnswers,
  })
  return (key) => {
    if (key.length > maxKeyLength) return Promise.resolve(undefined)
    const nowMs = monotonicMs()
    const known = answers.get(key)
    if (known !== undefined && nowMs - known.askedAtMs < maxAgeMs) return known.answer
    const answer = lookUp(key)
    answers.set(key, { answer, askedAtMs: nowMs })
    answer.catch(() => answers.delete(key))
    return answer
  }
}
