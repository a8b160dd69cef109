import { number, optionalBytes, record } from '#database/record'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { defineTable, insertInto, select } from '#database/table'

const memberKey = record({
  memberNo: number('member_no'),
  sealed: optionalBytes('key_sealed'),
  /** Generation of the key that encrypted it. */
  generation: number('generation'),
})

/** Keys of members, in a database of their own where the store is a file. */
export const memberKeyTable = defineTable({
  name: 'member_key',
  key: ['seller_id', 'member_no'],
  columns: ['seller_id', ...memberKey.columns],
})

export const insertMemberKey = insertInto(memberKeyTable)

const stored = select(memberKeyTable.columns)

/** The rows have all columns. */
export const findMemberKeys = sql`SELECT ${stored.text} FROM member_key WHERE seller_id = ${p.text('sellerId')} AND member_no IN (${p.numbers('memberNos')})`

/** Rows with all columns of the members from the one to the other. */
export const findMemberKeysBetween = sql`SELECT ${stored.text} FROM member_key
  WHERE seller_id = ${p.text('sellerId')} AND member_no >= ${p.number('firstNo')} AND member_no <= ${p.number('lastNo')}`

export const deleteMemberKey = sql`DELETE FROM member_key WHERE seller_id = ${p.text('sellerId')} AND member_no = ${p.number('memberNo')}`

/** Decodes a row with all columns. */
export const memberKeyOfRow = memberKey.decoder(stored.at)

/** Has one row: the generation under which new keys of members are sealed. */
export const memberKeyMarkTable = defineTable({
  name: 'member_key_mark',
  key: ['mark_name'],
  columns: ['mark_name', 'generation', 'version'],
})

const mark = insertInto(memberKeyMarkTable)
const markName = 'new keys'

export const insertMemberKeyMark = mark.text

export function encodeMemberKeyMark(generation: number): readonly SqlValue[] {
  return mark.encode({ mark_name: markName, generation, version: 1 })
}

/** Locks the mark until the transaction ends. */
export const lockMemberKeyMark = sql`UPDATE member_key_mark SET version = version + 1`

/** Gives the generation. */
export const findMemberKeyMark = sql`SELECT generation FROM member_key_mark`

/** New keys are sealed under the generation, unless they are under a later one. */
export const raiseMemberKeyMark = sql`UPDATE member_key_mark SET generation = ${p.number('generation')} WHERE generation < ${p.number('generation')}`

/** Sellers whose members have keys. */
export const listSellersWithKeys = sql`SELECT DISTINCT seller_id FROM member_key`

/** Rows with all columns of later members, in order, that are sealed under another. */
export const findMemberKeysOfOthers = sql`SELECT ${stored.text} FROM member_key
  WHERE seller_id = ${p.text('sellerId')} AND member_no > ${p.number('afterMemberNo')} AND generation <> ${p.number('generation')} ORDER BY member_no LIMIT ${p.number('limit')}`

/** A row with all columns, sealed under another key. */
export function memberKeyResealed(row: SqlRow, sealed: Uint8Array, generation: number): readonly SqlValue[] {
  return row.with(stored.at.key_sealed, sealed).with(stored.at.generation, generation)
}

export const deleteMemberKeys = sql`DELETE FROM member_key WHERE seller_id = ${p.text('sellerId')} AND member_no IN (${p.numbers('memberNos')})`
