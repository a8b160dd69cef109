import type { SqlRow } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { assign, defineTable, insertInto, select } from '#database/table'
import { newSellerPolicy, readPolicy, type VersionedPolicy } from '#domain/policy/seller-policy'

export const sellerPolicyTable = defineTable({
  name: 'seller_policy',
  key: ['seller_id'],
  columns: ['seller_id', 'version', 'policy_text', 'set_at_ms'],
})

const { text: columns, at } = select(sellerPolicyTable.columns)

export const insertSellerPolicy = insertInto(sellerPolicyTable)

export const findSellerPolicy = sql`SELECT ${columns} FROM seller_policy WHERE seller_id = ${p.text('sellerId')}`

const changedPolicy = assign(['version', 'policy_text', 'set_at_ms'])

export const setSellerPolicy = sql`UPDATE seller_policy SET ${changedPolicy} WHERE seller_id = ${p.text('sellerId')}`

/** Decodes a row of `findSellerPolicy`; without one the seller never set a policy. */
export function sellerPolicyOfRow(row: SqlRow | undefined): VersionedPolicy {
  if (row === undefined) return { policy: newSellerPolicy, version: 0, setAtMs: undefined }
  return {
    policy: readPolicy(String(row[at.policy_text])),
    version: Number(row[at.version]),
    setAtMs: Number(row[at.set_at_ms]),
  }
}
