import {
  codesOf,
  decidesBuyer,
  type HistoryEntry,
  insertVersion,
  noHistory,
  type OrderPricing,
  type OrderRules,
} from '#domain/orders/order-history'
import { meaningOfStatus } from '#domain/orders/order-status'
import type { StoredOrder } from '#domain/orders/order-store'
import { maxCouponsOfOrder, type OrderVersion } from '#domain/orders/shop-order'
import type { SellerPolicy } from '#domain/policy/seller-policy'
import type { ShopWithGroups } from '#domain/shops/shop-list'
import { load } from './act.ts'
import { problemOf } from './coupon-refusal.ts'
import { followHistory, type SyncedCoupon } from './follow-history.ts'
import { couponUseOf } from './judge-on-order.ts'
import { judgeVersion } from './judge-version.ts'
import type { LifecycleWriter, Worked, WriteCall, Written } from './lifecycle-store.ts'
import { isFullyRefunded, orderCostFen } from './order-basket.ts'
import { templateVersions } from './reads.ts'
import type { StoredCoupon } from './stored-coupon.ts'
import type { TemplateVersions } from './template-versions.ts'

export type SyncingOrder = WriteCall &
  Readonly<{
    version: OrderVersion
    policy: SellerPolicy
    /** The shop of the version with the groups that have it; absent: it is in none. */
    at?: ShopWithGroups | undefined
    randomBytes: (size: number) => Uint8Array
  }>

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
  const pricing = history.pricing ?? { rules: rulesOf(asked), own: [] }
  const { uses: onOrder } = await writer.findCouponsOnOrder(orderId)
  const { versions } = await writer.load(
    load({ versions: templateVersions([...[...found.values()].map(couponUseOf), ...onOrder]) }),
  )
  const { entry, misfits, unjudged, closes } = await entryOf(writer, { asked, key, found, pricing, versions })
  const after = insertVersion(history, entry)
  const isNewest = after.entries.at(-1) === entry
  const isOfBuyer = decidesBuyer(after, entry)
  if (isNewest || isOfBuyer) await writer.beginOrder({ version, stored, decidesBuyer: isOfBuyer })
  const using = {
    ...version,
    amountFen: orderCostFen(version),
    judged: { version, rules: pricing.rules, at: asked.at },
    unjudged,
    onOrder,
    versions,
    named: new Set(codes),
    hasUsed: stored?.coupons.some(({ redemptionId }) => redemptionId !== undefined) ?? false,
    nowMs: request.nowMs,
    randomBytes: asked.randomBytes,
  }
  const { followed, own } = await followHistory(writer, {
    ...{ order: using, codes, found, stored: stored?.coupons ?? [], before: history, history: after },
    newest: isNewest ? { misfits, closes } : undefined,
    own: pricing.own,
    priced: { lines: isNewest ? version.lines : (stored?.lines ?? []), rules: pricing.rules },
  })
  const kept = { history: { ...after, pricing: { ...pricing, own } }, coupons: followed.map(({ row }) => row) }
  await writer.saveOrder({ stored, version, isNewest, decidesBuyer: isOfBuyer, ...kept })
  const outcome = isNewest ? (stored === undefined ? 'created' : 'updated') : 'outdated'
  return { kind: 'done', answer: { orderId, outcome, coupons: followed.map(({ answer }) => answer) } }
}

/** The rules are kept with the first version, so that all are judged alike whenever they arrive. */
function rulesOf({ policy, at }: SyncingOrder): OrderRules {
  const { isApprovalAsked: _, ...rules } = policy
  return { ...rules, at }
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
  asked: SyncingOrder
  key: string
  found: ReadonlyMap<string, StoredCoupon>
  pricing: OrderPricing
  versions: TemplateVersions
}>

/**
 * What the version says about its coupons, which depends on the version, the terms of coupons and the rules of the first version only. One
 * that another call redeemed for the order is used, whatever shop and amounts are; if its goods came back to the till, it counts for none of
 * the others.
 */
async function entryOf(writer: LifecycleWriter, { asked, key, found, pricing: { rules, own }, versions }: Arrived) {
  const { version, at, request } = asked
  const { orderId, status, stampMs, couponCodes, phone, cardNo } = version
  const { rank, endsUse } = meaningOfStatus(status)
  const closes = endsUse || isFullyRefunded(version)
  const inTurn: { coupon: StoredCoupon; isPresumed: boolean }[] = []
  for (const couponCode of couponCodes) {
    const coupon = found.get(couponCode)
    const ofTill = coupon && redemptionByTill(coupon, { orderId, own })
    if (coupon === undefined || (ofTill !== undefined && (await isGoodsBack(writer, ofTill)))) continue
    inTurn.push({ coupon, isPresumed: ofTill !== undefined })
  }
  const { misfits, unjudged } = judgeVersion(versions, { version, rules, at }, inTurn)
  const named = closes ? [] : couponCodes
  const entry: HistoryEntry = {
    ...{ stampMs, arrivedAtMs: request.nowMs, rank, key, namesBuyer: phone !== undefined || cardNo !== undefined },
    uses: named.filter((code) => !misfits.has(code)),
    fails: named.flatMap((code) => {
      const refusal = misfits.get(code)
      return refusal === undefined ? [] : [{ code, problem: problemOf(refusal) }]
    }),
  }
  return { entry, misfits, unjudged, closes }
}

/** The redemption by which another call uses the coupon for the order. @param order.own redemptions by versions */
function redemptionByTill(
  { state }: StoredCoupon,
  { orderId, own }: Readonly<{ orderId: string; own: readonly string[] }>,
): string | undefined {
  if (state.kind !== 'used' || state.redemption?.orderId !== orderId) return undefined
  const { redemptionId } = state.redemption
  return own.includes(redemptionId) ? undefined : redemptionId
}

/**
 * Whether the goods of a redemption by a till came back without its coupon. That versions gave a coupon up does not count here: whether they
 * did depends on which of them arrived.
 */
async function isGoodsBack(writer: Pick<LifecycleWriter, 'findSoldOrder'>, redemptionId: string): Promise<boolean> {
  const { ended } = await writer.findSoldOrder({ redemptionId })
  return ended.get(redemptionId) === 'goods-back'
}
