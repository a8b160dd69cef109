import type { LifecycleClient } from './lifecycle-client.ts'
import { couponsOf, orderLine, type SyncResult, syncOrder } from './order-calls.ts'
import type { Random } from './seeded-random.ts'

/** What must be named: kind, order and coupon. */
export type Planted = Readonly<{ kind: string; orderId: string; couponCode: string }>

/** The calls of a day of tills and an ERP, and numbers that a seed decides. */
export type DayOfCalls = Readonly<{
  url: string
  till: LifecycleClient
  random: Random
  /** A coupon of 1 to 9 yuan that nobody used. */
  takeCoupon: () => string
  /** An order number that no other story has. */
  newOrderId: () => string
}>

/** A sale as the till sold it, and as the ERP has it. */
type Sale = Readonly<{
  orderId: string
  codes: readonly string[]
  redemptionIds: readonly string[]
  /** Lines as the ERP sends them. */
  details: readonly Detail[]
}>

type Detail = Readonly<{ auction_id: string; auction_price: number; quantity: string; actual_total_fee: number }>

/** What happens to one order, without a fault. */
type Story = (day: DayOfCalls) => Promise<void>

/** What happens to one order with a fault. */
type Fault = (day: DayOfCalls) => Promise<Omit<Planted, 'kind'>>

export const cleanStories: readonly Story[] = [
  async (day) => void (await syncSale(day, await sell(day))),
  async (day) => void (await syncSale(day, await sell(day, { coupons: 2 }))),
  async function erpRedeems(day) {
    const couponCode = day.takeCoupon()
    await sync(day, { order_id: day.newOrderId(), coupons: couponsOf(couponCode) })
  },
  async function orderIsClosed(day) {
    const sale = await sell(day)
    await syncSale(day, sale)
    await syncSale(day, sale, { order_status: 'TRADE_CLOSED', update_time: '2026-11-24 23:00:00' })
  },
  async function couponComesBack(day) {
    const sale = await sell(day)
    await syncSale(day, sale)
    await giveBack(day, sale)
    await syncSale(day, sale, { coupons: [], update_time: '2026-11-24 23:00:00' })
  },
  async function goodsComeBack(day) {
    const sale = await sell(day)
    const details = sale.details.map((line) => ({ ...line, refund_fee: 1 }))
    await syncSale(day, sale, { details })
    await giveBack(day, sale)
  },
  async function soldBeforeMidnight(day) {
    const sale = await sell(day, { redeemedAt: '2026-11-23 23:59:58' })
    await syncSale(day, sale, { create_time: '2026-11-24 00:00:05' })
  },
  async function totalOnly(day) {
    await syncSale(day, await sell(day, { givesTotal: true }))
  },
  async function tillTriesAgain(day) {
    const sale = await sell(day)
    await refusedUse(day, sale.codes[0] ?? '', sale.orderId)
    await syncSale(day, sale)
  },
  async function reducedInTotal(day) {
    const sale = await sell(day)
    await syncSale(day, sale, { details: unreduced(sale), actual_total_fee: paidOf(sale.details) })
  },
  async function withDelivery(day) {
    const sale = await sell(day)
    await syncSale(day, sale, { actual_total_fee: paidOf(sale.details) + 600 })
  },
  async function reducedInTotalWithDelivery(day) {
    const sale = await sell(day)
    // No coupon takes as much, so the total is never that of the goods.
    const fee = day.random.of([650, 1_250])
    const told = day.random.chance(0.5) ? { post_fee: fee } : {}
    await syncSale(day, sale, { details: unreduced(sale), actual_total_fee: paidOf(sale.details) + fee, ...told })
  },
  async function linesInAnotherOrder(day) {
    const sale = await sell(day)
    await syncSale(day, sale, { details: sale.details.toReversed() })
  },
  async function noCoupon(day) {
    await sync(day, { order_id: day.newOrderId() })
  },
  async function tillComesLater(day) {
    const [orderId, couponCode] = [day.newOrderId(), day.takeCoupon()]
    await sync(day, { order_id: orderId, coupons: couponsOf(couponCode) })
    await refusedUse(day, couponCode, orderId)
  },
]

