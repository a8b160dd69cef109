import { number, record } from '#database/record'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { defineTable, insertInto, select } from '#database/table'
import { identifierState, identifierStateCodes } from './identifier-state.ts'

const member = record({
  phoneRef: number('phone_ref'),
  memberNo: number('member_no'),
  state: identifierState,
  sinceMs: number('since_ms'),
})

/** Members that have or had a phone. */
export const phoneMemberTable = defineTable({
  name: 'phone_member',
  key: ['seller_id', 'phone_ref', 'member_no'],
  columns: ['seller_id', ...member.columns],
})

export const insertPhoneMember = insertInto(phoneMemberTable)

const stored = select(phoneMemberTable.columns)

/** The rows have all columns and are in the order of the phones' numbers. */
export const findPhonesOfMember = sql`SELECT ${stored.text} FROM phone_member
  WHERE seller_id = ${p.text('sellerId')} AND member_no = ${p.number('memberNo')} ORDER BY phone_ref`

/** The row has all columns. */
export const findPhoneMember = sql`SELECT ${stored.text} FROM phone_member
  WHERE seller_id = ${p.text('sellerId')} AND phone_ref = ${p.number('phoneRef')} AND member_no = ${p.number('memberNo')}`

/** The rows have all columns. */
export const findMembersOfPhones = sql`SELECT ${stored.text} FROM phone_member WHERE seller_id = ${p.text('sellerId')} AND phone_ref IN (${p.numbers('refs')})`

export const setPhoneState = sql`UPDATE phone_member SET state = ${p.number('state')}, since_ms = ${p.number('sinceMs')}
  WHERE seller_id = ${p.text('sellerId')} AND phone_ref = ${p.number('phoneRef')} AND member_no = ${p.number('memberNo')}`

/** The rows have all columns. */
export const findPhonesOfMembers = sql`SELECT ${stored.text} FROM phone_member WHERE seller_id = ${p.text('sellerId')} AND member_no IN (${p.numbers('memberNos')})`

/** A row with all columns. */
export type PhoneMember = ReturnType<typeof phoneMemberOfRow>

/** Decodes a row with all columns. */
export const phoneMemberOfRow = member.decoder(stored.at)

/** The row of another member with the same state. */
export function heldByOther(row: SqlRow, memberNo: number): readonly SqlValue[] {
  return row.with(stored.at.member_no, memberNo)
}

/** The row in another state. */
export function heldInState(row: SqlRow, { state, sinceMs }: PhoneMemberState): readonly SqlValue[] {
  return row.with(stored.at.state, identifierStateCodes[state]).with(stored.at.since_ms, sinceMs)
}

export type PhoneMemberState = Pick<PhoneMember, 'state' | 'sinceMs'>

export const deletePhoneMember = sql`DELETE FROM phone_member WHERE seller_id = ${p.text('sellerId')} AND phone_ref = ${p.number('phoneRef')} AND member_no = ${p.number('memberNo')}`
