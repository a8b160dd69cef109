import { bytesOf, numberOf } from '#database/record'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { p, sql, taking } from '#database/statement'
import { assign, defineTable, insertInto, select } from '#database/table'
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

/** States of a member in the table. */
export const memberStateCodes = { active: 0, merged: 1, erased: 2 } as const satisfies Record<
  Member['state']['kind'],
  number
>

const stored = select(memberTable.columns)

export const findMember = sql`SELECT ${stored.text} FROM member WHERE seller_id = ${p.text('sellerId')} AND member_no = ${p.number('memberNo')}`

/** The rows have all columns. */
export const findMembers = sql`SELECT ${stored.text} FROM member WHERE seller_id = ${p.text('sellerId')} AND member_no IN (${p.numbers('memberNos')})`

/** Rows with all columns of the members after that number, in order. */
export const listMembers = sql`SELECT ${stored.text} FROM member
  WHERE seller_id = ${p.text('sellerId')} AND member_no > ${p.number('afterMemberNo')} ORDER BY member_no LIMIT ${p.number('limit')}`

/** The same before that number, the newest first. */
export const listNewestMembers = sql`SELECT ${stored.text} FROM member
  WHERE seller_id = ${p.text('sellerId')} AND member_no < ${p.number('afterMemberNo')} ORDER BY member_no DESC LIMIT ${p.number('limit')}`

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

const changed = assign(['state', 'merged_into', 'profile_sealed', 'changed_at_ms', 'version'])

/** Changes a member that still has the version before. @param row with all columns, as it is to be stored */
export const changeMember = taking(
  sql`UPDATE member SET ${changed}
  WHERE seller_id = ${p.cell('sellerId')} AND member_no = ${p.cell('memberNo')} AND version = ${p.number('fromVersion')}`,
  (row: SqlRow) => {
    const { seller_id: sellerId, member_no: memberNo, ...cells } = stored.named(row)
    return { ...cells, sellerId, memberNo, fromVersion: Number(cells.version) - 1 }
  },
)

/** When a row was last changed or touched, of a row with all columns. */
export function changedAtOfRow(row: SqlRow): number {
  return Number(row[stored.at.changed_at_ms])
}

/** A row of a member that a call named and did not change. */
export function touchedMember(row: SqlRow, atMs: number): readonly SqlValue[] {
  return row.with(stored.at.changed_at_ms, atMs)
}

export const touchMember = sql`UPDATE member SET changed_at_ms = ${p.number('changedAtMs')} WHERE seller_id = ${p.text('sellerId')} AND member_no = ${p.number('memberNo')}`
