import { type DateText, dayMs, dayOf, startOfDay } from '#domain/dates'
import type { NamedMembers } from '#domain/members/identity-resolution'
import type { OrderHistory } from './order-history.ts'
import type { CouponOfOrder, OrderVersion, ShopOrderLine } from './shop-order.ts'

/** What decides over the next version of an order. */
export type StoredOrder = Readonly<{
  /** Number in the seller, from 1. */
  orderNo: number
  status: string | undefined
  paidFen: number
  history: OrderHistory
  /** Lines of the newest version. */
  lines: readonly ShopOrderLine[]
  coupons: readonly CouponOfOrder[]
  /** Grows with each change; a change counts only if nobody else made one in between. */
  version: number
}>

export type OrderSaving = Readonly<{
  /** The order as it was read. */
  stored: StoredOrder | undefined
  version: OrderVersion
  /** Whether it is the newest version; otherwise only history and coupons change. */
  isNewest: boolean
  /** The members whom it names, if it is the first or decides the buyer of the order; it may come late. */
  buyer: NamedMembers | undefined
  /** Whether its buyer becomes that of the order. */
  decidesBuyer: boolean
  history: OrderHistory
  coupons: readonly CouponOfOrder[]
}>

/** An order as lists have it: its newest version, without phone and card once its member was erased. */
export type ListedOrder = Omit<OrderVersion, 'deliveryFen' | 'couponCodes' | 'lines' | 'content'> &
  Readonly<{
    /** When its newest version arrived. */
    syncedAtMs: number
    coupons: readonly CouponOfOrder[]
  }>

/** An order with everything that is kept of it. */
export type ShopOrder = ListedOrder &
  Readonly<{
    lines: readonly ShopOrderLine[]
    /** What its versions said about coupons, as far as they are kept. */
    history: OrderHistory
    /** The JSON text of the newest version as it was sent; undefined once its member was erased. */
    content: string | undefined
  }>

/** All given filters must match. A phone or card without an id finds the orders of the members that it names. */
export type OrderFilter = Readonly<{
  /** Normalised. */
  phone?: string | undefined
  cardNo?: string | undefined
  /** First day of the order. */
  createdFrom?: DateText | undefined
  /** Last day of the order. */
  createdTo?: DateText | undefined
}>

export type OrderQuery = Readonly<{
  sellerId: string
  filter: OrderFilter
  /** End of the page before; 0 at the start. */
  afterPlace: number
  /** 1..200 */
  limit: number
}>

type OrderPage = Readonly<{
  orders: readonly ListedOrder[]
  /** Start of the next page; undefined at the end. */
  nextPlace: number | undefined
}>

type OrdersOfMember = Readonly<{ sellerId: string; memberNo: number; afterPlace: number; limit: number }>

/** `beforePlace` undefined: from the newest on. `limit`: 1..200 */
type NewestOrdersOfMember = Readonly<{
  sellerId: string
  memberNo: number
  beforePlace: number | undefined
  limit: number
}>

/** An order with its place in the order of days and numbers. */
export type PlacedOrder = Readonly<{ place: number; order: ListedOrder }>

/** Reads orders. Lists are in order of the orders' days, then of their numbers. */
export interface OrderReader {
  findOrder(sellerId: string, orderId: string): Promise<ShopOrder | undefined>
  searchOrders(query: OrderQuery): Promise<OrderPage>
  /** Orders that belong to a member as coupons do, with everything that is kept. */
  listOrdersOfMember(
    query: OrdersOfMember,
  ): Promise<Readonly<{ orders: readonly ShopOrder[]; nextPlace: number | undefined }>>
  /** Orders that belong to a member as coupons do, before a place, the newest first. */
  listNewestOrdersOfMember(query: NewestOrdersOfMember): Promise<readonly PlacedOrder[]>
}

type OrderSummary = Readonly<{
  orderId: string
  status: string | undefined
  paidFen: number
  coupons: readonly Pick<CouponOfOrder, 'couponCode' | 'outcome'>[]
}>

/** The text of an order in events: JSON with the names of the wire, without anything that identifies a member. */
export function orderText({ orderId, status, paidFen, coupons }: OrderSummary): string {
  return JSON.stringify({
    order_id: orderId,
    order_status: status,
    actual_total_fee: paidFen,
    coupons: coupons.map(({ couponCode, outcome }) => ({ coupon_code: couponCode, outcome })),
  })
}

/** Earlier orders count as of this day. */
const firstDay = '2000-01-01'
/** More orders than a seller has. With it, places up to the year 9999 are exact numbers. */
const maxOrders = 1_000_000_000

/** Place of an order in lists, by day and number. */
export function listPlace(createdAtMs: number, orderNo: number): number {
  return firstPlaceOf(dayOf(createdAtMs)) + orderNo
}

/** The place before the orders of a day. */
export function firstPlaceOf(day: string): number {
  const days = Math.round((startOfDay(day) - startOfDay(firstDay)) / dayMs)
  return Math.max(0, days) * maxOrders
}
