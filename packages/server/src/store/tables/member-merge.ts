import { numberOf } from '#database/cells'
import type { SqlRow } from '#database/sql-engine'
import { defineTable, insertInto, select } from '#database/table'
import type { MemberMerge } from '#domain/members/member-store'
import type { PhoneMember } from './phone-member.ts'

export const memberMergeTable = defineTable({
  name: 'member_merge',
  key: ['seller_id', 'merge_id'],
  columns: ['seller_id', 'merge_id', 'from_no', 'into_no', 'merged_at_ms', 'undone_at_ms', 'brought_text'],
})

export const insertMemberMerge = insertInto(memberMergeTable)

const stored = select(memberMergeTable.columns)

/** Takes seller and id. */
export const findMemberMerge = `SELECT ${stored.text} FROM member_merge WHERE seller_id = ? AND merge_id = ?`

/** What a merged member brought, as `brought_text` holds it. */
export type Brought = Readonly<{ phones: readonly BroughtPhone[]; cards: readonly number[] }>

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
