import { LRUCache } from 'lru-cache'
import { paddedList, textForList } from '#database/in-list'
import type { SqlReader } from '#database/sql-engine'
import type { AccessReader, App, Session } from '#domain/access/access-store'
import type { Keyring } from '#store/keys/keyring'
import { appOfRow, findApp, findSellersOfApp } from '#store/tables/app'
import { findSessions, sessionOfRow } from '#store/tables/app-session'
import { tokenDigests } from './token-digests.ts'

/** How long an answer is used: a change by the command line takes effect within a second. */
const maxAgeMs = 500
/** Answers kept, negative ones included: guesses must not fill the memory. */
const maxAnswers = 10_000
/** Longer texts match nothing and are not looked up. */
const maxKeyLength = 256

export type AccessSource = Readonly<{
  reader: SqlReader
  keyring: Keyring
  /** Milliseconds on a clock that never goes back. */
  monotonicMs: () => number
}>

/** Finds apps and sessions, from memory where the answer is younger than half a second. */
export function createAccessReader({ reader, keyring, monotonicMs }: AccessSource): AccessReader {
  return {
    findApp: remembering(monotonicMs, async (appKey): Promise<App | undefined> => {
      const row = await reader.one(findApp, [appKey])
      return row && appOfRow(row, await reader.all(findSellersOfApp, [appKey]), keyring.secrets).app
    }),
    findSession: remembering(monotonicMs, async (token): Promise<Session | undefined> => {
      const digests = paddedList(tokenDigests(keyring, token))
      const row = await reader.one(textForList(findSessions, digests), digests)
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
