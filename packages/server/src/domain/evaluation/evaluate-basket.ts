import { type Answer, type Basket, type BasketLine, evaluateInSteps } from '@yaoquan/basket'
import type { QuoteSealer } from '#domain/basket/quote'
import { earlierCouponOf } from '#domain/lifecycle/judge-on-order'
import type { LifecycleReader } from '#domain/lifecycle/lifecycle-store'
import type { StoredCoupon } from '#domain/lifecycle/stored-coupon'
import type { MemberReader } from '#domain/members/member-store'
import { chainPolicyOf, type PolicyReader } from '#domain/policy/seller-policy'
import type { CouponSearcher } from '#domain/search/coupon-search'
import { type Searching, searchCoupons, withGroups } from '#domain/search/search-coupons'
import type { ShopGroupReader } from '#domain/shops/shop-group-store'
import { basketCouponOf } from '#domain/templates/offer-of-coupon'
import type { TemplateReader } from '#domain/templates/template-store'
import { claimOf, holdersOf, termsByVersion, termsOf } from './holders-of-coupons.ts'

export type BasketStore = Readonly<{
  coupons: LifecycleReader
  searcher: CouponSearcher
  shops: ShopGroupReader
  templates: TemplateReader
  members: MemberReader
  policies: PolicyReader
  quotes: QuoteSealer
  calculations: Calculations
}>

/** Runs calculations that may take long beside other work. */
export type Calculations = Readonly<{
  /** @param account whose share of the time it takes */
  run<Result>(account: string, steps: Generator<void, Result>): Promise<Result>
}>

/** A till's question before payment. */
export type BasketQuestion = Readonly<{
  sellerId: string
  /** App or operator; evaluations of one seller and caller take turns with those of others. */
  caller: string
  orderId: string | undefined
  /** The coupons of the member that phone and card name, or those with these codes. */
  candidates:
    | Readonly<{ kind: 'member'; phone: string | undefined; cardNo: string | undefined }>
    | Readonly<{ kind: 'codes'; couponCodes: readonly string[] }>
  shop: string | undefined
  channel: string | undefined
  /** Absent: the level in the profile of the member. */
  memberLevel: string | undefined
  atMs: number
  nowMs: number
  lines: readonly BasketLine[]
}>

export type BasketAnswer = Readonly<{
  /** Those that were evaluated, in the order of the verdicts. */
  coupons: readonly StoredCoupon[]
  answer: Answer
  /** Codes that no coupon has. */
  unknownCodes: readonly string[]
  hasMore: boolean
  /** Phone and card do not name one member, so only coupons with both were evaluated. */
  mustHaveBoth: boolean
  quoteId: string
  /** Epoch milliseconds. */
  validUntilMs: number
}>

/** Unused coupons of a member that are evaluated, at most. */
const maxCandidates = 200

/** The longest validity of a quote, counted from its creation. */
const quoteMs = 10 * 60_000

/** Which coupons are usable on a basket, which of them save most together, and a quote by which they can be redeemed. */
export async function evaluateBasketOf(store: BasketStore, question: BasketQuestion): Promise<BasketAnswer> {
  const { sellerId, caller, orderId, shop, channel, memberLevel, atMs, nowMs, lines } = question
  const found = await findCandidates(store, question)
  const terms = await termsByVersion(store.templates, sellerId, found.coupons.map(claimOf))
  const at = shop === undefined ? undefined : await withGroups(store.shops, sellerId, shop)
  const holders = await holdersOf(store.members, sellerId, { coupons: found.coupons, terms })
  const coupons = found.coupons.map((coupon) => {
    const holder = holders.get(coupon.terms.couponCode)
    return { ...basketCouponOf(coupon, termsOf(terms, claimOf(coupon)), at), holder }
  })
  const member = memberLevel === undefined ? undefined : { level: memberLevel }
  const basket: Basket = { orderId, shop, atMs, channel, member, lines }
  const { policy, version: policyVersion } = await store.policies.findPolicy(sellerId)
  const uses = orderId === undefined ? [] : await store.coupons.findCouponsOnOrder(sellerId, orderId)
  const termsOfUses = await termsByVersion(store.templates, sellerId, uses)
  const earlier = uses.map((use) => earlierCouponOf(use, termsOf(termsOfUses, use)))
  const steps = evaluateInSteps(basket, { coupons, earlier }, chainPolicyOf(policy))
  const answer = await store.calculations.run(`${sellerId} ${caller}`, steps)
  const validUntilMs = Math.min(answer.validUntilMs, nowMs + quoteMs)
  const versions = Object.fromEntries(
    found.coupons
      .filter((_coupon, place) => answer.verdicts[place]?.usable)
      .map(({ terms: { couponCode }, version }) => [couponCode, version]),
  )
  const quoteId = store.quotes.seal(sellerId, {
    basket,
    policyVersion,
    coupons: versions,
    best: answer.best.codes,
    holders: Object.fromEntries(holders),
    validUntilMs,
    earlier: uses.map(({ couponCode }) => couponCode),
  })
  return { ...found, answer, quoteId, validUntilMs }
}

type Candidates = Pick<BasketAnswer, 'coupons' | 'unknownCodes' | 'hasMore' | 'mustHaveBoth'>

async function findCandidates(store: BasketStore, question: BasketQuestion): Promise<Candidates> {
  const { candidates, sellerId, nowMs, orderId } = question
  if (candidates.kind === 'codes') {
    const requested = [...new Set(candidates.couponCodes)]
    const found = new Map(
      (await store.coupons.findCoupons(sellerId, requested)).map((coupon) => [coupon.terms.couponCode, coupon]),
    )
    return {
      coupons: requested.map((code) => found.get(code)).filter((coupon) => coupon !== undefined),
      unknownCodes: requested.filter((code) => !found.has(code)),
      hasMore: false,
      mustHaveBoth: false,
    }
  }
  const { phone, cardNo } = candidates
  const unused = await findOf(store, { sellerId, nowMs, filter: { phone, cardNo, status: '0' } })
  if (orderId === undefined) return { ...unused, unknownCodes: [] }
  const held = await findOf(store, { sellerId, nowMs, filter: { phone, cardNo, status: '4' } })
  const own = held.coupons.filter(({ state }) => state.kind === 'held' && state.orderId === orderId)
  const coupons = [...unused.coupons, ...own].toSorted((left, right) => left.seq - right.seq)
  return { ...unused, coupons, unknownCodes: [], hasMore: unused.hasMore || held.hasMore }
}

type Finding = Pick<Searching, 'sellerId' | 'nowMs' | 'filter'>

/** A call of the search examines some thousand coupons, so a member is found in one, and a placeholder's list ends here too. */
async function findOf(
  { searcher, shops }: Pick<BasketStore, 'searcher' | 'shops'>,
  finding: Finding,
): Promise<Omit<Candidates, 'unknownCodes'>> {
  const page = await searchCoupons({ coupons: searcher, shops, ...finding, cursor: undefined, limit: maxCandidates })
  if (page.kind === 'invalid-cursor') throw new TypeError('a search without a cursor refused one')
  const { coupons, nextCursor, mustHaveBoth } = page
  return { coupons, hasMore: nextCursor !== undefined, mustHaveBoth }
}
