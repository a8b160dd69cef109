import { inListTexts, ofSellerIn } from '#database/in-list'
import { flag, number, optionalBytes, optionalNumber, record } from '#database/record'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { defineTable, insertInto, select } from '#database/table'
import type { IdentifierState } from '#domain/members/member'
import { identifierState, identifierStateCodes } from './identifier-state.ts'

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

const stored = select(memberCardTable.columns)

/** Takes seller and references. */
export const findMemberCards = inListTexts(
  (marks) => `SELECT ${stored.text} FROM member_card WHERE seller_id = ? AND card_ref IN (${marks})`,
)

/** Takes seller and member: rows with all columns, in the order of the cards' numbers. */
export const findCardsOfMember = `SELECT ${stored.text} FROM member_card
  WHERE seller_id = ? AND member_no = ? ORDER BY card_ref`

/** Takes seller and members: rows with all columns. */
export const findCardsOfMembers = ofSellerIn(`SELECT ${stored.text} FROM member_card`, 'member_no')

/** Decodes a row with all columns. */
export const memberCardOfRow = card.decoder(stored.at)

/** The row of a card that is another member's now. */
export function cardOfOther(row: SqlRow, memberNo: number): readonly SqlValue[] {
  return row.with(stored.at.member_no, memberNo)
}

/** Takes member, seller and reference. */
export const giveCard = 'UPDATE member_card SET member_no = ? WHERE seller_id = ? AND card_ref = ?'

/** The row of a card in another state. */
export function cardInState(row: SqlRow, state: IdentifierState, sinceMs: number): readonly SqlValue[] {
  return row.with(stored.at.state, identifierStateCodes[state]).with(stored.at.since_ms, sinceMs)
}

/** Takes state, moment, seller and reference. */
export const setCardState = 'UPDATE member_card SET state = ?, since_ms = ? WHERE seller_id = ? AND card_ref = ?'

/** A row of a card whose member was erased. */
export function emptiedCard(row: SqlRow): readonly SqlValue[] {
  return row.with(stored.at.card_lookup, null).with(stored.at.card_sealed, null).with(stored.at.key_no, 0)
}

/** A row that another member's key seals. */
export function cardSealedAnew(row: SqlRow, sealed: Uint8Array, keyNo: number): readonly SqlValue[] {
  return row.with(stored.at.card_sealed, sealed).with(stored.at.key_no, keyNo)
}

/** Takes the values of `encodeCardSeal`. */
export const setCardSeal = `UPDATE member_card SET card_lookup = ?, card_sealed = ?, key_no = ?
  WHERE seller_id = ? AND card_ref = ?`

/** @param row with all columns, as it is to be stored */
export function encodeCardSeal(row: SqlRow): readonly SqlValue[] {
  const { card_lookup, card_sealed, key_no, seller_id, card_ref } = stored.named(row)
  return [card_lookup, card_sealed, key_no, seller_id, card_ref]
}

/** The row of a card that a coupon names without its home phone. */
export function aloneCard(row: SqlRow): readonly SqlValue[] {
  return row.with(stored.at.is_alone, 1)
}

/** Takes seller and reference. */
export const markCardAlone = 'UPDATE member_card SET is_alone = 1 WHERE seller_id = ? AND card_ref = ?'

const knownCard = record({
  lookup: optionalBytes('card_lookup'),
  cardRef: number('card_ref'),
  keyNo: number('key_no'),
  memberNo: number('member_no'),
  state: identifierState,
  homePhoneRef: optionalNumber('home_phone_ref'),
  isAlone: flag('is_alone'),
})
const known = select(knownCard.columns)

/** Takes seller and lookups. Leaves the ciphertexts out. */
export const findKnownCards = inListTexts(
  (marks) => `SELECT ${known.text} FROM member_card WHERE seller_id = ? AND card_lookup IN (${marks})`,
)

/** Decodes a row of `findKnownCards`. */
export const knownCardOfRow = knownCard.decoder(known.at)

/** Takes seller, a reference and a limit: rows with all columns of later references, in order. */
export const findMemberCardsAfter = `SELECT ${stored.text} FROM member_card
  WHERE seller_id = ? AND card_ref > ? ORDER BY card_ref LIMIT ?`

/** A row that is found and sealed under other keys. */
export function cardRekeyed(row: SqlRow, lookup: Uint8Array | undefined, sealed: Uint8Array): readonly SqlValue[] {
  return row.with(stored.at.card_lookup, lookup ?? null).with(stored.at.card_sealed, sealed)
}

/** Takes seller and references. */
export const deleteMemberCards = ofSellerIn('DELETE FROM member_card', 'card_ref')
