import { number, optionalBytes, record } from '#database/record'
import type { SqlRow } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { select } from '#database/table'
import { maxPhonesOfMember } from '#domain/members/identity-resolution'
import { isPhoneOfFew } from './holdings.ts'

const found = select(['kind', 'member_no', 'ref', 'is_other', 'card_sealed', 'key_no'])
const kinds = { card: 0, phone: 1, shared: 2 } as const

/**
 * The cards of members, and the phones that a coupon names without a card. Those cards are other keys whose coupons do not all name the
 * given phone. Phones that too many members share are left out. Members with too many phones are named.
 */
export const findOtherKeys = sql`SELECT ${kinds.card} AS kind, c.member_no, c.card_ref AS ref,
      CASE WHEN c.is_alone = 1 OR COALESCE(c.home_phone_ref, 0) <> ${p.number('phoneRef')} THEN 1 ELSE 0 END AS is_other, c.card_sealed, c.key_no
      FROM member_card c WHERE c.seller_id = ${p.text('sellerId')} AND c.member_no IN (${p.numbers('memberNos')})
    UNION ALL SELECT ${kinds.phone}, h.member_no, h.phone_ref, 1, NULL, 0 FROM phone_member h
      CROSS JOIN member_phone p ON p.seller_id = h.seller_id AND p.phone_ref = h.phone_ref
      WHERE h.seller_id = ${p.text('sellerId')} AND h.member_no IN (${p.numbers('memberNos')}) AND h.phone_ref <> ${p.number('phoneRef')} AND p.is_alone = 1 AND ${isPhoneOfFew('h')}
    UNION ALL SELECT ${kinds.shared}, x.member_no, COUNT(*), 0, NULL, 0 FROM phone_member x
      WHERE x.seller_id = ${p.text('sellerId')} AND x.member_no IN (${p.numbers('memberNos')}) AND x.state = 0
      GROUP BY x.member_no HAVING COUNT(*) > ${maxPhonesOfMember}`

/** Numbers of cards and of phones under which members have coupons, each once and in order. */
export type OtherKeys = Readonly<{
  cardRefs: readonly number[]
  phoneRefs: readonly number[]
  /** Those of the members that have too many phones; nothing of theirs is among the keys. */
  sharedMemberNos: ReadonlySet<number>
}>

const card = record({ ref: number('ref'), sealed: optionalBytes('card_sealed'), keyNo: number('key_no') })
const readCard = card.decoder(found.at)

/** The cards among the rows of `findOtherKeys`, which the pages of their members show. */
export function cardsOfRows(rows: readonly SqlRow[]) {
  return rows.filter((row) => Number(row[found.at.kind]) === kinds.card).map(readCard)
}

/** Decodes the rows of `findOtherKeys`. */
export function otherKeysOfRows(rows: readonly SqlRow[]): OtherKeys {
  const { at } = found
  const ofKind = (kind: number) => rows.filter((row) => Number(row[at.kind]) === kind)
  const sharedMemberNos = new Set(ofKind(kinds.shared).map((row) => Number(row[at.member_no])))
  const refsOf = (kind: number) => {
    const own = ofKind(kind).filter((row) => {
      return Number(row[at.is_other]) === 1 && !sharedMemberNos.has(Number(row[at.member_no]))
    })
    return [...new Set(own.map((row) => Number(row[at.ref])))].toSorted((left, right) => left - right)
  }
  return { cardRefs: refsOf(kinds.card), phoneRefs: refsOf(kinds.phone), sharedMemberNos }
}
