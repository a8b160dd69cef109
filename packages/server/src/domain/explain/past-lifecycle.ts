import { listOf } from '#domain/comma-list'
import { loadAll, loadBy } from '#domain/lifecycle/act'
import type { LifecycleStore } from '#domain/lifecycle/lifecycle-store'
import type { Loader } from '#domain/lifecycle/reads'
import { keyOfVersion, type StoredCoupon } from '#domain/lifecycle/stored-coupon'
import type { FoundRedemption } from '#domain/search/redemption-search'
import type { TemplateReader } from '#domain/templates/template-store'
import { type ClaimLeft, pastClaims } from './past-claims.ts'
import type { PastRules } from './past-rules.ts'
import type { Assumed, PastStore } from './past-store.ts'

/** The coupons and rules of a moment, by which a call is judged again. */
export type PastSource = Readonly<{
  sellerId: string
  past: PastStore
  rules: PastRules
  templates: Pick<TemplateReader, 'findVersions' | 'findReservedCode'>
}>

type PastParts = PastSource & Readonly<{ claimLeft: ClaimLeft | undefined; assumed: Assumed }>

/**
 * Runs works on the coupons and rules of a moment, by the code that runs them on the present ones, and writes nothing. A work that would be
 * done answers as if it were.
 */
export function pastLifecycle(parts: PastParts): LifecycleStore {
  return {
    async runAct(request, { reads, decide }, input) {
      const { nowMs } = request
      const found = await loadAll(reads(input, { nowMs }), loadBy(pastOf(parts, nowMs)))
      const decision = decide({ input, found, nowMs })
      return decision.kind === 'refused' ? decision : { kind: 'done', answer: decision.answer, isAlreadyDone: false }
    },
    rememberSign: async () => ({ kind: 'sign-known' }),
  }
}

/** Loads the reads of acts as of a moment. */
function pastOf(parts: PastParts, nowMs: number): Partial<Loader> {
  const { sellerId, past, rules, templates, assumed } = parts
  const codes = new Map<number, string>()
  let arrivedKey: string | undefined

  const codeOf = (seq: number) => codes.get(seq) ?? ''

  async function findCoupon(couponCode: string): Promise<StoredCoupon | undefined> {
    const coupon = assumed.coupons?.get(couponCode) ?? (await past.findCoupon(couponCode))?.coupon
    if (coupon !== undefined) codes.set(coupon.seq, couponCode)
    return coupon
  }

  async function findRedemption(redemptionId: string): Promise<FoundRedemption | undefined> {
    const redemption = await past.findRedemption(redemptionId)
    if (redemption !== undefined) codes.set(redemption.couponSeq, redemption.couponCode)
    return redemption
  }

  return {
    ...pastClaims(parts, nowMs),
    coupons: (couponCodes) => foundOf(couponCodes, findCoupon),
    couponsBySeq: (seqs) => foundOf(seqs, (seq) => findCoupon(codeOf(seq))),
    async usesOnOrder(orderId) {
      const found = await past.findCouponsOnOrder(orderId)
      const uses = found.filter(({ couponCode }) => !(assumed.notOnOrder ?? []).includes(couponCode))
      return { uses, isCounted: uses.length > 0 }
    },
    lastReturns: (seqs) => foundOf(seqs, (seq) => past.findLastReturn(codeOf(seq))),
    redemption: findRedemption,
    // Whether a coupon may come back does not depend on the goods, nor a redemption on the sale that it joins.
    redemptions: async () => [],
    async soldOrder(order) {
      const redemption = 'redemptionId' in order ? await findRedemption(order.redemptionId) : undefined
      const redemptions = redemption === undefined ? [] : [redemption]
      const backs = redemptions.filter((one) => past.isGoodsBack(one))
      const ended = new Map(backs.map(({ redemptionId }) => [redemptionId, 'goods-back'] as const))
      return { sales: [], redemptions, ended, hasLostUploads: false }
    },
    newestSaleNo: async () => 0,
    async order(orderId) {
      const found = await past.findOrder(orderId)
      arrivedKey = found.arrivedKey
      return found.stored
    },
    // The version itself, which is known by now, is not among those that had arrived. Read after the order.
    contentKeys: async () => [arrivedKey ?? 'past'],
    redemptionsOfCoupons: (seqs) => foundOf(seqs, (seq) => past.findRedemptionsOfCoupon(codeOf(seq))),
    // The list of shops has no history, and refusals of unknown shops are not judged again.
    knownShop: async () => true,
    async templateVersions(versions) {
      const found = await templates.findVersions(sellerId, versions)
      return new Map(
        found.map(({ terms, version }) => [keyOfVersion({ couponId: terms.couponId, version }), terms] as const),
      )
    },
    async groupsWithShop({ names, shop }) {
      const shops = await Promise.all(names.map((name) => rules.findGroup(name)))
      return names.filter((_name, place) => listOf(shops[place] ?? '').includes(shop))
    },
  }
}

/** Finds a value for each key; keys without one are missing. */
async function foundOf<Key, Found>(
  keys: readonly Key[],
  find: (key: Key) => Promise<Found | undefined>,
): Promise<ReadonlyMap<Key, Found>> {
  const all = new Map<Key, Found>()
  for (const key of keys) {
    const found = await find(key)
    if (found !== undefined) all.set(key, found)
  }
  return all
}
