import { IdentityResolution, type KnownIdentities, type NamedMembers } from '#domain/members/identity-resolution'
import {
  codesOf,
  decidesBuyer,
  type HistoryEntry,
  insertVersion,
  noHistory,
  type OrderPricing,
  type OrderRules,
} from '#domain/orders/order-history'
import type { StoredOrder } from '#domain/orders/order-store'
import { maxCouponsOfOrder, meaningOfStatus, type OrderVersion } from '#domain/orders/shop-order'
import type { SellerPolicy } from '#domain/policy/seller-policy'
import type { ShopWithGroups } from '#domain/shops/shop-list'
import { act, done, load, type Reading, refused } from './act.ts'
import { identitiesChanged, savedOrder } from './changes.ts'
import { problemOf } from './coupon-refusal.ts'
import { followHistory, type SyncedCoupon } from './follow-history.ts'
import { couponUseOf } from './judge-on-order.ts'
import { judgeVersion } from './judge-version.ts'
import { runAct, type WriteCall, type Written } from './lifecycle-store.ts'
import { isFullyRefunded, orderCostFen } from './order-basket.ts'
import { idsOf, newTimedCode } from './random-code.ts'
import {
  contentKeys,
  couponsByCode,
  identities,
  lastReturns,
  order,
  redemptionsOfCoupons,
  soldOrder,
  templateVersions,
  usesOnOrder,
} from './reads.ts'
import type { StoredCoupon } from './stored-coupon.ts'
import type { UseFacts } from './use-coupons.ts'

type SyncedVersion = Readonly<{
  version: OrderVersion
  /** The whole version as canonical JSON. */
  content: string
  policy: SellerPolicy
  /** The shop of the version with the groups that have it; absent: it is in none. */
  at?: ShopWithGroups | undefined
  /** Whether a coupon that was used elsewhere, by an order that nobody knew, may be used by this one. */
  takesOver?: boolean | undefined
  /** Numbers of redemptions that are made, by place. */
  newId: (place: number) => string
}>

export type SyncingOrder = WriteCall &
  Omit<SyncedVersion, 'content' | 'newId'> &
  Readonly<{ randomBytes: (size: number) => Uint8Array }>

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
export function syncOrder(input: SyncingOrder): Promise<Written<SyncAnswer, TooManyCoupons>> {
  const { request, randomBytes } = input
  const newId = idsOf(() => newTimedCode(request.nowMs, randomBytes))
  return runAct(syncVersion, { ...input, content: request.content, newId })
}

type Found = Readonly<{
  stored: StoredOrder | undefined
  /** Names of the content: the present one, and those that it had under earlier keys. */
  keys: readonly string[]
  coupons: ReadonlyMap<string, StoredCoupon>
  uses: UseFacts
  /** Identities of the buyer that the version names. */
  identities: KnownIdentities | undefined
}>

export const syncVersion = act<SyncedVersion, Found, SyncAnswer, TooManyCoupons>({
  *reads({ version, content }): Reading<Found> {
    const { orderId, phone, cardNo } = version
    const { stored, keys } = yield* load({ stored: order(orderId), keys: contentKeys(content) })
    const nothing = { stored, keys, coupons: new Map(), uses: noUses, identities: undefined }
    if (isKnown(stored, keys)) return nothing
    const codes = codesOfOrder(version, stored)
    if (codes.length > maxCouponsOfOrder) return nothing
    const { coupons, onOrder } = yield* load({ coupons: couponsByCode(codes), onOrder: usesOnOrder(orderId) })
    const found = [...coupons.values()]
    const used = found.filter((coupon) => isUsedBy(coupon, orderId))
    const returned = found.filter(({ returnCount }) => returnCount > 0)
    const { versions, returns, redemptions } = yield* load({
      versions: templateVersions([...found.map(couponUseOf), ...onOrder.uses]),
      returns: lastReturns(returned.map(({ seq }) => seq)),
      redemptions: redemptionsOfCoupons([...new Set([...used, ...returned].map(({ seq }) => seq))]),
    })
    const { sold } = used.length === 0 ? noSale : yield* load({ sold: soldOrder({ orderId }) })
    const uses = { onOrder: onOrder.uses, versions, returns, redemptions, sold }
    if (phone === undefined && cardNo === undefined) return { ...nothing, coupons, uses }
    return { ...nothing, coupons, uses, ...(yield* load({ identities: identities([{ phone, cardNo }]) })) }
  },
  ahead: ({ version }) => [
    couponsByCode(codesOfOrder(version, undefined)),
    usesOnOrder(version.orderId),
    identities([{ phone: version.phone, cardNo: version.cardNo }]),
  ],
  decide({ input, found, nowMs }) {
    const { version } = input
    const { stored, keys, coupons, uses } = found
    const { orderId, phone, cardNo } = version
    if (isKnown(stored, keys)) return done(unchanged(orderId, stored))
    const codes = codesOfOrder(version, stored)
    if (codes.length > maxCouponsOfOrder) return refused({ kind: 'too-many-coupons' })
    const history = stored?.history ?? noHistory
    const pricing = history.pricing ?? { rules: rulesOf(input), own: [] }
    const { entry, misfits, unjudged, closes } = entryOf({ asked: input, key: keys[0] ?? '', found, pricing, nowMs })
    const after = insertVersion(history, entry)
    const isNewest = after.entries.at(-1) === entry
    const isOfBuyer = decidesBuyer(after, entry)
    const using = {
      ...version,
      amountFen: orderCostFen(version),
      judged: { version, rules: pricing.rules, at: input.at },
      unjudged,
      takesOver: input.takesOver ?? false,
      named: new Set(codes),
      hasUsed: stored?.coupons.some(({ redemptionId }) => redemptionId !== undefined) ?? false,
      nowMs,
      newId: input.newId,
    }
    const { followed, own, changes } = followHistory(uses, {
      order: using,
      codes,
      found: coupons,
      stored: stored?.coupons ?? [],
      before: history,
      history: after,
      newest: isNewest ? { misfits, closes } : undefined,
      own: pricing.own,
      priced: { lines: isNewest ? version.lines : (stored?.lines ?? []), rules: pricing.rules },
    })
    const isNamed = isOfBuyer || (isNewest && stored === undefined)
    const resolution = isNamed && found.identities !== undefined ? new IdentityResolution(found.identities) : undefined
    const buyer = isNamed ? (resolution?.name({ phone, cardNo }) ?? nobody) : undefined
    const saving = {
      stored,
      version,
      isNewest,
      buyer,
      decidesBuyer: isOfBuyer,
      history: { ...after, pricing: { ...pricing, own } },
      coupons: followed.map(({ row }) => row),
    }
    const outcome = isNewest ? (stored === undefined ? 'created' : 'updated') : 'outdated'
    const answer = { orderId, outcome, coupons: followed.map(({ answer: one }) => one) } as const
    const { memberNos = [] } = buyer ?? {}
    const named = resolution === undefined ? [] : [identitiesChanged({ memberNos, changes: resolution.changes() })]
    return done(answer, [...named, ...changes, savedOrder(saving)])
  },
})

