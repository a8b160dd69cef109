import { inListTexts } from '#database/in-list'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { defineTable, insertInto, select } from '#database/table'
import type { IdentifierState } from '#domain/members/member'
import { identifierStateCodes, identifierStateOf } from './identifier-state.ts'

/** Who holds or held a phone. */
export const phoneMemberTable = defineTable({
  name: 'phone_member',
  key: ['seller_id', 'phone_ref', 'member_no'],
  columns: ['seller_id', 'phone_ref', 'member_no', 'state', 'since_ms'],
})

export const insertPhoneMember = insertInto(phoneMemberTable)

const stored = select(phoneMemberTable.columns)

/** Takes seller and member: rows with all columns, in the order of the phones' numbers. */
export const findPhonesOfMember = `SELECT ${stored.text} FROM phone_member
  WHERE seller_id = ? AND member_no = ? ORDER BY phone_ref`

/** Takes seller, reference and member: a row with all columns. */
export const findPhoneMember = `SELECT ${stored.text} FROM phone_member
  WHERE seller_id = ? AND phone_ref = ? AND member_no = ?`

/** Takes seller and references: rows with all columns. */
export const findHoldersOfPhones = inListTexts(
  (marks) => `SELECT ${stored.text} FROM phone_member WHERE seller_id = ? AND phone_ref IN (${marks})`,
)

/** Takes state, moment, seller, reference and member. */
export const setPhoneState = `UPDATE phone_member SET state = ?, since_ms = ?
  WHERE seller_id = ? AND phone_ref = ? AND member_no = ?`

/** Takes seller and members: rows with all columns. */
export const findPhonesOfMembers = inListTexts(
  (marks) => `SELECT ${stored.text} FROM phone_member WHERE seller_id = ? AND member_no IN (${marks})`,
)

/** A row with all columns. */
export type PhoneMember = Readonly<{ phoneRef: number; memberNo: number; state: IdentifierState; sinceMs: number }>

export function phoneMemberOfRow(row: SqlRow): PhoneMember {
  const { at } = stored
  return {
    phoneRef: Number(row[at.phone_ref]),
    memberNo: Number(row[at.member_no]),
    state: identifierStateOf(row[at.state]),
    sinceMs: Number(row[at.since_ms]),
  }
}

/** The row of another holder with the same state. */
export function heldByOther(row: SqlRow, memberNo: number): readonly SqlValue[] {
  return row.with(stored.at.member_no, memberNo)
}

/** The row in another state. */
export function heldInState(row: SqlRow, { state, sinceMs }: HolderState): readonly SqlValue[] {
  return row.with(stored.at.state, identifierStateCodes[state]).with(stored.at.since_ms, sinceMs)
}

export type HolderState = Pick<PhoneMember, 'state' | 'sinceMs'>

/** Takes seller, reference and member. */
export const deletePhoneMember = 'DELETE FROM phone_member WHERE seller_id = ? AND phone_ref = ? AND member_no = ?'

/** Takes seller and reference: members that held the phone and no longer use it. */
export const findFormerHolders = `SELECT member_no FROM phone_member WHERE seller_id = ? AND phone_ref = ? AND state <> 0`

const former = select(['member_no'])

/** Decodes a row of `findFormerHolders`. */
export function formerHolderOfRow(row: SqlRow): number {
  return Number(row[former.at.member_no])
}
