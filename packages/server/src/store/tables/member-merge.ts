import { bytesOf, numberOf } from '#database/record'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { defineTable, insertInto, select } from '#database/table'
import type { MemberMerge } from '#domain/members/member-store'
import type { PhoneMember } from './phone-member.ts'

export const memberMergeTable = defineTable({
  name: 'member_merge',
  key: ['seller_id', 'merge_id'],
  columns: [
    'seller_id',
    'merge_id',
    'from_no',
    'into_no',
    'merged_at_ms',
    'undone_at_ms',
    'brought_text',
    'profile_sealed',
  ],
})

export const insertMemberMerge = insertInto(memberMergeTable)

const stored = select(memberMergeTable.columns)

export const findMemberMerge = sql`SELECT ${stored.text} FROM member_merge WHERE seller_id = ${p.text('sellerId')} AND merge_id = ${p.text('mergeId')}`

export const findMemberMerges = sql`SELECT ${stored.text} FROM member_merge WHERE seller_id = ${p.text('sellerId')} AND merge_id IN (${p.texts('mergeIds')})`

/** Merges that were not undone, newest first. */
export const findUndoableMerges = sql`SELECT ${stored.text} FROM member_merge
  WHERE seller_id = ${p.text('sellerId')} AND into_no = ${p.number('memberNo')} AND undone_at_ms IS NULL AND merged_at_ms >= ${p.number('mergedFromMs')} ORDER BY merged_at_ms DESC, merge_id DESC LIMIT ${p.number('limit')}`

/** The row of a merge that was undone, without the profile that it kept. */
export function undoneMerge(row: SqlRow, atMs: number): readonly SqlValue[] {
  return row.with(stored.at.undone_at_ms, atMs).with(stored.at.profile_sealed, null)
}

/** A merge is undone only once. */
export const markMergeUndone = sql`UPDATE member_merge SET undone_at_ms = ${p.numberOrNull('undoneAtMs')}, profile_sealed = NULL
  WHERE seller_id = ${p.text('sellerId')} AND merge_id = ${p.text('mergeId')} AND undone_at_ms IS NULL`

/** Every merge that members had part in, undone ones too; one between two of them twice. */
export const findMergesOfMembers = sql`SELECT ${stored.text} FROM member_merge WHERE seller_id = ${p.text('sellerId')} AND into_no IN (${p.numbers('memberNos')})
  UNION ALL SELECT ${stored.text} FROM member_merge WHERE seller_id = ${p.text('sellerId')} AND from_no IN (${p.numbers('memberNos')})`

/** The row of a merge whose members were erased. */
export function mergeWithoutProfile(row: SqlRow): readonly SqlValue[] {
  return row.with(stored.at.profile_sealed, null)
}

export const removeMergeProfile = sql`UPDATE member_merge SET profile_sealed = NULL WHERE seller_id = ${p.text('sellerId')} AND merge_id = ${p.text('mergeId')}`

/** The profile of the member that stayed, as it was sealed before the merge, of a row with all columns. */
export function formerProfileOfRow(row: SqlRow): Uint8Array | undefined {
  return bytesOf(row[stored.at.profile_sealed])
}

/** What a merged member brought, as `brought_text` holds it. */
export type Brought = Readonly<{
  phones: readonly BroughtPhone[]
  cards: readonly number[]
  /** Hash of the sealed profile that the merge gave to the member that stayed; absent if it gave none. */
  profileHash?: string
}>

/** A phone, and its states with both members if both held it. */
export type BroughtPhone = Readonly<{
  ref: number
  from?: Pick<PhoneMember, 'state' | 'sinceMs'>
  into?: Pick<PhoneMember, 'state' | 'sinceMs'>
}>

/** Decodes a row with all columns. */
export function memberMergeOfRow(row: SqlRow): MemberMerge {
  const { at } = stored
  const { phones, cards } = broughtOfRow(row)
  return {
    mergeId: String(row[at.merge_id]),
    from: Number(row[at.from_no]),
    into: Number(row[at.into_no]),
    mergedAtMs: Number(row[at.merged_at_ms]),
    undoneAtMs: numberOf(row[at.undone_at_ms]),
    phoneRefs: phones.map(({ ref }) => ref),
    cardRefs: cards,
  }
}

/** What the member brought, of a row with all columns. */
export function broughtOfRow(row: SqlRow): Brought {
  return JSON.parse(String(row[stored.at.brought_text]))
}
