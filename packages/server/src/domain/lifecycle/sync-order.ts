import {
  codesOf,
  decidesBuyer,
  type HistoryEntry,
  insertVersion,
  noHistory,
  type PricingRules,
} from '#domain/orders/order-history'
import { meaningOfStatus } from '#domain/orders/order-status'
import type { StoredOrder } from '#domain/orders/order-store'
import { type CouponOfOrder, maxCouponsOfOrder, type OrderVersion } from '#domain/orders/shop-order'
import type { SellerPolicy } from '#domain/policy/seller-policy'
import { checkOrder, withShopGroups } from './check-order.ts'
import { followHistory, type SyncedCoupon } from './follow-history.ts'
import type { CouponUse, LifecycleWriter, Worked, WriteCall, Written } from './lifecycle-store.ts'
import { isFullyRefunded, orderOf } from './order-amounts.ts'
import { checkBeside, couponUseOf } from './redeem-coupons.ts'
import type { StoredCoupon } from './stored-coupon.ts'
import type { UseRefusal } from './use-coupons.ts'

export type SyncingOrder = WriteCall &
  Readonly<{ version: OrderVersion; policy: SellerPolicy; randomBytes: (size: number) => Uint8Array }>

export type SyncAnswer = Readonly<{
  orderId: string
  outcome: 'created' | 'updated' | 'outdated' | 'unchanged'
  coupons: readonly SyncedCoupon[]
}>

type TooManyCoupons = Readonly<{ kind: 'too-many-coupons' }>

/**
 * Creates or updates an order, and redeems, returns and releases its coupons in the same transaction. Versions that come late, or
 * again, leave everything as if all had come once and in order.
 */
export function syncOrder(asked: SyncingOrder): Promise<Written<SyncAnswer, TooManyCoupons>> {
  return asked.lifecycle.writeOnce(asked.request, (writer) => sync(asked, writer))
}

async function sync(asked: SyncingOrder, writer: LifecycleWriter): Promise<Worked<SyncAnswer, TooManyCoupons>> {
  const { version, request } = asked
  const { orderId } = version
  const stored = await writer.findOrder(orderId)
  const history = stored?.history ?? noHistory
  const [key = '', ...earlierKeys] = writer.contentKeys(request.content)
  // Its number may have been removed by age, or be another one since the master key was changed.
  const keys = new Set([key, ...earlierKeys])
  if (history.entries.some((entry) => keys.has(entry.key))) return unchanged(orderId, stored)
  const codes = [...new Set([...version.couponCodes, ...codesOf(history), ...codesOfStored(stored)])]
  if (codes.length > maxCouponsOfOrder) return { kind: 'refused', refusal: { kind: 'too-many-coupons' } }
  const found = codes.length === 0 ? new Map<string, StoredCoupon>() : await writer.findCoupons(codes)
  const order = await withShopGroups(orderOf(version), found.values(), writer)
  const { entry, misfits, closes } = await entryOf(writer, {
    version,
    key,
    found,
    order,
    stored: stored?.coupons ?? [],
    nowMs: request.nowMs,
  })
  const after = insertVersion(history, entry)
  const isNewest = after.entries.at(-1) === entry
  const isOfBuyer = decidesBuyer(after, entry)
  if (isNewest || isOfBuyer) await writer.beginOrder({ version, stored, decidesBuyer: isOfBuyer })
  const using = {
    ...version,
    amountFen: order.amountFen,
    named: new Set(codes),
    nowMs: request.nowMs,
    randomBytes: asked.randomBytes,
  }
  const pricing = history.pricing ?? { rules: pricingRulesOf(asked.policy), own: [] }
  const { followed, own } = await followHistory(writer, {
    ...{ order: using, codes, found, stored: stored?.coupons ?? [], before: history, history: after },
    newest: isNewest ? { named: version.couponCodes, misfits, closes } : undefined,
    own: pricing.own,
    priced: { lines: isNewest ? version.lines : (stored?.lines ?? []), rules: pricing.rules },
  })
  const kept = { history: { ...after, pricing: { ...pricing, own } }, coupons: followed.map(({ row }) => row) }
  await writer.saveOrder({ stored, version, isNewest, decidesBuyer: isOfBuyer, ...kept })
  const outcome = isNewest ? (stored === undefined ? 'created' : 'updated') : 'outdated'
  return { kind: 'done', answer: { orderId, outcome, coupons: followed.map(({ answer }) => answer) } }
}

function pricingRulesOf({ thresholdBase, insured, rulePacks }: SellerPolicy): PricingRules {
  return { thresholdBase, insured, rulePacks }
}

function unchanged(orderId: string, stored: StoredOrder | undefined): Worked<SyncAnswer, never> {
  const coupons = (stored?.coupons ?? []).map(({ couponCode, outcome, redemptionId, problem }) => {
    return { couponCode, outcome, redemptionId, refusal: undefined, problem }
  })
  return { kind: 'done', answer: { orderId, outcome: 'unchanged', coupons } }
}

function codesOfStored(stored: StoredOrder | undefined): readonly string[] {
  return (stored?.coupons ?? []).map(({ couponCode }) => couponCode)
}

type Arrived = Readonly<{
  version: OrderVersion
  key: string
  found: ReadonlyMap<string, StoredCoupon>
  order: ReturnType<typeof orderOf>
  stored: readonly CouponOfOrder[]
  nowMs: number
}>

/**
 * What the version says about its coupons, which depends on the version and the terms of coupons only. One that another call redeemed
 * for the order is used, whatever shop and amounts are.
 */
async function entryOf(writer: LifecycleWriter, { version, key, found, order, stored, nowMs }: Arrived) {
  const { orderId, status, stampMs, couponCodes, phone, cardNo } = version
  const { rank, endsUse } = meaningOfStatus(status)
  const closes = endsUse || isFullyRefunded(version)
  const misfits = new Map<string, UseRefusal>()
  const fitting: CouponUse[] = []
  for (const couponCode of couponCodes) {
    const coupon = found.get(couponCode)
    if (coupon === undefined) continue
    const use = couponUseOf(coupon)
    const ownId = stored.find((one) => one.couponCode === couponCode)?.redemptionId
    const refusal = isUsedByTill(coupon, { orderId, ownId })
      ? undefined
      : (checkOrder(coupon.terms, order) ??
        (await checkBeside(writer, { orderId, amountFen: order.amountFen, earlier: fitting, coupons: [use] })))
    if (refusal === undefined) fitting.push(use)
    else misfits.set(couponCode, { ...refusal, couponCode })
  }
  const named = closes ? [] : couponCodes
  const entry: HistoryEntry = {
    ...{ stampMs, arrivedAtMs: nowMs, rank, key, namesBuyer: phone !== undefined || cardNo !== undefined },
    uses: named.filter((code) => !misfits.has(code)),
    fails: named.flatMap((code) => {
      const problem = misfits.get(code)?.kind
      return problem === undefined ? [] : [{ code, problem }]
    }),
  }
  return { entry, misfits, closes }
}

/** Whether another call redeemed the coupon for the order. @param order.ownId the redemption by earlier versions */
function isUsedByTill(
  { state }: StoredCoupon,
  { orderId, ownId }: Readonly<{ orderId: string; ownId: string | undefined }>,
): boolean {
  if (state.kind !== 'used' || state.redemption?.orderId !== orderId) return false
  return state.redemption.redemptionId !== ownId
}
