import { inListTexts, ofSellerIn } from '#database/in-list'
import { flag, number, optionalBytes, record } from '#database/record'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { defineTable, insertInto, select } from '#database/table'
import { identifierState } from './identifier-state.ts'

/** Cells that were emptied are undefined. */
const phone = record({
  ref: number('phone_ref'),
  /** Undefined once somebody else has the number. */
  lookup: optionalBytes('phone_lookup'),
  sealed: optionalBytes('phone_sealed'),
  /** Number of the member whose key sealed it. */
  keyNo: number('key_no'),
  isAlone: flag('is_alone'),
})

export const memberPhoneTable = defineTable({
  name: 'member_phone',
  key: ['seller_id', 'phone_ref'],
  columns: ['seller_id', ...phone.columns],
})

export const insertMemberPhone = insertInto(memberPhoneTable)

const stored = select(memberPhoneTable.columns)

/** Takes seller and references. */
export const findMemberPhones = inListTexts(
  (marks) => `SELECT ${stored.text} FROM member_phone WHERE seller_id = ? AND phone_ref IN (${marks})`,
)

/** Decodes a row with all columns. */
export const memberPhoneOfRow = phone.decoder(stored.at)

/** A row without its lookup, since somebody else has the number. */
export function releasedPhone(row: SqlRow): readonly SqlValue[] {
  return row.with(stored.at.phone_lookup, null)
}

/** A row of a phone that a coupon names without a card. */
export function alonePhone(row: SqlRow): readonly SqlValue[] {
  return row.with(stored.at.is_alone, 1)
}

/** A row of a phone whose members were all erased. */
export function emptiedPhone(row: SqlRow): readonly SqlValue[] {
  return row.with(stored.at.phone_lookup, null).with(stored.at.phone_sealed, null).with(stored.at.key_no, 0)
}

/** A row that another member's key seals. */
export function phoneSealedAnew(row: SqlRow, sealed: Uint8Array, keyNo: number): readonly SqlValue[] {
  return row.with(stored.at.phone_sealed, sealed).with(stored.at.key_no, keyNo)
}

/** Takes the values of `encodePhoneSeal`. */
export const setPhoneSeal = `UPDATE member_phone SET phone_lookup = ?, phone_sealed = ?, key_no = ?
  WHERE seller_id = ? AND phone_ref = ?`

/** @param row with all columns, as it is to be stored */
export function encodePhoneSeal(row: SqlRow): readonly SqlValue[] {
  const { phone_lookup, phone_sealed, key_no, seller_id, phone_ref } = stored.named(row)
  return [phone_lookup, phone_sealed, key_no, seller_id, phone_ref]
}

/** Takes seller and reference. */
export const releasePhone = 'UPDATE member_phone SET phone_lookup = NULL WHERE seller_id = ? AND phone_ref = ?'

/** Takes seller and reference. */
export const markPhoneAlone = 'UPDATE member_phone SET is_alone = 1 WHERE seller_id = ? AND phone_ref = ?'

const heldPhone = record({
  lookup: optionalBytes('phone_lookup'),
  phoneRef: number('phone_ref'),
  keyNo: number('key_no'),
  isAlone: flag('is_alone'),
})
const holder = record({ memberNo: number('member_no'), state: identifierState })
const [heldPhones, holders] = [select(heldPhone.columns), select(holder.columns)]
const held = select([...heldPhones.columns, ...holders.columns])

/** Takes seller and lookups. Gives a row for each member that holds or held one of the phones. */
export const findHeldPhones = inListTexts(
  (marks) => `SELECT ${heldPhones.of('p')}, ${holders.of('h')} FROM member_phone p
    LEFT JOIN phone_member h ON h.seller_id = p.seller_id AND h.phone_ref = p.phone_ref
    WHERE p.seller_id = ? AND p.phone_lookup IN (${marks})`,
)

const [readHeld, readHolder] = [heldPhone.decoder(held.at), holder.decoder(held.at)]

/** Decodes a row of `findHeldPhones`. */
export function heldPhoneOfRow(row: SqlRow) {
  return { ...readHeld(row), holder: row[held.at.member_no] === null ? undefined : readHolder(row) } as const
}

/** Takes seller, a reference and a limit: rows with all columns of later references, in order. */
export const findMemberPhonesAfter = `SELECT ${stored.text} FROM member_phone
  WHERE seller_id = ? AND phone_ref > ? ORDER BY phone_ref LIMIT ?`

/** A row that is found and sealed under other keys. */
export function phoneRekeyed(row: SqlRow, lookup: Uint8Array | undefined, sealed: Uint8Array): readonly SqlValue[] {
  return row.with(stored.at.phone_lookup, lookup ?? null).with(stored.at.phone_sealed, sealed)
}

/** Takes seller and references. */
export const deleteMemberPhones = ofSellerIn('DELETE FROM member_phone', 'phone_ref')