const nobody: NamedMembers = { phoneRef: undefined, cardRef: undefined, memberNos: [] }
const noSale = { sold: { sales: [], redemptions: [], ended: new Map(), hasLostUploads: false } } as const
const noUses: UseFacts = { onOrder: [], versions: new Map(), returns: new Map(), redemptions: new Map(), ...noSale }

function isKnown(stored: StoredOrder | undefined, keys: readonly string[]): boolean {
  // Its number may have been removed by age, or be another one since the master key was changed.
  return stored?.history.entries.some(({ key }) => keys.includes(key)) ?? false
}

function codesOfOrder({ couponCodes }: OrderVersion, stored: StoredOrder | undefined): readonly string[] {
  return [...new Set([...couponCodes, ...codesOf(stored?.history ?? noHistory), ...codesOfStored(stored)])]
}

function isUsedBy({ state }: StoredCoupon, orderId: string): boolean {
  return state.kind === 'used' && state.redemption?.orderId === orderId
}

/** The rules are kept with the first version, so that all are judged alike whenever they arrive. */
function rulesOf({ policy, at }: SyncedVersion): OrderRules {
  const {
    isApprovalAsked: _approval,
    mustKnowShops: _shops,
    numbersOrders: _numbers,
    isSecondPersonAsked: _second,
    issueApprovalFen: _issue,
    ...rules
  } = policy
  return { ...rules, at }
}

function unchanged(orderId: string, stored: StoredOrder | undefined): SyncAnswer {
  const coupons = (stored?.coupons ?? []).map(({ couponCode, outcome, redemptionId, problem }) => {
    return { couponCode, outcome, redemptionId, refusal: undefined, problem }
  })
  return { orderId, outcome: 'unchanged', coupons }
}

function codesOfStored(stored: StoredOrder | undefined): readonly string[] {
  return (stored?.coupons ?? []).map(({ couponCode }) => couponCode)
}

type Arrived = Readonly<{ asked: SyncedVersion; key: string; found: Found; pricing: OrderPricing; nowMs: number }>

/**
 * What the version says about its coupons, which depends on the version, the terms of coupons and the rules of the first version only. One
 * that another call redeemed for the order is used, whatever shop and amounts are; if its goods came back to the till, it counts for none of
 * the others. That versions gave a coupon up does not count here: whether they did depends on which of them arrived.
 */
function entryOf({ asked, key, found, pricing: { rules, own }, nowMs }: Arrived) {
  const { version, at } = asked
  const { versions, sold } = found.uses
  const { orderId, status, stampMs, couponCodes, phone, cardNo } = version
  const { rank, endsUse } = meaningOfStatus(status)
  const closes = endsUse || isFullyRefunded(version)
  const inTurn: { coupon: StoredCoupon; isPresumed: boolean }[] = []
  for (const couponCode of couponCodes) {
    const coupon = found.coupons.get(couponCode)
    const ofTill = coupon && redemptionByTill(coupon, { orderId, own })
    if (coupon === undefined || (ofTill !== undefined && sold.ended.get(ofTill) === 'goods-back')) continue
    inTurn.push({ coupon, isPresumed: ofTill !== undefined })
  }
  const { misfits, unjudged } = judgeVersion(versions, { version, rules, at }, inTurn)
  const named = closes ? [] : couponCodes
  const entry: HistoryEntry = {
    stampMs,
    arrivedAtMs: nowMs,
    rank,
    key,
    namesBuyer: phone !== undefined || cardNo !== undefined,
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
