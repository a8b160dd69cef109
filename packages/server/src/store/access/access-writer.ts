import type { AccessWriter } from '../../domain/access/access-store.ts'
import type { KeyedDigest } from '../keys/keyed-digest.ts'
import type { Sealer } from '../keys/sealer.ts'
import { DuplicateKeyError } from '../sql/duplicate-key-error.ts'
import type { SqlEngine, SqlWork } from '../sql/sql-engine.ts'
import { insertApp, insertAppChain } from '../statements/app-statements.ts'
import { findChain, insertChain } from '../statements/chain-statements.ts'
import { insertSession } from '../statements/session-statements.ts'
import { valuesOfApp } from './access-rows.ts'

export type AccessTarget = Readonly<{ engine: SqlEngine; sealer: Sealer; digestToken: KeyedDigest }>

/** Writes chains, apps and sessions. What exists already is left as it is. */
export function createAccessWriter({ engine, sealer, digestToken }: AccessTarget): AccessWriter {
  return {
    createChain({ sellerId, name }, nowMs) {
      return creating(engine, async (transaction) => {
        await transaction.run(insertChain, [sellerId, name, nowMs])
      })
    },
    async findChain(sellerId) {
      const row = await engine.reader.one(findChain, [sellerId])
      return row === undefined ? undefined : { sellerId: String(row[0]), name: String(row[1]) }
    },
    createApp(app, nowMs) {
      const values = valuesOfApp(app, sealer, nowMs)
      return creating(engine, async (transaction) => {
        await transaction.run(insertApp, values)
        for (const [place, sellerId] of [...new Set(app.sellerIds)].entries()) {
          await transaction.run(insertAppChain, [app.appKey, sellerId, place])
        }
      })
    },
    createSession(token, { appKey, sellerId, expiresAtMs }, nowMs) {
      return creating(engine, async (transaction) => {
        await transaction.run(insertSession, [digestToken(token), appKey, sellerId, expiresAtMs, nowMs])
      })
    },
  }
}

/** The unique key decides, never a look beforehand: of two who create at once, one is told that it exists. */
async function creating(engine: SqlEngine, work: SqlWork<void>): Promise<'created' | 'exists'> {
  try {
    await engine.transact(work)
    return 'created'
  } catch (error) {
    if (error instanceof DuplicateKeyError) return 'exists'
    throw error
  }
}
