import { type OrderHistory, problemInNewest, type WantedUse, wantedUse } from '#domain/orders/order-history'
import type { CouponOfOrder, CouponOutcome } from '#domain/orders/shop-order'
import type { Change } from './changes.ts'
import type { PricedOrder } from './order-basket.ts'
import type { StoredCoupon } from './stored-coupon.ts'
import {
  type CouponInUse,
  CouponUses,
  type PricingUses,
  type UseFacts,
  type UseRefusal,
  type UsingOrder,
} from './use-coupons.ts'

/** What became of a coupon. */
export type SyncedCoupon = Readonly<{
  couponCode: string
  outcome: CouponOutcome
  redemptionId: string | undefined
  /** Why it was refused or kept, where this call found it out. */
  refusal: UseRefusal | undefined
  /** The kind of the refusal, also of one that an earlier call found out. */
  problem: string | undefined
}>

/** The newest version, if it is the one that arrived. */
type NewestVersion = Readonly<{
  /** Why coupons do not fit it. */
  misfits: ReadonlyMap<string, UseRefusal>
  /** It is closed or refunded. */
  closes: boolean
}>

type Following = Readonly<{
  order: UsingOrder
  /** Every coupon that a version named. */
  codes: readonly string[]
  found: ReadonlyMap<string, StoredCoupon>
  stored: readonly CouponOfOrder[]
  /** Before the version arrived, and with it. */
  before: OrderHistory
  history: OrderHistory
  newest: NewestVersion | undefined
  /** Redemptions that versions made before. */
  own: readonly string[]
  priced: PricedOrder
}>

type Followed = Readonly<{ row: CouponOfOrder; answer: SyncedCoupon }>

/** Takes the steps that bring the coupons of an order to where the history of its versions wants them. */
export function followHistory(
  facts: UseFacts,
  requested: Following,
): Readonly<{ followed: readonly Followed[]; own: readonly string[]; changes: readonly Change[] }> {
  const { order, codes, found, history, priced } = requested
  if (codes.length === 0) return { followed: [], own: [], changes: [] }
  const uses = new CouponUses(order, facts)
  const stored = new Map(requested.stored.map((coupon) => [coupon.couponCode, coupon]))
  const followed: Followed[] = []
  const coupons: PricingUses['coupons'][number][] = []
  for (const couponCode of codes) {
    const coupon = { couponCode, coupon: found.get(couponCode), isReturned: false }
    const wanted = wantedUse(history, couponCode)
    const one = follow({ uses, coupon, stored: stored.get(couponCode), wanted, asked: requested })
    followed.push(one)
    coupons.push({ inUse: coupon, isKept: one.row.outcome === 'kept' })
  }
  const own = uses.price({ own: requested.own, coupons, priced })
  return { followed, own, changes: uses.changes }
}

type Task = Readonly<{
  uses: CouponUses
  coupon: CouponInUse
  stored: CouponOfOrder | undefined
  wanted: WantedUse
  asked: Following
}>

/** State of a coupon after the steps so far. */
type Standing = Readonly<{
  outcome: CouponOutcome
  /** The last redemption for the order. */
  redemptionId: string | undefined
  refusal?: UseRefusal | undefined
  problem?: string | undefined
}>

function follow(task: Task): Followed {
  const { coupon, stored, wanted, asked } = task
  const cycled = runCycles(task)
  const {
    outcome,
    redemptionId,
    refusal,
    problem = refusal?.kind,
  } = wanted.isUsed ? takeIntoUse(task, cycled) : takeOutOfUse(task, cycled)
  const reconcileSinceMs = outcome === 'refused' ? (stored?.reconcileSinceMs ?? asked.order.nowMs) : undefined
  const { couponCode } = coupon
  const cycles = Math.max(wanted.cycles, stored?.cycles ?? 0)
  return {
    row: { couponCode, outcome, problem, redemptionId, cycles, reconcileSinceMs },
    answer: { couponCode, outcome, redemptionId, refusal, problem },
  }
}

