import { bestCombination, type Found, prepareSearch } from '../best/best-combination.ts'
import { budgetsFor, maxNodesForBest, maxNodesWithout } from '../best/branch-and-bound.ts'
import { compareRankings } from '../best/ranking.ts'
import { applyCoupons } from '../coupons/apply-coupons.ts'
import { type Candidate, isGift, isReducing, judgedCandidate } from '../coupons/candidate.ts'
import { type Judgement, judgeCoupon } from '../coupons/judge-coupon.ts'
import { exclusionsOf, prepareBasket } from '../coupons/prepare-basket.ts'
import type { Answer, Verdict } from '../model/answer.ts'
import type { Basket } from '../model/basket.ts'
import type { BasketCoupon } from '../model/coupon.ts'
import type { ChainPolicy } from '../model/policy.ts'
import { chooseGifts, combinationOf, giftOf } from './combination.ts'
import {
  conflictsWithEarlier,
  type EarlierCoupon,
  lessTaken,
  placesTaken,
  takenByLine,
  withLimitsLeft,
  withTaken,
} from './earlier-coupons.ts'
import { validUntilMs } from './valid-until.ts'
import { type VerdictContext, verdictOf } from './verdict.ts'

const maxOthers = 2

/**
 * Which coupons are usable on a basket, and which of them together save most.
 * @param basket as `checkBasket` accepts it
 * @param coupons with different codes, and offers as `checkOffer` accepts them
 * @param policy as `checkPolicy` accepts it
 * @param earlier coupons that are on the order: lines can give less by what they took, and they count for limits and places
 * @returns the same on every machine, in whatever order lines and coupons come
 */
export function evaluateBasket(
  basket: Basket,
  coupons: readonly BasketCoupon[],
  policy: ChainPolicy,
  earlier: readonly EarlierCoupon[] = [],
): Answer {
  return runSteps(evaluateInSteps(basket, { coupons, earlier }, policy))
}

/** Coupons with different codes, and those that are on the order already. */
type EvaluatedCoupons = Readonly<{ coupons: readonly BasketCoupon[]; earlier: readonly EarlierCoupon[] }>

/**
 * Like `evaluateBasket`, for callers that do other work between the steps: 500 lines and 200 coupons take up to 0.25 s.
 * @returns the steps, each of which takes a few milliseconds for any basket
 */
export function* evaluateInSteps(
  basket: Basket,
  { coupons, earlier }: EvaluatedCoupons,
  policy: ChainPolicy,
): Generator<void, Answer> {
  const taken = takenByLine(basket, earlier)
  const whole = prepareBasket(basket, policy)
  const onOrder = earlier.map((coupon) => judgedCandidate(coupon, whole))
  const left = Math.max(1, policy.maxPerOrder - placesTaken(onOrder))
  const prepared = { ...withTaken(whole, taken), policy: { ...policy, maxPerOrder: left } }
  const judged: Judgement[] = []
  for (const coupon of coupons) {
    judged.push(judgeCoupon(coupon, prepared))
    yield
  }
  const judgements = judged.map((one) => ({ ...one, candidate: withLimitsLeft(one.candidate, onOrder) }))
  const against = new Map(
    judged.map(({ candidate }, place) => [
      judgements[place]?.candidate,
      conflictsWithEarlier(candidate, onOrder, policy.maxPerOrder),
    ]),
  )
  const usable = judgements
    .filter(({ candidate, reasons }) => reasons.length === 0 && against.get(candidate)?.length === 0)
    .map(({ candidate }) => candidate)
  const reducing = usable.filter(isReducing)
  const search = prepareSearch(reducing, prepared.amounts, prepared.policy)
  const budgetOf = budgetsFor(reducing.length * basket.lines.length)
  const best = yield* bestCombination(search, budgetOf(maxNodesForBest))
  const without = best.exact ? yield* searchWithout(best, reducing, { prepared, budgetOf }) : new Map<string, Found>()
  const gifts = chooseGifts(usable.filter(isGift), best.candidates)
  const takesOf = ({ candidates }: Found) => applyCoupons(candidates, prepared.amounts, prepared.policy)
  const takes = takesOf(best)
  const context = {
    prepared,
    search,
    best,
    takes,
    without,
    gifts,
    budgetOf,
    against,
    placesTaken: placesTaken(onOrder),
  }
  const verdicts: Verdict[] = []
  for (const judgement of judgements) {
    verdicts.push(yield* verdictOf(judgement, context))
    yield
  }
  return {
    verdicts,
    best: lessTaken(combinationOf(best, takes, prepared), taken),
    others: othersOf([...without.values()]).map((found) =>
      lessTaken(combinationOf(found, takesOf(found), prepared), taken),
    ),
    gifts: gifts.map(giftOf),
    exclusions: exclusionsOf(prepared),
    validUntilMs: validUntilMs(basket, coupons),
  }
}

/** @returns by code of a coupon of the best combination: the best one that leaves it out */
function* searchWithout(
  best: Found,
  reducing: readonly Candidate[],
  { prepared: { amounts, policy }, budgetOf }: Pick<VerdictContext, 'prepared' | 'budgetOf'>,
): Generator<void, ReadonlyMap<string, Found>> {
  const without = new Map<string, Found>()
  for (const left of best.candidates) {
    const rest = reducing.filter((candidate) => candidate !== left)
    const search = prepareSearch(rest, amounts, policy)
    yield
    without.set(left.coupon.code, yield* bestCombination(search, budgetOf(maxNodesWithout)))
  }
  return without
}

function othersOf(found: readonly Found[]): readonly Found[] {
  const distinct = new Map(found.map((each) => [JSON.stringify(each.ranking.codes), each]))
  return [...distinct.values()]
    .filter(({ candidates }) => candidates.length > 0)
    .sort((left, right) => compareRankings(left.ranking, right.ranking))
    .slice(0, maxOthers)
}

/** Takes all steps of a calculation, without a pause. @returns its result */
export function runSteps<Result>(steps: Generator<void, Result>): Result {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
