import { type Finding, findingOf } from '#domain/findings/finding'
import { sumOf } from '#domain/money'
import { readSplit } from '#domain/sales/sale-text'
import type { NamedCoupon, OrderFacts, OrderWithRedemptions, RedemptionFacts } from './facts.ts'

/** What is wrong with an order, on its day. A closed one uses no coupon. */
export function compareOrder({ order, redemptions }: OrderWithRedemptions): readonly Finding[] {
  if (order.isClosed) return []
  const named = order.named.filter(({ isNamed }) => isNamed)
  const ofCoupon = (code: string) => redemptions.filter(({ coupon }) => coupon.couponCode === code)
  const missing = named.filter(({ couponCode }) => ofCoupon(couponCode).length === 0)
  if (missing.length > 0) return missing.map((coupon) => missingUse(order, coupon))
  const uses = redemptions.filter(({ returnedAtMs }) => returnedAtMs === undefined)
  const used = new Set(uses.map(({ coupon }) => coupon.couponCode))
  // Coupons that are on one side only have findings of their own; sums differ with them anyway.
  const isSame = used.size === named.length && named.every(({ couponCode }) => used.has(couponCode))
  const differing = isSame && uses.length > 0 ? compareAmounts(order, uses) : undefined
  return differing === undefined ? [] : [differing]
}

function missingUse(order: OrderFacts, { couponCode, problem, coupon }: NamedCoupon): Finding {
  const { orderId, shop, eventSeq } = order
  const other = coupon?.usedBy
  if (other === undefined)
    return findingOf({ kind: 'NAMED_NOT_REDEEMED', orderId, couponCode, shop, problem }, [eventSeq])
  const { redemptionId, orderId: otherOrderId } = other
  return findingOf(
    { kind: 'REDEEMED_FOR_OTHER_ORDER', orderId, couponCode, shop, problem, redemptionId, otherOrderId },
    [eventSeq],
  )
}

/** For each line: its price before coupons minus what was paid, and how far that may be off. */
type Reduction = Readonly<{ fen: number; toleranceFen: number }>

/**
 * Compares what coupons took off with the reduction of the order: price times quantity minus what was paid. Both must be known: each coupon
 * has amounts, and every line has a quantity. An ERP may take the reduction off its lines, or off the total only. The total may contain a
 * delivery fee, which not every ERP names. An ERP that redeems by order.sync does not know the split of this server.
 */
function compareAmounts(order: OrderFacts, uses: readonly RedemptionFacts[]): Finding | undefined {
  const amounts = uses.map((use) => use.amounts).filter((known) => known !== undefined)
  const lines = order.lines.map(reductionOf).filter((known) => known !== undefined)
  if (amounts.length < uses.length || lines.length < order.lines.length) return undefined
  const toleranceFen = sumOf(lines.map((line) => line.toleranceFen))
  const offFen = sumOf(amounts.map((known) => known.offFen))
  const byLines = sumOf(lines.map(({ fen }) => fen))
  const { paidFen, deliveryFen } = order
  const byTotal = byLines + sumOf(order.lines.map((line) => line.paidFen)) + (deliveryFen ?? 0) - paidFen
  const isSame = (fen: number) => Math.abs(fen - offFen) <= toleranceFen
  const finding = (kind: 'SUM_DIFFERS' | 'SPLIT_DIFFERS', orderOffFen: number) => {
    const { orderId, eventSeq } = order
    const shop = order.shop ?? uses.find((use) => use.shop !== undefined)?.shop
    const [only] = uses.length === 1 ? uses : []
    const ofOne = { couponCode: only?.coupon.couponCode, redemptionId: only?.redemptionId }
    return findingOf({ kind, orderId, shop, offFen, orderOffFen, ...ofOne }, [
      ...uses.map((use) => use.eventSeq),
      eventSeq,
    ])
  }
  if (isSame(byLines)) {
    const splits = amounts.map(({ split }) => split)
    return order.isRedeemedByErp || isSameSplit(lines, splits) ? undefined : finding('SPLIT_DIFFERS', byLines)
  }
  if (isSame(byTotal)) return undefined
  // What the total is too high by may be the delivery fee, unless the total is that of the goods.
  const hidesDelivery = deliveryFen === undefined && byLines === 0 && byTotal < offFen && byTotal !== 0
  return hidesDelivery ? undefined : finding('SUM_DIFFERS', byLines === 0 ? byTotal : byLines)
}

function reductionOf({ quantityMilli, priceFen, paidFen }: OrderFacts['lines'][number]): Reduction | undefined {
  if (quantityMilli === undefined) return undefined
  const costMilli = priceFen * quantityMilli
  // Herbs by the gram: the till may round the line another way.
  return { fen: Math.round(costMilli / 1000) - paidFen, toleranceFen: costMilli % 1000 === 0 ? 0 : 1 }
}

/**
 * Whether coupons took the same from as many lines, whatever their order: tills and ERPs number lines each in their own way. A till that
 * gave only a total, which is stored as line 1, said nothing of lines.
 */
function isSameSplit(lines: readonly Reduction[], splits: readonly string[]): boolean {
  const byLine = new Map<number, number>()
  for (const { lineNo, fen } of splits.flatMap(readSplit)) byLine.set(lineNo, (byLine.get(lineNo) ?? 0) + fen)
  const taken = [...byLine.values()].filter((fen) => fen > 0)
  if (taken.length <= 1 && (byLine.has(1) || byLine.size === 0)) return true
  const reductions = lines.toSorted((left, right) => right.fen - left.fen)
  const sorted = taken.toSorted((left, right) => right - left)
  const count = Math.max(sorted.length, reductions.length)
  return Array.from({ length: count }, (_, place) => place).every((place) => {
    const { fen, toleranceFen } = reductions[place] ?? { fen: 0, toleranceFen: 0 }
    return Math.abs(fen - (sorted[place] ?? 0)) <= toleranceFen
  })
}
