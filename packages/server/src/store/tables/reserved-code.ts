import { textOf } from '#database/record'
import { keyedBy } from '#database/shared-statements'
import type { SqlRow } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { defineTable, insertInto, select } from '#database/table'
import type { ReservedCode } from '#domain/templates/template-store'

/** Rows are never changed: a code was claimed as soon as a coupon has it. */
export const reservedCodeTable = defineTable({
  name: 'reserved_code',
  key: ['seller_id', 'coupon_code'],
  columns: ['seller_id', 'coupon_code', 'coupon_id', 'channel', 'reserved_at_ms'],
})

export const insertReservedCode = insertInto(reservedCodeTable)

const found = select(['coupon_id', 'channel'])

export const findReservedCode = sql`SELECT ${found.text} FROM reserved_code WHERE seller_id = ${p.text('sellerId')} AND coupon_code = ${p.text('couponCode')}`

/** Decodes a row of `findReservedCode`. */
export function reservedCodeOfRow(row: SqlRow): ReservedCode {
  return { couponId: String(row[found.at.coupon_id]), channel: textOf(row[found.at.channel]) }
}

function ofCodes(table: string) {
  return sql`SELECT coupon_code FROM ${table} WHERE seller_id = ${p.text('sellerId')} AND coupon_code IN (${p.texts('codes')})`
}

/** Those of codes that coupons have or that are reserved. */
export const findTakenCodes = keyedBy(sql`${ofCodes('coupon')} UNION ALL ${ofCodes(reservedCodeTable.name)}`, 0)
