import { bytesOf } from '#database/cells'
import { inListTexts } from '#database/in-list'
import type { SqlRow } from '#database/sql-engine'
import { defineTable, insertInto, select } from '#database/table'

export const memberPhoneTable = defineTable({
  name: 'member_phone',
  key: ['seller_id', 'phone_index'],
  columns: ['seller_id', 'phone_index', 'phone_sealed', 'member_id'],
})

/** A row as it is stored; cells that somebody emptied by hand are undefined. */
export type MemberPhone = Readonly<{
  phoneIndex: Uint8Array | undefined
  sealed: Uint8Array | undefined
  memberId: Uint8Array | undefined
}>

const { text: columns, at } = select(memberPhoneTable.columns)

const member = select(['phone_index', 'member_id'])

/** Takes seller and phone indexes. Leaves the phones out: reading a thousand would take a tenth of an issue. */
export const findMemberIds = inListTexts(
  (marks) => `SELECT ${member.text} FROM member_phone WHERE seller_id = ? AND phone_index IN (${marks})`,
)

/** Decodes a row of `findMemberIds`. */
export function memberIdOfRow(row: SqlRow): Pick<MemberPhone, 'phoneIndex' | 'memberId'> {
  return { phoneIndex: bytesOf(row[member.at.phone_index]), memberId: bytesOf(row[member.at.member_id]) }
}

/** Takes seller and phone indexes. */
export const findMemberPhones = inListTexts(
  (marks) => `SELECT ${columns} FROM member_phone WHERE seller_id = ? AND phone_index IN (${marks})`,
)

export const insertMemberPhone = insertInto(memberPhoneTable)

/** Decodes a row with all columns. */
export function memberPhoneOfRow(row: SqlRow): MemberPhone {
  return {
    phoneIndex: bytesOf(row[at.phone_index]),
    sealed: bytesOf(row[at.phone_sealed]),
    memberId: bytesOf(row[at.member_id]),
  }
}
