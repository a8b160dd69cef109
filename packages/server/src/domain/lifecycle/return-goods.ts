import { refundedFen } from '#domain/sales/sale'
import { act, done, refused } from './act.ts'
import { type Change, goodsReturned, returned, steps } from './changes.ts'
import type { CouponBack } from './give-back-coupon.ts'
import {
  type AskedReturn,
  changesAnything,
  planReturn,
  type ReturnFacts,
  type ReturnPlan,
  type ReturnPlanRefusal,
  returnFacts,
} from './plan-return.ts'

export type ReturningGoods = Omit<AskedReturn, 'nowMs'> &
  Readonly<{
    reason: string
    /** Refuses where the coupon of the named redemption does not come back although nothing of it is left. */
    needsCoupon: boolean
  }>

export type GoodsReturned = Readonly<{
  /** Undefined if it is not known what the member paid. */
  refundFen: number | undefined
  /** Refund of this return and all before it. */
  refundedFen: number | undefined
  heldBackFen: number
  lines: ReturnPlan['lines']
  coupons: readonly Omit<CouponBack, 'step' | 'shop'>[]
  /** All of it came back before. */
  isUnchanged: boolean
}>

export type ReturnRefusal = ReturnPlanRefusal | Readonly<{ kind: 'return-not-allowed' }>

/**
 * Takes goods of an order back, or one coupon only: computes the refund, returns the coupons of which nothing is left, and records the
 * returned goods, so that any sequence of returns refunds exactly what was paid.
 */
export const returnGoods = act<ReturningGoods, ReturnFacts, GoodsReturned, ReturnRefusal>({
  reads: (input) => returnFacts(input),
  decide({ input, found, nowMs }) {
    const plan = planReturn({ ...input, nowMs }, found)
    if (plan.kind === 'refused') return plan
    const { order, needsCoupon } = input
    const isRefused = ({ redemptionId, outcome }: CouponBack): boolean =>
      outcome === 'not_returned' && 'redemptionId' in order && redemptionId === order.redemptionId
    if (needsCoupon && plan.coupons.some(isRefused)) return refused({ kind: 'return-not-allowed' })
    return done(answerOf(plan), changesAnything(plan) ? changesOf(plan, input.reason, nowMs) : [])
  },
})

function answerOf(plan: ReturnPlan): GoodsReturned {
  const { sale, refundFen, heldBackFen, lines, coupons, ended } = plan
  const before = sale && refundedFen(sale)
  const isKept = ({ redemptionId, outcome }: CouponBack) => outcome === 'not_returned' && !ended.has(redemptionId)
  return {
    refundFen,
    heldBackFen,
    lines,
    refundedFen: before === undefined || refundFen === undefined ? undefined : before + refundFen,
    coupons: coupons.map(({ step: _step, shop: _shop, ...coupon }) => coupon),
    isUnchanged: !changesAnything(plan) && !coupons.some(isKept),
  }
}

function changesOf(
  { sale, refundFen, lines, coupons, giftsBack }: ReturnPlan,
  reason: string,
  nowMs: number,
): readonly Change[] {
  const taken = coupons.flatMap(({ step, takenBackFen }) => (step === undefined ? [] : { ...step, takenBackFen }))
  const changes = [
    ...steps(
      taken.map(({ from, to, redemption: { amounts }, takenBackFen }) => {
        return { kind: 'returned', from, to, reason, amounts, takenBackFen }
      }),
    ),
    ...taken.map(({ redemption: { redemptionId } }) => returned(redemptionId, reason)),
  ]
  if (sale === undefined) return changes
  const changed = coupons.filter(({ takenBackFen = 0, outcome }) => takenBackFen > 0 || outcome !== 'used')
  const ofCoupons = changed.map(({ redemptionId, couponCode, shop, outcome, takenBackFen = 0 }) => {
    return { redemptionId, couponCode, shop, outcome, takenBackFen }
  })
  return [...changes, goodsReturned(sale, { atMs: nowMs, reason, refundFen, lines, giftsBack, coupons: ofCoupons })]
}