type Cycled = Readonly<{
  /** Id of the redemption by which the order uses the coupon, or used it until another call returned it. */
  presentId: string | undefined
  /** The last redemption for the order. */
  lastId: string | undefined
  refusal: UseRefusal | undefined
}>

/** Uses that came to their end: each that was not taken yet is taken now, and given back. */
function runCycles({ uses, coupon, stored, wanted, asked }: Task): Cycled {
  const wasUsed = wantedUse(asked.before, coupon.couponCode).isUsed && stored?.outcome !== 'refused'
  // A till may have returned it and redeemed it again.
  let lastId = wasUsed ? (uses.redemptionOf(coupon) ?? stored?.redemptionId) : stored?.redemptionId
  let presentId = wasUsed ? lastId : undefined
  let refusal: UseRefusal | undefined
  for (let cycle = stored?.cycles ?? 0; cycle < wanted.cycles; cycle += 1) {
    if (presentId === undefined) {
      const used = use(uses, coupon, lastId)
      presentId = typeof used === 'string' ? used : undefined
    }
    if (presentId === undefined) continue
    lastId = presentId
    refusal = uses.giveBack(coupon, reasonOf(asked.newest))
    presentId = undefined
  }
  return { presentId, lastId, refusal }
}

/** Uses a coupon, unless another call redeemed it for the order and returned it before any version did. @returns the redemption, or a refusal */
function use(uses: CouponUses, coupon: CouponInUse, lastId: string | undefined): string | UseRefusal {
  const returnedId = lastId === undefined ? uses.returnedOf(coupon) : undefined
  return returnedId ?? uses.use(coupon)
}

/** One that another call returned stays so. */
function takeIntoUse({ uses, coupon }: Task, { presentId, lastId }: Cycled): Standing {
  if (presentId !== undefined) {
    return { outcome: uses.redemptionOf(coupon) === presentId ? 'redeemed' : 'returned', redemptionId: presentId }
  }
  const used = use(uses, coupon, lastId)
  if (typeof used === 'string') {
    return { outcome: uses.redemptionOf(coupon) === used ? 'redeemed' : 'returned', redemptionId: used }
  }
  return { outcome: 'refused', redemptionId: lastId, refusal: used }
}

function takeOutOfUse(task: Task, { lastId, refusal }: Cycled): Standing {
  const { uses, coupon, stored, asked } = task
  const { couponCode } = coupon
  const { newest, history } = asked
  const presentId = uses.redemptionOf(coupon)
  const isKept = refusal !== undefined || stored?.outcome === 'kept'
  if (presentId !== undefined && presentId === lastId && isKept) {
    return { outcome: 'kept', redemptionId: lastId, refusal, problem: 'return-not-allowed' }
  }
  const problem = problemInNewest(history, couponCode)
  if (problem !== undefined) {
    return { outcome: 'refused', redemptionId: lastId, refusal: newest?.misfits.get(couponCode), problem }
  }
  if (presentId !== undefined) return useOfTill(task, presentId)
  if (uses.release(coupon)) return { outcome: 'released', redemptionId: lastId }
  if (lastId !== undefined) return { outcome: 'returned', redemptionId: lastId }
  return { outcome: stored?.outcome === 'released' ? 'released' : 'unused', redemptionId: undefined }
}

/** A till redeemed it for the order, and no version uses that redemption: it comes back only when the order is closed. */
function useOfTill({ uses, coupon, asked }: Task, redemptionId: string): Standing {
  if (!asked.newest?.closes) return { outcome: 'redeemed', redemptionId }
  const refusal = uses.giveBack(coupon, reasonOf(asked.newest))
  return { outcome: refusal === undefined ? 'returned' : 'kept', redemptionId, refusal }
}

/** Why coupons come back, as their events say it. */
function reasonOf(newest: NewestVersion | undefined): string {
  return newest?.closes ? '订单已关闭或退款' : '订单更新后不再使用该券'
}
