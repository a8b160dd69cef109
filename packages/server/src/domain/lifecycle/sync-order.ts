import { codesOf, type HistoryEntry, insertVersion, noHistory } from '#domain/orders/order-history'
import { meaningOfStatus } from '#domain/orders/order-status'
import type { StoredOrder } from '#domain/orders/order-store'
import { maxCouponsOfOrder, type OrderVersion } from '#domain/orders/shop-order'
import { checkOrder, withShopGroups } from './check-order.ts'
import { followHistory, type SyncedCoupon } from './follow-history.ts'
import type { LifecycleWriter, Worked, WriteCall, Written } from './lifecycle-store.ts'
import { isFullyRefunded, orderOf } from './order-amounts.ts'
import type { StoredCoupon } from './stored-coupon.ts'
import type { UseRefusal } from './use-coupons.ts'

export type SyncingOrder = WriteCall & Readonly<{ version: OrderVersion; randomBytes: (size: number) => Uint8Array }>

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
  const { entry, misfits, closes } = entryOf({ version, key, found, order })
  const after = insertVersion(history, entry)
  const isNewest = after.entries.at(-1) === entry
  if (isNewest) await writer.beginOrder(version, stored)
  const using = { ...version, amountFen: order.amountFen, nowMs: request.nowMs, randomBytes: asked.randomBytes }
  const coupons = await followHistory(writer, {
    ...{ order: using, codes, found, stored: stored?.coupons ?? [], history: after },
    newest: isNewest ? { named: version.couponCodes, misfits, closes } : undefined,
  })
  const rows = coupons.map(({ row }) => row)
  await writer.saveOrder({ stored, version, isNewest, history: after, coupons: rows })
  const outcome = isNewest ? (stored === undefined ? 'created' : 'updated') : 'outdated'
  return { kind: 'done', answer: { orderId, outcome, coupons: coupons.map(({ answer }) => answer) } }
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
}>

/** What the version says about its coupons. One that another call redeemed for the order is used, whatever shop and amounts are. */
function entryOf({ version, key, found, order }: Arrived) {
  const { orderId, status, stampMs, couponCodes } = version
  const { rank, endsUse } = meaningOfStatus(status)
  const closes = endsUse || isFullyRefunded(version)
  const misfits = new Map<string, UseRefusal>()
  for (const couponCode of couponCodes) {
    const coupon = found.get(couponCode)
    if (coupon === undefined || usesAlready(coupon, orderId)) continue
    const refusal = checkOrder(coupon.terms, order)
    if (refusal !== undefined) misfits.set(couponCode, { ...refusal, couponCode })
  }
  const named = closes ? [] : couponCodes
  const entry: HistoryEntry = {
    ...{ stampMs, rank, key },
    uses: named.filter((code) => !misfits.has(code)),
    fails: named.filter((code) => misfits.has(code)),
  }
  return { entry, misfits, closes }
}

function usesAlready({ state }: StoredCoupon, orderId: string): boolean {
  return state.kind === 'used' && state.redemption?.orderId === orderId
}
