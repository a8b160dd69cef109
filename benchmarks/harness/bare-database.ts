import Database from 'better-sqlite3'
import { sqliteProfile } from '../../packages/server/src/database/ddl-profile.ts'
import type { SqlValue } from '../../packages/server/src/database/sql-engine.ts'
import type { CouponDraft } from '../../packages/server/src/domain/coupon/coupon-store.ts'
import { migrations } from '../../packages/server/src/store/schema/migrations.ts'
import { encodeCoupon, insertCoupon } from '../../packages/server/src/store/tables/coupon.ts'
import { sellerId } from './large-seller.ts'

/** Opens a new SQLite database with the schema and the durability of the store, and without the store. */
export function openBareDatabase(file: string): Database.Database {
  const database = new Database(file)
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'cache_size = -32768']) database.pragma(pragma)
  for (const statement of migrations.flatMap((migration) => migration.statements(sqliteProfile))) {
    database.exec(statement)
  }
  return database
}

export type BareInserts = Readonly<{
  /** Inserts coupons in one transaction. */
  insert: (drafts: readonly CouponDraft[]) => void
  close: () => void
}>

/** The baseline of writes: inserts and commits the same rows into the same table, and does nothing else. */
export function openBareInserts(file: string): BareInserts {
  const database = openBareDatabase(file)
  const statement = database.prepare(insertCoupon)
  let seq = 0
  return {
    insert: database.transaction((drafts: readonly CouponDraft[]) => {
      for (const draft of drafts) {
        seq += 1
        statement.run(bareRow(draft, seq))
      }
    }),
    close: () => database.close(),
  }
}

/** The row of a coupon with scattered keys. */
export function bareRow(draft: CouponDraft, seq: number): readonly SqlValue[] {
  const phoneRef = Math.imul(Number(draft.terms.phone?.slice(3)), 2_654_435_761) >>> 0
  const refs = { phoneRef, cardRef: seq, attributeRef: 1 }
  const numbers = { seq, channelSeq: seq, eventSeq: seq, issuedAtMs: 0 }
  return encodeCoupon({ draft, sellerId, ...refs, templateVersion: undefined, ...numbers })
}
