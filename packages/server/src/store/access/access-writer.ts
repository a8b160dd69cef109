import { DuplicateKeyError } from '#database/duplicate-key-error'
import type { SqlEngine, SqlWork } from '#database/sql-engine'
import type { AccessWriter } from '#domain/access/access-store'
import type { Cipher } from '#encryption/cipher'
import type { KeyedDigest } from '#encryption/keyed-digest'
import type { Seals } from '#encryption/seals'
import { refuseMovingStore } from '#store/move-mark/moved-store'
import { changeSealed } from '#store/sealed-sets/sealed-sets'
import { changeSealedApp, sellerSet, sessionSet } from '#store/sealed-sets/sealed-tables'
import { encodeApp, insertApp } from '#store/tables/app'
import { insertSession } from '#store/tables/app-session'
import { findSeller, insertSeller, sellerOfRow } from '#store/tables/seller'
import { insertSellersOfApp } from './insert-sellers-of-app.ts'

export type AccessTarget = Readonly<{ engine: SqlEngine; cipher: Cipher; seals: Seals; digestToken: KeyedDigest }>

/** Writes sellers, apps and sessions. What exists already is left as it is. */
export function createAccessWriter({ engine, cipher, seals, digestToken }: AccessTarget): AccessWriter {
  return {
    createSeller({ sellerId, name }, nowMs) {
      const values = insertSeller.encode({ seller_id: sellerId, seller_name: name, created_at_ms: nowMs })
      return create(engine, async (transaction) => {
        const change = { transaction, seals, set: sellerSet, key: [sellerId] }
        await changeSealed(change, () => transaction.run(insertSeller.text, values))
      })
    },
    async findSeller(sellerId) {
      const row = await engine.reader.one(findSeller, [sellerId])
      if (row === undefined) return undefined
      const { createdAtMs, ...seller } = sellerOfRow(row)
      return seller
    },
    createApp(app, nowMs) {
      const values = encodeApp({ app, createdAtMs: nowMs, version: 1 }, cipher)
      return create(engine, async (transaction) => {
        await changeSealedApp({ transaction, seals, appKey: app.appKey }, async () => {
          await transaction.run(insertApp, values)
          await insertSellersOfApp(transaction, app)
        })
      })
    },
    createSession(token, { appKey, sellerId, expiresAtMs }, nowMs) {
      const digest = digestToken(token)
      const values = insertSession.encode({
        token_digest: digest,
        app_key: appKey,
        seller_id: sellerId,
        expires_at_ms: expiresAtMs,
        created_at_ms: nowMs,
      })
      return create(engine, async (transaction) => {
        const change = { transaction, seals, set: sessionSet, key: [digest] }
        await changeSealed(change, () => transaction.run(insertSession.text, values))
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
