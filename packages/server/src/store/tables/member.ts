import { bytesOf, numberOf } from '#database/cells'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { defineTable, insertInto, select } from '#database/table'
import type { Member } from '#domain/members/member'

export const memberTable = defineTable({
  name: 'member',
  key: ['seller_id', 'member_no'],
  columns: [
    'seller_id',
    'member_no',
    'state',
    'merged_into',
    'profile_sealed',
    'created_at_ms',
    'changed_at_ms',
    'version',
  ],
})

export const insertMember = insertInto(memberTable)

/** As the table keeps the state of a member. */
export const memberStateCodes = { active: 0, merged: 1, erased: 2 } as const satisfies Record<
  Member['state']['kind'],
  number
>

const stored = select(memberTable.columns)

/** Takes seller and number. */
export const findMember = sql`SELECT ${stored.text} FROM member WHERE seller_id = ${p.text('sellerId')} AND member_no = ${p.number('memberNo')}`

/** Takes seller and numbers: rows with all columns. */
export const findMembers = sql`SELECT ${stored.text} FROM member WHERE seller_id = ${p.text('sellerId')} AND member_no IN (${p.numbers('memberNos')})`

/** Takes seller, a number and limit: rows with all columns of the members after that number, in order. */
export const listMembers = sql`SELECT ${stored.text} FROM member
  WHERE seller_id = ${p.text('sellerId')} AND member_no > ${p.number('afterMemberNo')} ORDER BY member_no LIMIT ${p.number('limit')}`

/** Gives a row if any seller has a member. */
export const membersExist = sql`SELECT 1 FROM member LIMIT 1`

/** A row with all columns, its profile still sealed. */
export type StoredMember = Readonly<{
  memberNo: number
  state: Member['state']
  profileSealed: Uint8Array | undefined
  createdAtMs: number
  version: number
}>

/** Decodes a row with all columns. @throws Error for a state that was never written */
export function memberOfRow(row: SqlRow): StoredMember {
  const { at } = stored
  return {
    memberNo: Number(row[at.member_no]),
    state: stateOf(row[at.state], numberOf(row[at.merged_into])),
    profileSealed: bytesOf(row[at.profile_sealed]),
    createdAtMs: Number(row[at.created_at_ms]),
    version: Number(row[at.version]),
  }
}

function stateOf(code: SqlValue | undefined, into: number | undefined): Member['state'] {
  if (code === memberStateCodes.active) return { kind: 'active' }
  if (code === memberStateCodes.erased) return { kind: 'erased' }
  if (code === memberStateCodes.merged && into !== undefined) return { kind: 'merged', into }
  throw new Error(`a member of unknown state ${code}`)
}

/** What changes in a member's row. */
export type MemberRowChange = Readonly<{ state: Member['state']; profileSealed: Uint8Array | undefined }>

/** A row after a change, with its next version. */
export function changedMember(
  row: SqlRow,
  { state, profileSealed }: MemberRowChange,
  changedAtMs: number,
): readonly SqlValue[] {
  const { at } = stored
  return row
    .with(at.state, memberStateCodes[state.kind])
    .with(at.merged_into, state.kind === 'merged' ? state.into : null)
    .with(at.profile_sealed, profileSealed ?? null)
    .with(at.changed_at_ms, changedAtMs)
    .with(at.version, Number(row[at.version]) + 1)
}

/** Takes the values of `encodeMemberChange`: writes only if the row has the version before. */
export const changeMember = `UPDATE member
  SET state = ?, merged_into = ?, profile_sealed = ?, changed_at_ms = ?, version = ?
  WHERE seller_id = ? AND member_no = ? AND version = ?`

/** When a row was last changed or touched, of a row with all columns. */
export function changedAtOfRow(row: SqlRow): number {
  return Number(row[stored.at.changed_at_ms])
}

/** A row of a member that a call named and did not change. */
export function touchedMember(row: SqlRow, atMs: number): readonly SqlValue[] {
  return row.with(stored.at.changed_at_ms, atMs)
}

/** Takes time, seller and number. */
export const touchMember = sql`UPDATE member SET changed_at_ms = ${p.number('changedAtMs')} WHERE seller_id = ${p.text('sellerId')} AND member_no = ${p.number('memberNo')}`

/** @param row with all columns, as it is to be stored */
export function encodeMemberChange(row: readonly SqlValue[]): readonly SqlValue[] {
  const named = stored.named(row)
  const { state, merged_into, profile_sealed, changed_at_ms, version, seller_id, member_no } = named
  return [state, merged_into, profile_sealed, changed_at_ms, version, seller_id, member_no, Number(version) - 1]
}