export const faults: Readonly<Record<string, Fault>> = {
  async NAMED_NOT_REDEEMED(day) {
    const [orderId, couponCode] = [day.newOrderId(), day.takeCoupon()]
    const spoilt = day.random.below(2) === 0 ? 'yaoquan.coupon.void' : undefined
    if (spoilt !== undefined)
      await must(day.till.call(spoilt, { outRequestNo: day.till.newNo(), couponCodes: [couponCode], reason: '作废' }))
    const code = spoilt === undefined ? `gone-${couponCode}` : couponCode
    await sync(day, { order_id: orderId, coupons: couponsOf(code) })
    return { orderId, couponCode: code }
  },
  async REDEEMED_FOR_OTHER_ORDER(day) {
    const sale = await sell(day)
    await syncSale(day, sale)
    const orderId = day.newOrderId()
    await sync(day, { order_id: orderId, coupons: couponsOf(...sale.codes) })
    return { orderId, couponCode: sale.codes[0] ?? '' }
  },
  async REDEEMED_NO_ORDER(day) {
    return named(await sell(day))
  },
  async REDEEMED_NOT_NAMED(day) {
    const sale = await sell(day)
    await syncSale(day, sale, { coupons: [] })
    return named(sale)
  },
  async USED_ON_CLOSED_ORDER(day) {
    const orderId = day.newOrderId()
    await sync(day, { order_id: orderId, order_status: 'TRADE_CLOSED' })
    return named(await sell(day, { orderId }))
  },
  async SUM_DIFFERS(day) {
    const sale = await sell(day)
    // More than lines by the gram may differ by.
    const fen = (sale.details.length + 1 + day.random.below(50)) * (day.random.chance(0.5) ? 1 : -1)
    if (day.random.chance(0.3)) {
      const actual_total_fee = paidOf(sale.details) + 650 + fen
      await syncSale(day, sale, { details: unreduced(sale), post_fee: 650, actual_total_fee })
      return named(sale)
    }
    const details = changed(sale.details, day.random.below(sale.details.length), fen)
    await syncSale(day, sale, { details, actual_total_fee: paidOf(details) })
    return named(sale)
  },
  async SPLIT_DIFFERS(day) {
    const sale = await sell(day, { lines: 3 })
    // The largest line gives to the smallest, so that the parts are not the same in another order.
    const byPrice = sale.details
      .map((_, place) => place)
      .toSorted((left, right) => reductionOf(sale, left) - reductionOf(sale, right))
    const [smallest = 0, largest = 0] = [byPrice.at(0), byPrice.at(-1)]
    // Lines by the gram may differ by one.
    const moved = changed(changed(sale.details, smallest, 2), largest, -2)
    await syncSale(day, sale, { details: moved })
    return named(sale)
  },
  async RETURN_NO_ORDER(day) {
    const sale = await sell(day)
    await giveBack(day, sale)
    return named(sale)
  },
  async RETURNED_STILL_NAMED(day) {
    const sale = await sell(day)
    await syncSale(day, sale)
    await giveBack(day, sale)
    return named(sale)
  },
  async DOUBLE_USE_REFUSED(day) {
    const sale = await sell(day)
    await syncSale(day, sale)
    const [orderId, couponCode = ''] = [day.newOrderId(), ...sale.codes]
    const attempts = 1 + day.random.below(3)
    for (let attempt = 0; attempt < attempts; attempt += 1) await refusedUse(day, couponCode, orderId)
    return { orderId, couponCode }
  },
  async OFFLINE_CONFLICT(day) {
    const sale = await sell(day)
    await syncSale(day, sale)
    return offline(day, sale.codes[0] ?? '', { verdict: 'conflict' })
  },
  async OFFLINE_NOT_VALID(day) {
    const couponCode = day.takeCoupon()
    const voiding = { outRequestNo: day.till.newNo(), couponCodes: [couponCode], reason: '作废' }
    await must(day.till.call('yaoquan.coupon.void', voiding))
    return offline(day, couponCode, { verdict: 'not_valid' })
  },
  OFFLINE_UNKNOWN_COUPON: (day) => offline(day, `NONE-${day.newOrderId()}`, { verdict: 'unknown_coupon' }),
}

/** A till uploads what it redeemed while it was offline, at the end of the day: after everything that it is compared with. */
async function offline(
  day: DayOfCalls,
  couponCode: string,
  expected: Readonly<{ verdict: string }>,
): Promise<Omit<Planted, 'kind'>> {
  const orderId = day.newOrderId()
  const input = { outRequestNo: day.till.newNo(), orderId, shop: '02', redeemedAt: '2026-11-24 22:33:00' }
  const coupons = [{ couponCode, offAmount: '1' }]
  const answer = await must(day.till.call('yaoquan.redemption.upload', { ...input, coupons }))
  const [judged] = listOf<{ verdict: string }>(answer['redemptions'])
  if (judged?.verdict !== expected.verdict) throw new Error(`not ${expected.verdict}: ${JSON.stringify(answer)}`)
  return { orderId, couponCode }
}

function named({ orderId, codes }: Sale): Omit<Planted, 'kind'> {
  return { orderId, couponCode: codes[0] ?? '' }
}

type Selling = Readonly<{
  orderId?: string
  coupons?: number
  lines?: number
  redeemedAt?: string
  /** The till gives no lines. */
  givesTotal?: boolean
}>

