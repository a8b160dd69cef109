import { type CouponSearch, type Found, mostWith } from '../best/best-combination.ts'
import { maxNodesWith, type NodeBudget } from '../best/branch-and-bound.ts'
import { applyCoupons, sumOfTakes, type Take } from '../coupons/apply-coupons.ts'
import { type Candidate, isGift, isReducing } from '../coupons/candidate.ts'
import type { Judgement } from '../coupons/judge-coupon.ts'
import type { PreparedBasket } from '../coupons/prepare-basket.ts'
import type { OutsideBestReason, Verdict } from '../model/answer.ts'
import { lineShares } from './combination.ts'
import { conflictsWith, orderOfReasons } from './earlier-coupons.ts'

/** What was found out about all coupons of a basket. */
export type VerdictContext = Readonly<{
  prepared: PreparedBasket
  search: CouponSearch
  best: Found
  /** What the coupons of `best` take. */
  takes: readonly Take[]
  /** The best combination without a coupon, keyed by the codes of `best`; empty if `best` is not proven. */
  without: ReadonlyMap<string, Found>
  gifts: readonly Candidate[]
  /** What earlier coupons on the order have against a coupon. */
  against: ReadonlyMap<Candidate | undefined, readonly OutsideBestReason[]>
  /** Places that earlier coupons take. */
  placesTaken: number
  /** Gives a search its budget by the most combinations that one of a usual size prices. */
  budgetOf: (maxNodes: number) => NodeBudget
}>

/** What a caller learns of one coupon, in steps. */
export function* verdictOf(judgement: Judgement, context: VerdictContext): Generator<void, Verdict> {
  const { candidate, reasons, missingFen, exclusions } = judgement
  const base = { couponCode: candidate.coupon.code, missingFen, exclusions }
  const nothing = { offFen: 0, byLine: [], wasteFen: 0, addsFen: 0 }
  const ofEarlier = context.against.get(candidate) ?? []
  if (reasons.length > 0) {
    return { ...base, usable: false, reasons: orderOfReasons(reasons, ofEarlier), ...nothing }
  }
  if (!isReducing(candidate)) {
    const besideReasons = isGift(candidate) ? giftReasons(candidate, context) : besideBest(candidate, context)
    return { ...base, usable: true, reasons: ofEarlier.length > 0 ? ofEarlier : besideReasons, ...nothing }
  }
  const inBest = context.takes.find((each) => each.candidate === candidate)
  const isInBest = inBest !== undefined
  const take = inBest ?? takeAlone(candidate, context)
  return {
    ...base,
    usable: true,
    reasons: isInBest ? [] : ofEarlier.length > 0 ? ofEarlier : yield* outsideReasons(candidate, context),
    offFen: take?.fen ?? 0,
    byLine: take === undefined ? [] : lineShares(take, context.prepared.lines),
    wasteFen: candidate.faceFen - (take?.fen ?? 0),
    addsFen: isInBest ? addsFen(candidate, context) : 0,
  }
}

function giftReasons(gift: Candidate, { best, gifts }: VerdictContext): readonly OutsideBestReason[] {
  return gifts.includes(gift) ? [] : conflictsWith(gift, [...best.candidates, ...gifts])
}

function takeAlone(candidate: Candidate, { prepared }: VerdictContext): Take | undefined {
  return applyCoupons([candidate], prepared.amounts, prepared.policy)[0]
}

/** If the best combination is not proven, the amounts of the other coupons are compared. */
function addsFen(candidate: Candidate, { best, without, prepared }: VerdictContext): number {
  const rest = best.candidates.filter((each) => each !== candidate)
  const restFen =
    without.get(candidate.coupon.code)?.ranking.offFen ??
    sumOfTakes(applyCoupons(rest, prepared.amounts, prepared.policy))
  return Math.max(0, best.ranking.offFen - restFen)
}

function* outsideReasons(candidate: Candidate, context: VerdictContext): Generator<void, readonly OutsideBestReason[]> {
  const { best, search, budgetOf } = context
  const budget = budgetOf(best.exact ? maxNodesWith : 0)
  const most = yield* mostWith(search, candidate, { bestFen: best.bestPossibleFen, budget })
  const lessFen = Math.max(0, best.ranking.offFen - most.offFen)
  return [...besideBest(candidate, context), { code: 'WORSE', lessFen, exact: most.exact }]
}

/** What in the best combination is in the way of a coupon; empty if it may be used beside it. */
function besideBest(
  candidate: Candidate,
  { best, prepared, placesTaken }: VerdictContext,
): readonly OutsideBestReason[] {
  const conflicts = conflictsWith(candidate, best.candidates)
  const max = prepared.policy.maxPerOrder
  if (conflicts.length > 0 || best.candidates.length < max) return conflicts
  return [{ code: 'MAX_PER_ORDER', max: max + placesTaken }]
}
