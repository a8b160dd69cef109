import type { SqlReader } from '#database/sql-engine'
import type { AccessReader, App, Session } from '#domain/access/access-store'
import type { Keyring } from '#store/keys/keyring'
import { appOfRow, findApp, findSellersOfApp } from '#store/tables/app'
import { findSessions, sessionOfRow } from '#store/tables/app-session'
import { type Lookup, remembering } from './remembering.ts'
import { findByToken } from './token-digests.ts'

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
    findApp: ofKeyLength(
      remembering(monotonicMs, async (appKey): Promise<App | undefined> => {
        const row = await reader.one(findApp({ appKey }))
        return row && appOfRow(row, await reader.all(findSellersOfApp({ appKey })), keyring.secrets).app
      }),
    ),
    findSession: ofKeyLength(
      remembering(monotonicMs, async (token): Promise<Session | undefined> => {
        const row = await findByToken(reader, findSessions, { keyring, token })
        return row && sessionOfRow(row)
      }),
    ),
  }
}

/** Texts that are too long for a key or token match nothing. */
function ofKeyLength<Found>(lookUp: Lookup<Found | undefined>): Lookup<Found | undefined> {
  return (key) => (key.length > maxKeyLength ? Promise.resolve(undefined) : lookUp(key))
}
