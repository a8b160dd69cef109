import { textOf } from '#database/cells'
import { inListTexts } from '#database/in-list'
import type { SqlRow, SqlValue } from '#database/sql-engine'
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

/** Takes seller and code. */
export const findReservedCode = `SELECT ${found.text} FROM reserved_code WHERE seller_id = ? AND coupon_code = ?`

/** Decodes a row of `findReservedCode`. */
export function reservedCodeOfRow(row: SqlRow): ReservedCode {
  return { couponId: String(row[found.at.coupon_id]), channel: textOf(row[found.at.channel]) }
}

const ofCodes = (table: string, marks: string) =>
  `SELECT coupon_code FROM ${table} WHERE seller_id = ? AND coupon_code IN (${marks})`

/** Takes the values of `takenCodesValues`: those of codes that coupons have or that are reserved. */
export const findTakenCodes = inListTexts(
  (marks) => `${ofCodes('coupon', marks)} UNION ALL ${ofCodes(reservedCodeTable.name, marks)}`,
)

/** @param codes padded */
export function takenCodesValues(sellerId: string, codes: readonly SqlValue[]): readonly SqlValue[] {
  return [sellerId, ...codes, sellerId, ...codes]
}
