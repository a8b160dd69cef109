import { refundedFen } from '#domain/sales/sale'
import type { CouponBack } from './give-back-coupon.ts'
import type { LifecycleWriter, Worked, WriteCall, Written } from './lifecycle-store.ts'
import {
  type AskedReturn,
  changesAnything,
  planReturn,
  type ReturnPlan,
  type ReturnPlanRefusal,
} from './plan-return.ts'

export type ReturningGoods = WriteCall &
  Omit<AskedReturn, 'nowMs'> &
  Readonly<{
    reason: string
    /** Refuses where the coupon of the named redemption does not come back although nothing of it is left. */
    needsCoupon: boolean
  }>

export type GoodsReturned = Readonly<{
  /** Undefined if it is not known what the member paid. */
  refundFen: number | undefined
  /** By this return and all before it. */
  refundedFen: number | undefined
  heldBackFen: number
  lines: ReturnPlan['lines']
  coupons: readonly Omit<CouponBack, 'step' | 'shop'>[]
  /** All of it came back before. */
  isUnchanged: boolean
}>

export type ReturnRefusal = ReturnPlanRefusal | Readonly<{ kind: 'return-not-allowed' }>

/**
 * Takes goods of an order back, or a coupon alone: reckons the refund, returns the coupons of which nothing is left, and remembers what
 * came back, so that any sequence of returns refunds exactly what was paid.
 */
export function returnGoods(asked: ReturningGoods): Promise<Written<GoodsReturned, ReturnRefusal>> {
  return asked.lifecycle.writeOnce(asked.request, (writer) => work(asked, writer))
}

async function work(asked: ReturningGoods, writer: LifecycleWriter): Promise<Worked<GoodsReturned, ReturnRefusal>> {
  const plan = await planReturn(writer, { ...asked, nowMs: asked.request.nowMs })
  if (plan.kind === 'refused') return plan
  const { order } = asked
  const isRefused = ({ redemptionId, outcome }: CouponBack): boolean =>
    outcome === 'not_returned' && 'redemptionId' in order && redemptionId === order.redemptionId
  if (asked.needsCoupon && plan.coupons.some(isRefused)) {
    return { kind: 'refused', refusal: { kind: 'return-not-allowed' } }
  }
  if (changesAnything(plan)) await carryOut(writer, plan, asked)
  return { kind: 'done', answer: answerOf(plan) }
}

function answerOf(plan: ReturnPlan): GoodsReturned {
  const { sale, refundFen, heldBackFen, lines, coupons, ended } = plan
  const before = sale && refundedFen(sale)
  const isKept = ({ redemptionId, outcome }: CouponBack) => outcome === 'not_returned' && !ended.has(redemptionId)
  return {
    ...{ refundFen, heldBackFen, lines },
    refundedFen: before === undefined || refundFen === undefined ? undefined : before + refundFen,
    coupons: coupons.map(({ step: _step, shop: _shop, ...coupon }) => coupon),
    isUnchanged: !changesAnything(plan) && !coupons.some(isKept),
  }
}

/** Steps are written in the order of the coupons' numbers, so that two works never wait for each other in a circle. */
async function carryOut(
  writer: LifecycleWriter,
  { sale, refundFen, lines, coupons, giftsBack }: ReturnPlan,
  { reason, request }: ReturningGoods,
): Promise<void> {
  const steps = coupons
    .flatMap(({ step, takenBackFen }) => (step === undefined ? [] : { ...step, takenBackFen }))
    .toSorted((left, right) => left.from.seq - right.from.seq)
  await writer.changeCoupons(
    steps.map(({ from, to, redemption, takenBackFen }) => {
      return { kind: 'returned', from, to, reason, amounts: redemption.amounts, takenBackFen }
    }),
  )
  for (const { redemption } of steps) await writer.markReturned(redemption.redemptionId, reason)
  if (sale === undefined) return
  const changed = coupons.filter(({ takenBackFen = 0, outcome }) => takenBackFen > 0 || outcome !== 'used')
  const ofCoupons = changed.map(({ redemptionId, couponCode, shop, outcome, takenBackFen = 0 }) => {
    return { redemptionId, couponCode, shop, outcome, takenBackFen }
  })
  await writer.addReturn(sale, { atMs: request.nowMs, reason, refundFen, lines, giftsBack, coupons: ofCoupons })
}
