import { listOf } from '#domain/comma-list'
import { loadAll } from '#domain/lifecycle/act'
import type { LifecycleStore, LifecycleWriter } from '#domain/lifecycle/lifecycle-store'
import type { Loader } from '#domain/lifecycle/reads'
import type { StoredCoupon } from '#domain/lifecycle/stored-coupon'
import { keyOfVersion } from '#domain/lifecycle/template-versions'
import type { FoundRedemption } from '#domain/search/redemption-search'
import type { TemplateReader } from '#domain/templates/template-store'
import { type ClaimLeft, pastClaims } from './past-claims.ts'
import type { PastRules } from './past-rules.ts'
import type { Assumed, PastStore } from './past-store.ts'

/** What a call is judged by again: coupons and rules of its moment. */
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
    async writeOnce(request, work) {
      const worked = await work(pastOf(parts, request.nowMs).writer)
      return worked.kind === 'refused' ? worked : { ...worked, isAlreadyDone: false }
    },
    async runAct(request, { reads, decide }, input) {
      const { nowMs } = request
      const found = await loadAll(reads(input, { nowMs }), pastOf(parts, nowMs).loader)
      const decision = decide({ input, found, nowMs })
      return decision.kind === 'refused' ? decision : { kind: 'done', answer: decision.answer, isAlreadyDone: false }
    },
    rememberSign: async () => ({ kind: 'sign-known' }),
  }
}

/** What acts see of a moment, and the hand of works that are no acts yet. */
function pastOf(parts: PastParts, nowMs: number): Readonly<{ loader: Loader; writer: LifecycleWriter }> {
  const { sellerId, past, rules, templates, assumed } = parts
  const codes = new Map<number, string>()
  let arrivedKey: string | undefined

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

  const writer: Omit<LifecycleWriter, 'load'> = {
    ...notForThePast,
    async findCoupons(couponCodes) {
      const found = new Map<string, StoredCoupon>()
      for (const code of couponCodes) {
        const coupon = await findCoupon(code)
        if (coupon !== undefined) found.set(code, coupon)
      }
      return found
    },
    async findCouponBySeq(seq) {
      const coupon = await findCoupon(codes.get(seq) ?? '')
      if (coupon === undefined) throw new RangeError(`no coupon has the number ${seq}`)
      return coupon
    },
    findLastReturn: (seq) => past.findLastReturn(codes.get(seq) ?? ''),
    async findCouponsOnOrder(orderId) {
      const found = await past.findCouponsOnOrder(orderId)
      const uses = found.filter(({ couponCode }) => !(assumed.notOnOrder ?? []).includes(couponCode))
      return { uses, isCounted: uses.length > 0 }
    },
    findRedemption,
    // Whether a coupon may come back does not depend on the goods.
    async findSoldOrder(order) {
      const redemption = 'redemptionId' in order ? await findRedemption(order.redemptionId) : undefined
      const redemptions = redemption === undefined ? [] : [redemption]
      const backs = redemptions.filter((one) => past.isGoodsBack(one))
      const ended = new Map(backs.map(({ redemptionId }) => [redemptionId, 'goods-back'] as const))
      return { sales: [], redemptions, ended, hasLostUploads: false }
    },
    async findTemplateTerms(couponId, version) {
      const [found] = await templates.findVersions(sellerId, [{ couponId, version }])
      if (found === undefined) throw new RangeError('a coupon of a template version that does not exist')
      return found.terms
    },
    async findGroupsWithShop(names, shop) {
      const shops = await Promise.all(names.map((name) => rules.findGroup(name)))
      return names.filter((_name, place) => listOf(shops[place] ?? '').includes(shop))
    },
    findRedemptionsOfCoupon: (seq) => past.findRedemptionsOfCoupon(codes.get(seq) ?? ''),
  }
  const loader: Loader = {
    ...pastClaims(parts, nowMs),
    couponsAsIssued: mistake,
    coupons: (codes) => writer.findCoupons(codes),
    async couponsBySeq(seqs) {
      return new Map(await Promise.all(seqs.map(async (seq) => [seq, await writer.findCouponBySeq(seq)] as const)))
    },
    usesOnOrder: (orderId) => writer.findCouponsOnOrder(orderId),
    async lastReturns(seqs) {
      const found = await Promise.all(seqs.map(async (seq) => [seq, await writer.findLastReturn(seq)] as const))
      return new Map(found.flatMap(([seq, atMs]) => (atMs === undefined ? [] : [[seq, atMs] as const])))
    },
    redemption: (redemptionId) => writer.findRedemption(redemptionId),
    // Whether a coupon may come back does not depend on the goods, nor a redemption on the sale that it joins.
    redemptions: async () => [],
    soldOrder: (named) => writer.findSoldOrder(named),
    newestSaleNo: async () => 0,
    async order(orderId) {
      const found = await past.findOrder(orderId)
      arrivedKey = found.arrivedKey
      return found.stored
    },
    // The version itself, which is known by now, is not among those that had arrived. Read after the order.
    contentKeys: async () => [arrivedKey ?? 'past'],
    async redemptionsOfCoupons(seqs) {
      const found = seqs.map(async (seq) => [seq, await past.findRedemptionsOfCoupon(codes.get(seq) ?? '')] as const)
      return new Map(await Promise.all(found))
    },
    uploadsOfCoupons: mistake,
    voidings: mistake,
    async templateVersions(versions) {
      const found = versions.map(async (one) => {
        return [keyOfVersion(one), await writer.findTemplateTerms(one.couponId, one.version)] as const
      })
      return new Map(await Promise.all(found))
    },
    groupsWithShop: ({ names, shop }) => writer.findGroupsWithShop(names, shop),
    couponsOfTemplate: mistake,
    newestSeq: mistake,
    templates: mistake,
    members: mistake,
    mergedMembers: mistake,
    merge: mistake,
    limitedClaims: mistake,
    nextEventSeq: mistake,
  }
  return { loader, writer: { ...writer, load: (reading) => loadAll(reading, loader) } }
}

/** What a replay writes goes nowhere; what no explained method calls is a mistake. */
const notForThePast = {
  apply: nothing,
  changeCoupons: nothing,
  addRedemption: nothing,
  markReturned: nothing,
  changeAmounts: nothing,
  addFirstSale: async () => true,
  addSale: nothing,
  joinSale: nothing,
  addReturn: nothing,
  findRedemptionsOfSale: mistake,
  findCouponsOfTemplate: mistake,
  newestSeq: mistake,
  findExistingGroups: mistake,
  findShops: mistake,
  saveShops: mistake,
  findCategories: mistake,
  saveCategories: mistake,
  removeRedemption: mistake,
} as const satisfies Partial<LifecycleWriter>

function nothing(): Promise<void> {
  return Promise.resolve()
}

async function mistake(): Promise<never> {
  throw new TypeError('a replay of the past does not do this')
}
