import type { SqlRow, SqlValue } from '#database/sql-engine'
import { select } from '#database/table'
import { ofCards, ofPhones, twice } from './coupons-of-member.ts'

const place = select(['list_place'])

/** Takes seller and the values of a key, then two places and limit: places of orders after the one, up to the other, in order. */
function listBy(test: string): string {
  return `SELECT ${place.text} FROM shop_order WHERE seller_id = ? ${test}
  AND list_place > ? AND list_place <= ? ORDER BY list_place LIMIT ?`
}

export const listOrders = listBy('')
export const listOrdersByPhone = listBy('AND phone_ref = ?')
export const listOrdersByCard = listBy('AND card_ref = ?')
/** Only orders without a card: the key of the phone has it too. COALESCE keeps planners from the key of the card. */
export const listOrdersByPhoneAlone = listBy('AND phone_ref = ? AND COALESCE(card_ref, 0) = 0')
/** Takes phone and card. */
export const listOrdersByBoth = listBy('AND phone_ref = ? AND COALESCE(card_ref, 0) = ?')

/** Takes the values of `ordersOfMemberValues`: places of a member's orders after a place, in order. */
export const findOrdersOfMember = `SELECT ${place.text} FROM (
    ${ofCards('c.list_place', '?', 'shop_order')} UNION ALL ${ofPhones('c.list_place', '?', 'shop_order')}
  ) orders WHERE list_place > ? ORDER BY list_place LIMIT ?`

export function ordersOfMemberValues(
  sellerId: string,
  memberNo: number,
  [afterPlace, limit]: readonly [afterPlace: number, limit: number],
): readonly SqlValue[] {
  return [...twice(sellerId, memberNo), afterPlace, limit]
}

/** Decodes a row of any of these. */
export function placeOfRow(row: SqlRow): number {
  return Number(row[place.at.list_place])
}

/** A list of orders, and the values of its key. */
export type OrderList = Readonly<{ text: string; values: readonly SqlValue[] }>

/** Under which numbers orders name a phone, a card, and the members that the one or the other means. */
type OrderKeys = Readonly<{
  phoneRef: number | undefined
  cardRef: number | undefined
  otherCardRefs: readonly number[]
  otherPhoneRefs: readonly number[]
}>

/** The lists that together have the orders under the keys of a phone or card, or of both. */
export function orderListsOf({ phoneRef, cardRef, otherCardRefs, otherPhoneRefs }: OrderKeys): readonly OrderList[] {
  if (phoneRef !== undefined && cardRef !== undefined) {
    return [phoneRef, ...otherPhoneRefs].map((ref) => ({ text: listOrdersByBoth, values: [ref, cardRef] }))
  }
  const ofOthers = [
    ...otherCardRefs.map((ref) => ({ text: listOrdersByCard, values: [ref] })),
    ...otherPhoneRefs.map((ref) => ({ text: listOrdersByPhoneAlone, values: [ref] })),
  ]
  if (phoneRef !== undefined) return [{ text: listOrdersByPhone, values: [phoneRef] }, ...ofOthers]
  if (cardRef !== undefined) return [{ text: listOrdersByCard, values: [cardRef] }, ...ofOthers]
  return [{ text: listOrders, values: [] }]
}
