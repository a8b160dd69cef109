import { textOf } from '#database/cells'
import type { SqlRow } from '#database/sql-engine'
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
