import mysql from 'mysql2/promise'
import type { CouponDraft } from '../../packages/server/src/domain/coupon/coupon-store.ts'
import { insertCoupon } from '../../packages/server/src/store/tables/coupon.ts'
import { bareRow } from './bare-database.ts'

export type BareServerInserts = Readonly<{
  /** Inserts coupons, each with a commit of its own. */
  insert: (drafts: readonly CouponDraft[]) => Promise<void>
  close: () => Promise<void>
}>

/**
 * The baseline of writes on a server of the MySQL protocol.
 * @param url of a schema with the tables of a store
 * @param connections one for each caller
 */
export function openBareServerInserts(url: string, connections: number): BareServerInserts {
  const pool = mysql.createPool({ uri: url, connectionLimit: connections, charset: 'UTF8MB4_BIN' })
  let seq = 0
  return {
    async insert(drafts) {
      for (const draft of drafts) {
        seq += 1
        await pool.execute(insertCoupon, [...bareRow(draft, seq)])
      }
    },
    close: () => pool.end(),
  }
}
