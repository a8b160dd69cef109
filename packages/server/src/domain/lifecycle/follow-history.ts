import { type OrderHistory, type WantedUse, wantedUse } from '#domain/orders/order-history'
import type { CouponOfOrder, CouponOutcome } from '#domain/orders/shop-order'
import type { LifecycleWriter } from './lifecycle-store.ts'
import type { StoredCoupon } from './stored-coupon.ts'
import { type CouponInUse, CouponUses, type UseRefusal, type UsingOrder } from './use-coupons.ts'

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
  /** Coupons that it names. */
  named: readonly string[]
  /** Why coupons do not fit its shop or amounts. */
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
  history: OrderHistory
  newest: NewestVersion | undefined
}>

type Followed = Readonly<{ row: CouponOfOrder; answer: SyncedCoupon }>

/** Takes the steps that bring the coupons of an order to where the history of its versions wants them. */
export async function followHistory(writer: LifecycleWriter, asked: Following): Promise<readonly Followed[]> {
  const { order, codes, found, history } = asked
  if (codes.length === 0) return []
  const uses = await CouponUses.of(order, writer)
  const stored = new Map(asked.stored.map((coupon) => [coupon.couponCode, coupon]))
  const tasks = codes.map((couponCode): Task => {
    const coupon = { couponCode, coupon: found.get(couponCode), isReturned: false }
    return { uses, coupon, stored: stored.get(couponCode), wanted: wantedUse(history, couponCode), asked }
  })
  const followed = new Map<string, Followed>()
  // Coupons that the order gives up make room for those that it takes.
  for (const task of [
    ...tasks.filter(({ wanted }) => !wanted.isUsed),
    ...tasks.filter(({ wanted }) => wanted.isUsed),
  ]) {
    followed.set(task.coupon.couponCode, await follow(task))
  }
  await uses.write()
  return codes.flatMap((code) => followed.get(code) ?? [])
}

type Task = Readonly<{
  uses: CouponUses
  coupon: CouponInUse
  stored: CouponOfOrder | undefined
  wanted: WantedUse
  asked: Following
}>

/** What is known of a coupon after a step. */
type Standing = Readonly<{
  outcome: CouponOutcome
  redemptionId: string | undefined
  refusal?: UseRefusal | undefined
  problem?: string | undefined
}>

async function follow(task: Task): Promise<Followed> {
  const { coupon, stored, wanted, asked } = task
  const cycled = await runCycles(task)
  const standing = wanted.isUsed ? await takeIntoUse(task, cycled.redemptionId) : await takeOutOfUse(task, cycled)
  const { outcome, redemptionId, refusal, problem = refusal?.kind } = standing
  const reconcileSinceMs = outcome === 'refused' ? (stored?.reconcileSinceMs ?? asked.order.nowMs) : undefined
  const { couponCode } = coupon
  const cycles = Math.max(wanted.cycles, stored?.cycles ?? 0)
  const current = outcome === 'redeemed' || wanted.isUsed ? redemptionId : undefined
  return {
    row: { couponCode, outcome, problem, redemptionId: current, cycles, reconcileSinceMs },
    answer: { couponCode, outcome, redemptionId, refusal, problem },
  }
}

type Cycled = Readonly<{
  /** Of the present use, if there was one. */
  redemptionId: string | undefined
  /** The last redemption that was given up, and whether it was returned. */
  ended: string | undefined
  refusal: UseRefusal | undefined
}>

/** Uses that came to their end: each that was not taken yet is taken now, and given back. */
async function runCycles({ uses, coupon, stored, wanted, asked }: Task): Promise<Cycled> {
  let redemptionId = stored?.redemptionId
  let ended: string | undefined
  let refusal: UseRefusal | undefined
  for (let cycle = stored?.cycles ?? 0; cycle < wanted.cycles; cycle += 1) {
    if (redemptionId === undefined) {
      const used = await uses.use(coupon)
      redemptionId = typeof used === 'string' ? used : undefined
    }
    if (redemptionId === undefined) continue
    ended = redemptionId
    refusal = await uses.giveBack(coupon, reasonOf(asked.newest))
    redemptionId = undefined
  }
  return { redemptionId, ended, refusal }
}

/** @param redemptionId of the present use; if it was returned by another call, it stays so */
async function takeIntoUse({ uses, coupon }: Task, redemptionId: string | undefined): Promise<Standing> {
  if (redemptionId !== undefined) {
    return { outcome: uses.redemptionOf(coupon) === redemptionId ? 'redeemed' : 'returned', redemptionId }
  }
  const used = await uses.use(coupon)
  if (typeof used === 'string') return { outcome: 'redeemed', redemptionId: used }
  return { outcome: 'refused', redemptionId: undefined, refusal: used }
}

async function takeOutOfUse(task: Task, { ended, refusal }: Cycled): Promise<Standing> {
  const { uses, coupon, stored, asked } = task
  if (refusal !== undefined) return { outcome: 'kept', redemptionId: ended, refusal }
  if (ended !== undefined) return { outcome: 'returned', redemptionId: ended }
  const { couponCode } = coupon
  const { newest, history } = asked
  const isNamed = history.entries.at(-1)?.fails.includes(couponCode) ?? false
  if (isNamed) {
    const misfit = newest?.misfits.get(couponCode)
    return { outcome: 'refused', redemptionId: undefined, refusal: misfit, problem: misfit?.kind ?? stored?.problem }
  }
  const closed = newest?.closes && newest.named.includes(couponCode) ? await closeUse(task) : undefined
  if (closed !== undefined) return closed
  if (uses.release(coupon)) return { outcome: 'released', redemptionId: undefined }
  if (stored === undefined || stored.outcome === 'refused') return { outcome: 'unused', redemptionId: undefined }
  return { outcome: stored.outcome, redemptionId: undefined, problem: stored.problem }
}

/** Returns what a till redeemed for the order, where the first version that names it is closed. */
async function closeUse({ uses, coupon, asked }: Task): Promise<Standing | undefined> {
  const redemptionId = uses.redemptionOf(coupon)
  if (redemptionId === undefined) return undefined
  const refusal = await uses.giveBack(coupon, reasonOf(asked.newest))
  return { outcome: refusal === undefined ? 'returned' : 'kept', redemptionId, refusal }
}

/** Why coupons come back, as their events say it. */
function reasonOf(newest: NewestVersion | undefined): string {
  return newest?.closes ? '订单已关闭或退款' : '订单更新后不再使用该券'
}
