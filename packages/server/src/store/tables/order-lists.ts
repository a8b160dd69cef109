import type { BoundStatement, SqlRow } from '#database/sql-engine'
import { p, type Sql, sql } from '#database/statement'
import { select } from '#database/table'
import { ofCards, ofPhones, oneMember } from './coupons-of-member.ts'

const place = select(['list_place'])

/** Places of orders after one place and up to another, in order. @param test of the key */
function listBy<Given>(test: Sql<Given> | '') {
  return sql`SELECT ${place.text} FROM shop_order WHERE seller_id = ${p.text('sellerId')} ${test}
  AND list_place > ${p.number('after')} AND list_place <= ${p.number('upTo')} ORDER BY list_place LIMIT ${p.number('limit')}`
}

const phoneRef = p.number('phoneRef')
const cardRef = p.number('cardRef')

export const listOrders = listBy('')
export const listOrdersByPhone = listBy(sql`AND phone_ref = ${phoneRef}`)
export const listOrdersByCard = listBy(sql`AND card_ref = ${cardRef}`)
/** Only orders without a card: the key of the phone has it too. COALESCE keeps planners from the key of the card. */
export const listOrdersByPhoneAlone = listBy(sql`AND phone_ref = ${phoneRef} AND COALESCE(card_ref, 0) = 0`)
export const listOrdersByBoth = listBy(sql`AND phone_ref = ${phoneRef} AND COALESCE(card_ref, 0) = ${cardRef}`)

/** Places of a member's orders after a place, in order. */
export const findOrdersOfMember = sql`SELECT ${place.text} FROM (
    ${ofCards('c.list_place', oneMember, 'shop_order')} UNION ALL ${ofPhones('c.list_place', oneMember, 'shop_order')}
  ) orders WHERE list_place > ${p.number('afterPlace')} ORDER BY list_place LIMIT ${p.number('limit')}`

/** The same before a place, the newest first. */
export const findNewestOrdersOfMember = sql`SELECT ${place.text} FROM (
    ${ofCards('c.list_place', oneMember, 'shop_order')} UNION ALL ${ofPhones('c.list_place', oneMember, 'shop_order')}
  ) orders WHERE list_place < ${p.number('beforePlace')} ORDER BY list_place DESC LIMIT ${p.number('limit')}`

/** Decodes a row of any of these. */
export function placeOfRow(row: SqlRow): number {
  return Number(row[place.at.list_place])
}

/** Which part of a list of orders is read. */
export type OrderRange = Readonly<{ sellerId: string; after: number; upTo: number; limit: number }>

/** A list of orders. */
export type OrderList = (range: OrderRange) => BoundStatement

/** Numbers under which orders name a phone, a card, and their members. */
type OrderKeys = Readonly<{
  phoneRef: number | undefined
  cardRef: number | undefined
  otherCardRefs: readonly number[]
  otherPhoneRefs: readonly number[]
}>

/** The lists that together have the orders under the keys of a phone or card, or of both. */
export function orderListsOf({ phoneRef, cardRef, otherCardRefs, otherPhoneRefs }: OrderKeys): readonly OrderList[] {
  const byCard =
    (ref: number): OrderList =>
    (range) =>
      listOrdersByCard({ ...range, cardRef: ref })
  if (phoneRef !== undefined && cardRef !== undefined) {
    return [phoneRef, ...otherPhoneRefs].map((ref) => (range) => listOrdersByBoth({ ...range, phoneRef: ref, cardRef }))
  }
  const ofOthers: readonly OrderList[] = [
    ...otherCardRefs.map(byCard),
    ...otherPhoneRefs.map(
      (ref): OrderList =>
        (range) =>
          listOrdersByPhoneAlone({ ...range, phoneRef: ref }),
    ),
  ]
  if (phoneRef !== undefined) return [(range) => listOrdersByPhone({ ...range, phoneRef }), ...ofOthers]
  if (cardRef !== undefined) return [byCard(cardRef), ...ofOthers]
  return [listOrders]
}
