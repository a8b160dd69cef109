import { bytesOf } from '#database/cells'
import { inListTexts } from '#database/in-list'
import type { SqlRow } from '#database/sql-engine'
import { defineTable, insertInto, select } from '#database/table'

/** Keys of members, in a database of their own where the store is a file. */
export const memberKeyTable = defineTable({
  name: 'member_key',
  key: ['seller_id', 'member_no'],
  columns: ['seller_id', 'member_no', 'key_sealed'],
})

export const insertMemberKey = insertInto(memberKeyTable)

const stored = select(memberKeyTable.columns)

/** Takes seller and numbers of members: rows with all columns. */
export const findMemberKeys = inListTexts(
  (marks) => `SELECT ${stored.text} FROM member_key WHERE seller_id = ? AND member_no IN (${marks})`,
)

/** Takes seller and two numbers: rows with all columns of the members from the one to the other. */
export const findMemberKeysBetween = `SELECT ${stored.text} FROM member_key
  WHERE seller_id = ? AND member_no >= ? AND member_no <= ?`

/** Takes seller and number. */
export const deleteMemberKey = 'DELETE FROM member_key WHERE seller_id = ? AND member_no = ?'

export const memberKeysExist = 'SELECT 1 FROM member_key LIMIT 1'

/** Decodes a row with all columns. */
export function memberKeyOfRow(row: SqlRow): Readonly<{ memberNo: number; sealed: Uint8Array | undefined }> {
  return { memberNo: Number(row[stored.at.member_no]), sealed: bytesOf(row[stored.at.key_sealed]) }
}
