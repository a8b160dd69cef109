import fc from 'fast-check'
import { orderVersionWith, requestOf, returnCoupon, type Store } from '#server/testing'
import * as calls from '#server/testing/calls'
import type { Programs } from './programs.ts'

/** What happens to goods of an order: they are sold with coupons, or come back, in part or whole, or the ERP closes their order. */
export type GoodsAct = Readonly<{
  kind: 'sell' | 'units' | 'rest' | 'coupon' | 'close'
  place: number
  milli: number
  /** Which coupons they are sold with. */
  with: 'first' | 'second' | 'both'
}>

export const anyGoodsAct: fc.Arbitrary<GoodsAct> = fc.record({
  kind: fc.constantFrom('sell', 'sell', 'units', 'units', 'units', 'rest', 'coupon', 'close'),
  place: fc.nat(1),
  milli: fc.integer({ min: 1, max: 1_000 }),
  with: fc.constantFrom('first', 'second', 'both'),
})

/** Where an order is; the last one does not say it. */
const orders = [
  { orderId: 'GOODS-1', shop: '01' },
  { orderId: 'GOODS-2', shop: undefined },
] as const

type Sold = Readonly<{ couponCodes: readonly string[]; redemptionId: string }>

/** The orders of a seller whose goods are sold and come back; coupons of one of its two templates never come back. */
export class GoodsOrders {
  readonly #sellerId: string
  readonly #codes: readonly string[]
  readonly #sold = new Map<number, Sold>()

  private constructor(sellerId: string, codes: readonly string[]) {
    this.#sellerId = sellerId
    this.#codes = codes
  }

  /** Claims the coupons. */
  static async of({ one, sellerId }: Pick<Programs, 'one' | 'sellerId'>): Promise<GoodsOrders> {
    const limits = { validity: { kind: 'relative', fromDay: 0, toDay: 2 }, perOrder: 20 } as const
    await calls.save(one, requestOf(sellerId), { ...limits, couponId: 'goods' })
    const returnPolicy = { kind: 'none', extendDays: 0 } as const
    const reduction = { kind: 'full_reduction', orderAmountFen: 2_500, couponAmountFen: 777 } as const
    const kept = { ...limits, ...reduction, couponId: 'kept', returnPolicy, returnSplit: 'recompute' } as const
    await calls.save(one, requestOf(sellerId), kept)
    const codes: string[] = []
    for (const couponId of ['goods', 'kept']) {
      const claimed = await calls.claim(one, requestOf(sellerId), { couponId, phone: '13900000009', count: 3 })
      if (claimed.kind === 'done') codes.push(...claimed.answer.couponCodes)
    }
    return new GoodsOrders(sellerId, codes)
  }

  /** What cannot be done is refused, which changes nothing. */
  async perform(store: Store, act: GoodsAct, nowMs: number): Promise<void> {
    const { orderId, shop } = orders[act.place] ?? orders[0]
    const request = requestOf(this.#sellerId, { nowMs })
    const sold = this.#sold.get(act.place)
    switch (act.kind) {
      case 'sell': {
        const [first = '', second = ''] = [this.#codes[act.milli % 3], this.#codes[3 + (act.milli % 3)]]
        const couponCodes = { first: [first], second: [second], both: [first, second] }[act.with]
        const basketLines = [
          { lineNo: 1, categories: [], quantityMilli: 3_000, amountFen: 2_999 },
          { lineNo: 2, categories: [], quantityMilli: 1_000, amountFen: 1_001 },
        ]
        const written = await calls.redeem(store, request, { couponCodes, orderId, shop, basketLines })
        const redemptionId = written.kind === 'done' ? written.answer.redemptions[0]?.redemptionId : undefined
        if (redemptionId !== undefined) this.#sold.set(act.place, { couponCodes, redemptionId })
        return
      }
      case 'units': {
        const lines = [{ lineNo: 1 + (act.milli % 2), quantityMilli: act.milli }]
        await calls.returnLines(store, request, { orderId, lines })
        return
      }
      case 'rest':
        await calls.returnLines(store, request, { orderId, lines: undefined })
        return
      case 'coupon':
        if (sold === undefined) return
        await returnCoupon({
          lifecycle: store.lifecycleStore,
          request,
          redemptionId: sold.redemptionId,
          reason: '退货',
        })
        return
      case 'close':
        if (sold !== undefined) await this.#close(store, { orderId, couponCodes: sold.couponCodes, nowMs })
    }
  }

  /** The ERP sends the order with its coupons, and then closed. */
  async #close(
    store: Store,
    { orderId, couponCodes, nowMs }: Readonly<{ orderId: string; couponCodes: readonly string[]; nowMs: number }>,
  ): Promise<void> {
    for (const [stampMs, status] of [
      [nowMs, 'WAIT_SELLER_SEND_GOODS'],
      [nowMs + 1, 'TRADE_CLOSED'],
    ] as const) {
      const version = orderVersionWith({ orderId, couponCodes: [...couponCodes], createdAtMs: nowMs, stampMs, status })
      await calls.sync(store, requestOf(this.#sellerId, { nowMs }), version)
    }
  }
}
