import { DuplicateKeyError } from '#database/duplicate-key-error'
import type { SqlEngine, SqlWork } from '#database/sql-engine'
import type { AccessWriter } from '#domain/access/access-store'
import type { Keyring } from '#store/keys/keyring'
import { refuseMovingStore } from '#store/move-mark/moved-store'
import { changeSealed } from '#store/sealed-sets/sealed-sets'
import { changeSealedApp, sellerSet, sessionSet } from '#store/sealed-sets/sealed-tables'
import { insertApp } from '#store/tables/app'
import { findSessions, insertSession } from '#store/tables/app-session'
import { findSeller, insertSeller, sellerOfRow } from '#store/tables/seller'
import { insertSellersOfApp } from './insert-sellers-of-app.ts'
import { tokenDigests } from './token-digests.ts'

export type AccessTarget = Readonly<{ engine: SqlEngine; keyring: Keyring }>

/** Writes sellers, apps and sessions. What exists already is left as it is. */
export function createAccessWriter({ engine, keyring }: AccessTarget): AccessWriter {
  return {
    createSeller({ sellerId, name }, nowMs) {
      return create(engine, async (transaction) => {
        const key = { seller_id: sellerId }
        await changeSealed({ transaction, keyring, set: sellerSet, key }, () =>
          transaction.run(insertSeller({ ...key, seller_name: name, created_at_ms: nowMs })),
        )
      })
    },
    async findSeller(sellerId) {
      const row = await engine.reader.one(findSeller({ sellerId }))
      if (row === undefined) return undefined
      const { createdAtMs, ...seller } = sellerOfRow(row)
      return seller
    },
    createApp(app, nowMs) {
      return create(engine, async (transaction) => {
        await changeSealedApp({ transaction, keyring, appKey: app.appKey }, async ({ secrets }) => {
          await transaction.run(insertApp({ app, createdAtMs: nowMs, version: 1 }, secrets))
          await insertSellersOfApp(transaction, app)
        })
      })
    },
    createSession(token, { appKey, sellerId, expiresAtMs }, nowMs) {
      const record = { app_key: appKey, seller_id: sellerId, expires_at_ms: expiresAtMs, created_at_ms: nowMs }
      return create(engine, async (transaction) => {
        const digest = keyring.current.tokens(token)
        const key = { token_digest: digest }
        await changeSealed({ transaction, keyring, set: sessionSet, key }, async () => {
          const other = await transaction.one(findSessions({ digests: tokenDigests(keyring, token) }))
          if (other !== undefined) throw new DuplicateKeyError()
          await transaction.run(insertSession({ ...key, ...record }))
        })
      })
    },
  }
}

/** The unique key decides, not a look-up beforehand: of two that create the same, one gets `exists`. */
async function create(engine: SqlEngine, work: SqlWork<void>): Promise<'created' | 'exists'> {
  try {
    await engine.transact(work)
  } catch (error) {
    if (error instanceof DuplicateKeyError) return 'exists'
    throw error
  }
  // The fence of a move leaves these tables as they are, for readers. Without its mark now, the move copies what was created.
  await refuseMovingStore(engine)
  return 'created'
}
