import type { OrderHistory } from './order-history.ts'
import type { CouponOfOrder, OrderVersion, ShopOrderLine } from './shop-order.ts'

/** What decides over the next version of an order. */
export type StoredOrder = Readonly<{
  /** Number in the seller, from 1. */
  orderNo: number
  status: string | undefined
  paidFen: number
  history: OrderHistory
  coupons: readonly CouponOfOrder[]
  /** Grows with each change; a change counts only if nobody else made one in between. */
  version: number
}>

export type OrderSaving = Readonly<{
  /** As it was read in this work. */
  stored: StoredOrder | undefined
  version: OrderVersion
  /** Whether it is the newest version; otherwise only history and coupons change. */
  isNewest: boolean
  history: OrderHistory
  coupons: readonly CouponOfOrder[]
}>

/** Writes orders, inside one work. */
export interface OrderWriter {
  /**
   * Names of a content, which do not reveal it: the present one, and those that it had under earlier keys. An equal content has one of
   * them.
   */
  contentKeys(content: string): readonly string[]
  findOrder(orderId: string): Promise<StoredOrder | undefined>
  /**
   * Names the member of the newest version as a coupon does, and gives a new order its number. Call it before `changeCoupons`, since
   * every work locks texts, members and coupons in this order.
   */
  beginOrder(version: OrderVersion, stored: StoredOrder | undefined): Promise<void>
  /** Creates or changes an order with its lines and coupons; the newest version, which was begun, appends an event `order_synced`. */
  saveOrder(saving: OrderSaving): Promise<void>
  /**
   * Makes sure that the coupons redeemed on an order are those that were read. Call it after `changeCoupons` and before redemptions
   * are added, like `CouponWriter.addOnlyRedemption`. If another call came first, the work runs again.
   */
  expectCouponsOnOrder(orderId: string, couponCodes: readonly string[]): Promise<void>
}

/** An order as it is stored. */
export type ShopOrder = Readonly<{
  orderId: string
  status: string | undefined
  createdAtMs: number
  paidAtMs: number | undefined
  /** When its newest version was made, by the ERP's clock. */
  stampMs: number | undefined
  /** When its newest version arrived. */
  syncedAtMs: number
  paidFen: number
  /** Undefined where nobody was named, or the member was erased. */
  phone: string | undefined
  cardNo: string | undefined
  shop: string | undefined
  channel: string | undefined
  lines: readonly ShopOrderLine[]
  coupons: readonly CouponOfOrder[]
  /** How many versions arrived, as far as they are kept. */
  versions: number
  /** The JSON text of the newest version as it was sent; undefined once its member was erased. */
  content: string | undefined
}>
