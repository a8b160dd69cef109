import type { EventReader } from '#domain/events/event-store'
import { readAmounts } from '#domain/events/lifecycle-text'
import { couponUseOf } from '#domain/lifecycle/judge-on-order'
import type { LifecycleReader } from '#domain/lifecycle/lifecycle-store'
import type { RedeemedUse, StoredCoupon } from '#domain/lifecycle/stored-coupon'
import type { OrderReader } from '#domain/orders/order-store'
import { endedByReturns } from '#domain/sales/sale'
import { readSplit } from '#domain/sales/sale-text'
import type { FoundRedemption, RedemptionFilter, RedemptionReader } from '#domain/search/redemption-search'
import { type HistoryRemoved, type PastCoupon, pastCoupon } from './past-coupon.ts'
import { type PastOrder, pastOrder } from './past-order.ts'
import type { PastMoment } from './rule-history.ts'

export type PastSources = Readonly<{
  coupons: LifecycleReader
  events: Pick<EventReader, 'listCouponEvents'>
  redemptions: RedemptionReader
  orders: Pick<OrderReader, 'findOrder'>
}>

/** Assumptions about the coupons of a moment, to find out which change would make a call succeed. */
export type Assumed = Readonly<{
  /** Keyed by coupon code. */
  coupons?: ReadonlyMap<string, StoredCoupon> | undefined
  /** Codes that are taken for not redeemed on any order. */
  notOnOrder?: readonly string[] | undefined
}>

/** The events by which the state of a coupon was known were removed. */
export class PastRemoved extends Error {
  override readonly name = 'PastRemoved'
  readonly beforeMs: number

  constructor({ beforeMs }: HistoryRemoved) {
    super('the events of that moment were removed')
    this.beforeMs = beforeMs
  }
}

/** Coupons and redemptions of a seller as they were at a moment. Rows are cached, since one explanation reads them several times. */
export class PastStore {
  readonly #sources: PastSources
  readonly #sellerId: string
  readonly #moment: PastMoment
  readonly #coupons = new Map<string, PastCoupon | undefined>()
  readonly #ofOrders = new Map<string, readonly RedeemedUse[]>()

  constructor(sources: PastSources, sellerId: string, moment: PastMoment) {
    this.#sources = sources
    this.#sellerId = sellerId
    this.#moment = moment
  }

  /** @throws PastRemoved */
  async findCoupon(couponCode: string): Promise<PastCoupon | undefined> {
    if (this.#coupons.has(couponCode)) return this.#coupons.get(couponCode)
    const found = await this.#readCoupon(couponCode)
    this.#coupons.set(couponCode, found)
    return found
  }

  /** When a coupon last came back from an order; once that event was removed, before when events were. */
  async findLastReturn(couponCode: string): Promise<number | undefined> {
    const found = await this.findCoupon(couponCode)
    const returned = found?.events.findLast(({ kind }) => kind === 'returned')
    return returned?.atMs ?? found?.removedBeforeMs
  }

  /** Whether the goods of a redemption had come back then without its coupon. */
  isGoodsBack({ redemptionId, sale }: FoundRedemption): boolean {
    const returns = (sale?.returns ?? []).filter(({ atMs }) => atMs <= this.#moment.atMs)
    return endedByReturns(returns).includes(redemptionId)
  }

  /** Coupons that were on an order then: redeemed, and neither returned nor ended without coming back. */
  async findCouponsOnOrder(orderId: string): Promise<readonly RedeemedUse[]> {
    const found = this.#ofOrders.get(orderId) ?? (await this.#readOrder(orderId))
    this.#ofOrders.set(orderId, found)
    return found
  }

  /** A redemption of then; `returned` is left out where it was returned later. */
  async findRedemption(redemptionId: string): Promise<FoundRedemption | undefined> {
    const found = await this.#sources.redemptions.findRedemption(this.#sellerId, redemptionId)
    if (found === undefined) return undefined
    const past = await this.findCoupon(found.couponCode)
    if (past === undefined) return undefined
    const { state } = past.coupon
    if (state.kind === 'used' && state.redemption?.redemptionId === redemptionId)
      return { ...found, returned: undefined }
    const names = (text: string | undefined) => text?.includes(`"redemption_id":${JSON.stringify(redemptionId)}`)
    const wasReturned = past.events.some(({ kind, before }) => kind === 'returned' && names(before))
    const isOlder = past.removedBeforeMs !== undefined && !past.events.some(({ after }) => names(after))
    return wasReturned || isOlder ? found : undefined
  }

  /** Redemptions of a coupon of then, as `findRedemption` has them, by time. */
  findRedemptionsOfCoupon(couponCode: string): Promise<readonly FoundRedemption[]> {
    return this.#redemptionsThen({ couponCode })
  }

  /** An order as a version met it that arrived at the moment. */
  async findOrder(orderId: string): Promise<PastOrder> {
    const order = await this.#sources.orders.findOrder(this.#sellerId, orderId)
    if (order === undefined) return { stored: undefined, arrivedKey: undefined }
    return pastOrder(order, await this.#redemptionsThen({ orderId }), this.#moment.atMs)
  }

  async #redemptionsThen(filter: RedemptionFilter): Promise<readonly FoundRedemption[]> {
    const query = { sellerId: this.#sellerId, filter, after: undefined, limit: maxOfOrder }
    const { redemptions } = await this.#sources.redemptions.listRedemptions(query)
    const found = await Promise.all(redemptions.map(({ redemptionId }) => this.findRedemption(redemptionId)))
    return found.filter((redemption) => redemption !== undefined)
  }

  async #readCoupon(couponCode: string): Promise<PastCoupon | undefined> {
    const { coupons, events } = this.#sources
    const present = await coupons.findCoupon(this.#sellerId, couponCode)
    if (present === undefined) return undefined
    const past = pastCoupon(present, await events.listCouponEvents(this.#sellerId, couponCode), this.#moment)
    if (past?.kind === 'removed') throw new PastRemoved(past)
    return past
  }

  async #readOrder(orderId: string): Promise<readonly RedeemedUse[]> {
    const query = { sellerId: this.#sellerId, filter: { orderId }, after: undefined, limit: maxOfOrder }
    const { redemptions } = await this.#sources.redemptions.listRedemptions(query)
    const uses: RedeemedUse[] = []
    const { stored } = redemptions.length === 0 ? { stored: undefined } : await this.findOrder(orderId)
    const kept = new Set(
      stored?.coupons.flatMap(({ outcome, redemptionId }) => (outcome === 'kept' ? [redemptionId] : [])),
    )
    for (const redemption of redemptions) {
      const { couponCode, redemptionId, amounts } = redemption
      const past = await this.findCoupon(couponCode)
      if (past?.coupon.state.kind !== 'used' || past.coupon.state.redemption?.redemptionId !== redemptionId) continue
      if (kept.has(redemptionId) || this.isGoodsBack(redemption)) continue
      // A version of the order may have changed them since.
      const step = past.events.findLast(({ kind }) => kind === 'redeemed' || kind === 'repriced')
      const then = step?.after === undefined ? amounts : readAmounts(step.after)
      const byLine = then === undefined ? [] : readSplit(then.split)
      uses.push({ ...couponUseOf(past.coupon), offFen: then?.offFen, byLine })
    }
    return uses
  }
}

/** The most redemptions of an order that are read, as for a write. */
const maxOfOrder = 200
