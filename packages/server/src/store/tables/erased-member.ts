import { number, optionalNumber, record, text } from '#database/record'
import { p, sql } from '#database/statement'
import { defineTable, insertInto, select } from '#database/table'

const erased = record({
  sellerId: text('seller_id'),
  memberNo: number('member_no'),
  /** Given in the order in which keys are destroyed; undefined before. */
  erasureNo: optionalNumber('erasure_no'),
  erasedAtMs: number('erased_at_ms'),
  step: number('step'),
})

/** Members that were erased, beside the keys of the others. */
export const erasedMemberTable = defineTable({
  name: 'erased_member',
  key: ['seller_id', 'member_no'],
  columns: erased.columns,
})

/** See `memberKeyTables`. */
export const erasureSteps = { intended: 0, due: 1, done: 2 } as const

export const insertErasedMember = insertInto(erasedMemberTable)

const stored = select(erasedMemberTable.columns)

/** The row has all columns. */
export const findErasedMember = sql`SELECT ${stored.text} FROM erased_member WHERE seller_id = ${p.text('sellerId')} AND member_no = ${p.number('memberNo')}`

/** Rows with all columns of the members from the one to the other. */
export const findErasedBetween = sql`SELECT ${stored.text} FROM erased_member
  WHERE seller_id = ${p.text('sellerId')} AND member_no >= ${p.number('firstNo')} AND member_no <= ${p.number('lastNo')}`

/** Rows with all columns of erasures that are not done. */
export const findUnfinishedErasures = sql`SELECT ${stored.text} FROM erased_member WHERE step < 2 ORDER BY step DESC LIMIT ${p.number('limit')}`

/** Rows with all columns, without those that may yet be rolled back. */
export const findCertainErasures = sql`SELECT ${stored.text} FROM erased_member WHERE step > 0`

export const intendErasureAgain = sql`UPDATE erased_member SET erased_at_ms = ${p.number('erasedAtMs')}
  WHERE seller_id = ${p.text('sellerId')} AND member_no = ${p.number('memberNo')} AND step = 0`

export const makeErasureDue = sql`UPDATE erased_member SET step = 1, erasure_no = ${p.numberOrNull('erasureNo')} WHERE seller_id = ${p.text('sellerId')} AND member_no = ${p.number('memberNo')}`

export const makeErasureDone = sql`UPDATE erased_member SET step = 2 WHERE seller_id = ${p.text('sellerId')} AND member_no = ${p.number('memberNo')}`

/** Removes an erasure that is only intended. */
export const dropIntendedErasure = sql`DELETE FROM erased_member
  WHERE seller_id = ${p.text('sellerId')} AND member_no = ${p.number('memberNo')} AND erased_at_ms = ${p.number('erasedAtMs')} AND step = 0`

/** Rows with all columns of later ones, in order. */
export const findErasuresAfter = sql`SELECT ${stored.text} FROM erased_member
  WHERE erasure_no > ${p.number('afterErasureNo')} ORDER BY erasure_no LIMIT ${p.number('limit')}`

/** The number of the newest erasure; 0 for none. */
export const findNewestErasure = sql`SELECT COALESCE(MAX(erasure_no), 0) FROM erased_member`

/** A row with all columns. */
export type ErasedMember = ReturnType<typeof erasedMemberOfRow>

/** Decodes a row with all columns. */
export const erasedMemberOfRow = erased.decoder(stored.at)
