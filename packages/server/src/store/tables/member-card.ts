import { flag, number, optionalBytes, optionalNumber, record } from '#database/record'
import { keyedBy } from '#database/shared-statements'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { defineTable, insertInto, select } from '#database/table'
import type { IdentifierState } from '#domain/members/member'
import { identifierState, identifierStateCodes } from './identifier-state.ts'
import { sealedStatements } from './sealed-statements.ts'

/** Cells that were emptied are undefined. */
const card = record({
  ref: number('card_ref'),
  lookup: optionalBytes('card_lookup'),
  sealed: optionalBytes('card_sealed'),
  /** Number of the member whose key sealed it. */
  keyNo: number('key_no'),
  memberNo: number('member_no'),
  state: identifierState,
  sinceMs: number('since_ms'),
})

export const memberCardTable = defineTable({
  name: 'member_card',
  key: ['seller_id', 'card_ref'],
  columns: ['seller_id', ...card.columns, 'home_phone_ref', 'is_alone'],
})

export const insertMemberCard = insertInto(memberCardTable)

export const sealedCards = sealedStatements(memberCardTable, {
  ref: 'card_ref',
  lookup: 'card_lookup',
  sealed: 'card_sealed',
  keyNo: 'key_no',
})

const stored = select(memberCardTable.columns)

export const findMemberCards = keyedBy(
  sql`SELECT ${stored.text} FROM member_card WHERE seller_id = ${p.text('sellerId')} AND card_ref IN (${p.numbers('refs')})`,
  stored.at.card_ref,
)

/** The rows have all columns and are in the order of the cards' numbers. */
export const findCardsOfMember = sql`SELECT ${stored.text} FROM member_card
  WHERE seller_id = ${p.text('sellerId')} AND member_no = ${p.number('memberNo')} ORDER BY card_ref`

/** The rows have all columns. */
export const findCardsOfMembers = sql`SELECT ${stored.text} FROM member_card WHERE seller_id = ${p.text('sellerId')} AND member_no IN (${p.numbers('memberNos')})`

/** Decodes a row with all columns. */
export const memberCardOfRow = card.decoder(stored.at)

/** The row of a card that is another member's now. */
export function cardOfOther(row: SqlRow, memberNo: number): readonly SqlValue[] {
  return row.with(stored.at.member_no, memberNo)
}

export const giveCard = sql`UPDATE member_card SET member_no = ${p.number('memberNo')} WHERE seller_id = ${p.text('sellerId')} AND card_ref = ${p.number('cardRef')}`

/** The row of a card in another state. */
export function cardInState(row: SqlRow, state: IdentifierState, sinceMs: number): readonly SqlValue[] {
  return row.with(stored.at.state, identifierStateCodes[state]).with(stored.at.since_ms, sinceMs)
}

export const setCardState = sql`UPDATE member_card SET state = ${p.number('state')}, since_ms = ${p.number('sinceMs')} WHERE seller_id = ${p.text('sellerId')} AND card_ref = ${p.number('cardRef')}`

/** The row of a card that a coupon names without its home phone. */
export function unlinkedCard(row: SqlRow): readonly SqlValue[] {
  return row.with(stored.at.is_alone, 1)
}

export const markCardUnlinked = sql`UPDATE member_card SET is_alone = 1 WHERE seller_id = ${p.text('sellerId')} AND card_ref = ${p.number('ref')}`

const knownCard = record({
  lookup: optionalBytes('card_lookup'),
  cardRef: number('card_ref'),
  keyNo: number('key_no'),
  memberNo: number('member_no'),
  state: identifierState,
  homePhoneRef: optionalNumber('home_phone_ref'),
  isUnlinked: flag('is_alone'),
})
const known = select(knownCard.columns)

/** Leaves the ciphertexts out. */
export const findKnownCards = keyedBy(
  sql`SELECT ${known.text} FROM member_card WHERE seller_id = ${p.text('sellerId')} AND card_lookup IN (${p.byteses('cardLookups')})`,
  known.at.card_lookup,
)

/** Decodes a row of `findKnownCards`. */
export const knownCardOfRow = knownCard.decoder(known.at)
