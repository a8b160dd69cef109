import { DuplicateKeyError } from '#database/duplicate-key-error'
import type { SqlEngine, SqlReader, SqlRow, SqlValue, SqlWork } from '#database/sql-engine'
import type { AccessWriter } from '#domain/access/access-store'
import type { Cipher } from '#encryption/cipher'
import type { KeyedDigest } from '#encryption/keyed-digest'
import type { Seals } from '#encryption/seals'
import { refuseMovingStore } from '#store/move-mark/moved-store'
import { changeSealedApp } from '#store/sealed-sets/change-sealed-app'
import { changeSealed } from '#store/sealed-sets/sealed-sets'
import { sellerSet, sessionSet } from '#store/sealed-sets/sealed-tables'
import { valuesOfApp } from '#store/tables/access-rows'
import { findApp, insertApp, insertAppSeller } from '#store/tables/app-statements'
import { findSeller, insertSeller } from '#store/tables/seller-statements'
import { findSession, insertSession } from '#store/tables/session-statements'

export type AccessTarget = Readonly<{ engine: SqlEngine; cipher: Cipher; seals: Seals; digestToken: KeyedDigest }>

/** Writes sellers, apps and sessions. What exists already is left as it is. */
export function createAccessWriter({ engine, cipher, seals, digestToken }: AccessTarget): AccessWriter {
  return {
    createSeller({ sellerId, name }, nowMs) {
      return creating(engine, {
        work: async (transaction) => {
          const change = { transaction, seals, set: sellerSet, key: [sellerId] }
          await changeSealed(change, () => transaction.run(insertSeller, [sellerId, name, nowMs]))
        },
        isMade: async (reader) => isSame(await reader.one(findSeller, [sellerId]), [sellerId, name]),
      })
    },
    async findSeller(sellerId) {
      const row = await engine.reader.one(findSeller, [sellerId])
      return row === undefined ? undefined : { sellerId: String(row[0]), name: String(row[1]) }
    },
    createApp(app, nowMs) {
      const values = valuesOfApp(app, cipher, { createdAtMs: nowMs, version: 1 })
      return creating(engine, {
        work: async (transaction) => {
          await changeSealedApp({ transaction, seals, appKey: app.appKey }, async () => {
            await transaction.run(insertApp, [app.appKey, ...values])
            for (const [place, sellerId] of [...new Set(app.sellerIds)].entries()) {
              await transaction.run(insertAppSeller, [app.appKey, sellerId, place])
            }
          })
        },
        // Sealed anew each time, a secret is like no other, even of the same text.
        isMade: async (reader) => isSame((await reader.one(findApp, [app.appKey]))?.slice(0, 1), values.slice(0, 1)),
      })
    },
    createSession(token, { appKey, sellerId, expiresAtMs }, nowMs) {
      const digest = digestToken(token)
      return creating(engine, {
        work: async (transaction) => {
          const change = { transaction, seals, set: sessionSet, key: [digest] }
          await changeSealed(change, () =>
            transaction.run(insertSession, [digest, appKey, sellerId, expiresAtMs, nowMs]),
          )
        },
        isMade: async (reader) => isSame(await reader.one(findSession, [digest]), [appKey, sellerId, expiresAtMs]),
      })
    },
  }
}

type Creation = Readonly<{
  work: SqlWork<void>
  /** Whether what stands is what the work makes. */
  isMade: (reader: SqlReader) => Promise<boolean>
}>

/**
 * The unique key decides, never a look beforehand: of two who create at once, one is told that it exists. Where the answer to a
 * COMMIT was lost, the work is run again and may meet what it made itself.
 */
async function creating(engine: SqlEngine, { work, isMade }: Creation): Promise<'created' | 'exists'> {
  let mayBeMade = false
  try {
    await engine.transact(async (transaction) => {
      await work(transaction)
      mayBeMade = true
    })
    // The fence of a move leaves these tables as they are, for those who read. Without its mark now, the move brings over what was made.
    await refuseMovingStore(engine)
    return 'created'
  } catch (error) {
    if (!(error instanceof DuplicateKeyError)) throw error
    return mayBeMade && (await isMade(engine.reader)) ? 'created' : 'exists'
  }
}

function isSame(row: SqlRow | undefined, values: SqlRow): boolean {
  return row !== undefined && values.every((value, place) => isSameValue(row[place] ?? null, value))
}

function isSameValue(left: SqlValue, right: SqlValue): boolean {
  if (left instanceof Uint8Array && right instanceof Uint8Array) return Buffer.compare(left, right) === 0
  return left === right
}
