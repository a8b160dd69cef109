import { bytesOf, numberOf } from '#database/cells'
import { inListTexts } from '#database/in-list'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { defineTable, insertInto, select } from '#database/table'
import type { IdentifierState } from '#domain/members/member'
import type { KnownCard } from '#domain/members/name-members'
import { identifierStateCodes, identifierStateOf } from './identifier-state.ts'

export const memberCardTable = defineTable({
  name: 'member_card',
  key: ['seller_id', 'card_ref'],
  columns: [
    'seller_id',
    'card_ref',
    'card_lookup',
    'card_sealed',
    'key_no',
    'member_no',
    'state',
    'since_ms',
    'home_phone_ref',
    'is_alone',
  ],
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
export const findCardsOfMembers = inListTexts(
  (marks) => `SELECT ${stored.text} FROM member_card WHERE seller_id = ? AND member_no IN (${marks})`,
)

/** A row as it is stored; cells that were emptied are undefined. */
export type MemberCard = Readonly<{
  ref: number
  lookup: Uint8Array | undefined
  sealed: Uint8Array | undefined
  /** Number of the member whose key sealed it. */
  keyNo: number
  memberNo: number
  state: IdentifierState
  sinceMs: number
}>

/** Decodes a row with all columns. */
export function memberCardOfRow(row: SqlRow): MemberCard {
  const { at } = stored
  return {
    ref: Number(row[at.card_ref]),
    lookup: bytesOf(row[at.card_lookup]),
    sealed: bytesOf(row[at.card_sealed]),
    keyNo: Number(row[at.key_no]),
    memberNo: Number(row[at.member_no]),
    state: identifierStateOf(row[at.state]),
    sinceMs: Number(row[at.since_ms]),
  }
}

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

const known = select(['card_lookup', 'card_ref', 'key_no', 'member_no', 'state', 'home_phone_ref', 'is_alone'])

/** Takes seller and lookups. Leaves the ciphertexts out. */
export const findKnownCards = inListTexts(
  (marks) => `SELECT ${known.text} FROM member_card WHERE seller_id = ? AND card_lookup IN (${marks})`,
)

/** Decodes a row of `findKnownCards`. */
export function knownCardOfRow(row: SqlRow): readonly [lookup: Uint8Array | undefined, card: KnownCard, keyNo: number] {
  const { at } = known
  return [
    bytesOf(row[at.card_lookup]),
    {
      cardRef: Number(row[at.card_ref]),
      memberNo: Number(row[at.member_no]),
      state: identifierStateOf(row[at.state]),
      homePhoneRef: numberOf(row[at.home_phone_ref]),
      isAlone: row[at.is_alone] === 1,
    },
    Number(row[at.key_no]),
  ]
}

/** Takes seller, a reference and a limit: rows with all columns of later references, in order. */
export const findMemberCardsAfter = `SELECT ${stored.text} FROM member_card
  WHERE seller_id = ? AND card_ref > ? ORDER BY card_ref LIMIT ?`

/** A row that is found and sealed under other keys. */
export function cardRekeyed(row: SqlRow, lookup: Uint8Array | undefined, sealed: Uint8Array): readonly SqlValue[] {
  return row.with(stored.at.card_lookup, lookup ?? null).with(stored.at.card_sealed, sealed)
}

/** Takes seller and references. */
export const deleteMemberCards = inListTexts(
  (marks) => `DELETE FROM member_card WHERE seller_id = ? AND card_ref IN (${marks})`,
)