/** A till sells some goods with coupons, which never take all of it. */
async function sell(day: DayOfCalls, selling: Selling = {}): Promise<Sale> {
  const { till, random } = day
  const { orderId = day.newOrderId(), coupons = 1, lines = 1 + random.below(4), redeemedAt, givesTotal } = selling
  const codes = Array.from({ length: coupons }, () => day.takeCoupon())
  const goods = Array.from({ length: lines }, (_, place) => {
    // The first line alone costs more than two coupons take.
    const isHerb = place > 0 && random.chance(0.2)
    const quantity = isHerb ? `${10 + random.below(500)}.5` : String(1 + random.below(5))
    // No two lines cost the same, and the first ones cost most: coupons take something off each.
    const price = isHerb ? 35 + random.below(60) : 2_000 + random.below(900) + (lines - place) * 1_500
    return { auction_id: `G${place}`, auction_price: price, quantity }
  })
  const costs = goods.map((line) => costOf(line))
  const basket = goods.map(({ auction_id, quantity }, place) => {
    return { lineNo: place + 1, goodsId: auction_id, quantity, amount: yuan(costs[place] ?? 0) }
  })
  const amounts = givesTotal ? { orderAmount: yuan(costs.reduce((sum, fen) => sum + fen, 0)) } : { lines: basket }
  const answer = await must(
    till.call('yaoquan.coupon.redeem', {
      outRequestNo: till.newNo(),
      couponCodes: codes,
      orderId,
      shop: random.of(['01', '02', '03']),
      ...(redeemedAt === undefined ? {} : { redeemedAt }),
      ...amounts,
    }),
  )
  const redemptions = listOf<{ redemptionId: string }>(answer['redemptions'])
  return {
    orderId,
    codes,
    redemptionIds: redemptions.map(({ redemptionId }) => redemptionId),
    details: goods.map((line, place) => ({
      ...line,
      actual_total_fee: (costs[place] ?? 0) - takenOf(answer, costs, place),
    })),
  }
}

/** What coupons took of a line; of a total, all is taken of the first line. */
function takenOf(answer: Readonly<Record<string, unknown>>, costs: readonly number[], place: number): number {
  const shares = listOf<{ payAmount: string }>(answer['lines'])
  if (shares.length === costs.length) return (costs[place] ?? 0) - fenOf(shares[place]?.payAmount ?? '')
  return place === 0 ? fenOf(String(answer['offAmount'])) : 0
}

function reductionOf({ details }: Sale, place: number): number {
  const line = details[place]
  return line === undefined ? 0 : costOf(line) - line.actual_total_fee
}

/** The lines of a sale as they cost before coupons. */
function unreduced({ details }: Sale): readonly Detail[] {
  return details.map((line) => ({ ...line, actual_total_fee: costOf(line) }))
}

function changed(details: readonly Detail[], place: number, fen: number): readonly Detail[] {
  return details.map((line, at) => (at === place ? { ...line, actual_total_fee: line.actual_total_fee + fen } : line))
}

function costOf({ auction_price, quantity }: Pick<Detail, 'auction_price' | 'quantity'>): number {
  return Math.round(auction_price * Number(quantity))
}

function paidOf(details: readonly Detail[]): number {
  return details.reduce((sum, line) => sum + line.actual_total_fee, 0)
}

/** The ERP syncs a sale, with members put over it. */
function syncSale(day: DayOfCalls, { orderId, codes, details }: Sale, changes: OrderChanges = {}): Promise<SyncResult> {
  const paid = { details, actual_total_fee: paidOf(details), ...changes }
  return sync(day, { order_id: orderId, coupons: couponsOf(...codes), update_time: '2026-11-24 22:30:00', ...paid })
}

async function sync({ url }: DayOfCalls, changes: OrderChanges): Promise<SyncResult> {
  const details = changes.details?.map((line) => ({ ...orderLine, ...line }))
  const result = await syncOrder(url, {
    create_time: '2026-11-24 12:00:00',
    shop_id: '01',
    ...changes,
    ...(details === undefined ? {} : { details }),
  })
  if (!result.success) throw new Error(`not synced: ${JSON.stringify(result)}`)
  return result
}

type OrderChanges = Readonly<{ details?: readonly object[]; [member: string]: unknown }>

async function giveBack({ till }: DayOfCalls, { redemptionIds }: Sale): Promise<void> {
  for (const redemptionId of redemptionIds) {
    await must(till.call('yaoquan.coupon.return', { outRequestNo: till.newNo(), redemptionId, reason: '退货' }))
  }
}

async function refusedUse({ till }: DayOfCalls, couponCode: string, orderId: string): Promise<void> {
  const answer = await till.call('yaoquan.coupon.redeem', {
    outRequestNo: till.newNo(),
    couponCode,
    orderId,
    shop: '09',
  })
  if (answer['errorCode'] !== 'COUPON_ALREADY_USED') throw new Error(`not refused: ${JSON.stringify(answer)}`)
}

async function must(answer: Promise<Record<string, unknown>>): Promise<Record<string, unknown>> {
  const result = await answer
  if (result['success'] !== true) throw new Error(`refused: ${JSON.stringify(result)}`)
  return result
}

function listOf<Item>(value: unknown): readonly Item[] {
  return Array.isArray(value) ? value : []
}

function yuan(fen: number): string {
  return `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`
}

function fenOf(text: string): number {
  return Math.round(Number(text) * 100)
}
