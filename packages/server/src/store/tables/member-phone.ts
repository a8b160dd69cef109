import { flag, number, optionalBytes, record } from '#database/record'
import { keyedBy } from '#database/shared-statements'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { defineTable, insertInto, select } from '#database/table'
import { identifierState } from './identifier-state.ts'
import { sealedStatements } from './sealed-statements.ts'

/** Cells that were emptied are undefined. */
const phone = record({
  ref: number('phone_ref'),
  /** Undefined once somebody else has the number. */
  lookup: optionalBytes('phone_lookup'),
  sealed: optionalBytes('phone_sealed'),
  /** Number of the member whose key sealed it. */
  keyNo: number('key_no'),
  isUnlinked: flag('is_alone'),
})

export const memberPhoneTable = defineTable({
  name: 'member_phone',
  key: ['seller_id', 'phone_ref'],
  columns: ['seller_id', ...phone.columns],
})

export const insertMemberPhone = insertInto(memberPhoneTable)

export const sealedPhones = sealedStatements(memberPhoneTable, {
  ref: 'phone_ref',
  lookup: 'phone_lookup',
  sealed: 'phone_sealed',
  keyNo: 'key_no',
})

const stored = select(memberPhoneTable.columns)

export const findMemberPhones = keyedBy(
  sql`SELECT ${stored.text} FROM member_phone WHERE seller_id = ${p.text('sellerId')} AND phone_ref IN (${p.numbers('refs')})`,
  stored.at.phone_ref,
)

/** Decodes a row with all columns. */
export const memberPhoneOfRow = phone.decoder(stored.at)

/** A row without its lookup, since somebody else has the number. */
export function releasedPhone(row: SqlRow): readonly SqlValue[] {
  return row.with(stored.at.phone_lookup, null)
}

/** A row of a phone that a coupon names without a card. */
export function unlinkedPhone(row: SqlRow): readonly SqlValue[] {
  return row.with(stored.at.is_alone, 1)
}

export const releasePhone = sql`UPDATE member_phone SET phone_lookup = NULL WHERE seller_id = ${p.text('sellerId')} AND phone_ref = ${p.number('ref')}`

export const markPhoneUnlinked = sql`UPDATE member_phone SET is_alone = 1 WHERE seller_id = ${p.text('sellerId')} AND phone_ref = ${p.number('ref')}`

const heldPhone = record({
  lookup: optionalBytes('phone_lookup'),
  phoneRef: number('phone_ref'),
  keyNo: number('key_no'),
  isUnlinked: flag('is_alone'),
})
const member = record({ memberNo: number('member_no'), state: identifierState })
const [heldPhones, members] = [select(heldPhone.columns), select(member.columns)]
const held = select([...heldPhones.columns, ...members.columns])

/** Gives a row for each member that holds or held one of the phones. */
export const findHeldPhones = keyedBy(
  sql`SELECT ${heldPhones.of('p')}, ${members.of('h')} FROM member_phone p
    LEFT JOIN phone_member h ON h.seller_id = p.seller_id AND h.phone_ref = p.phone_ref
    WHERE p.seller_id = ${p.text('sellerId')} AND p.phone_lookup IN (${p.byteses('phoneLookups')})`,
  held.at.phone_lookup,
)

const [readHeld, readHolder] = [heldPhone.decoder(held.at), member.decoder(held.at)]

/** Decodes a row of `findHeldPhones`. */
export function heldPhoneOfRow(row: SqlRow) {
  return { ...readHeld(row), member: row[held.at.member_no] === null ? undefined : readHolder(row) } as const
}
