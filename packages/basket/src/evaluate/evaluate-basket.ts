import { bestCombination, type Found, prepareSearch } from '../best/best-combination.ts'
import type { NodeBudget } from '../best/branch-and-bound.ts'
import { compareRankings } from '../best/ranking.ts'
import { type Candidate, isGift } from '../coupons/candidate.ts'
import { judgeCoupon } from '../coupons/judge-coupon.ts'
import { exclusionsOf, prepareBasket } from '../lines/prepare-basket.ts'
import type { Answer } from '../model/answer.ts'
import type { Basket } from '../model/basket.ts'
import type { BasketCoupon } from '../model/coupon.ts'
import type { ChainPolicy } from '../model/policy.ts'
import { chooseGifts, giftOf } from './choose-gifts.ts'
import { combinationOf } from './combination.ts'
import { validUntilMs } from './valid-until.ts'
import { type VerdictContext, verdictOf } from './verdict.ts'

/** Most combinations that the search for the best one prices, and the search for the best one without a coupon of it. */
const maxNodes = 50_000
const maxNodesWithout = 2_000
/** Most that the guess before a search prices: more than there are coupons, unless they and the lines are many. */
const maxGuesses = 500
/** Coupons times lines. What a combination costs grows with both, so searches price fewer where there are more. */
const usualSize = 300
const maxOthers = 2

/**
 * Which coupons are usable on a basket, and which of them together save most.
 * @param basket as `checkBasket` accepts it
 * @param coupons with different codes, and offers as `checkOffer` accepts them
 * @param policy as `checkPolicy` accepts it
 * @returns the same on every machine, in whatever order lines and coupons come
 */
export function evaluateBasket(basket: Basket, coupons: readonly BasketCoupon[], policy: ChainPolicy): Answer {
  const prepared = prepareBasket(basket, policy)
  const judgements = coupons.map((coupon) => judgeCoupon(coupon, prepared))
  const usable = judgements.filter(({ reasons }) => reasons.length === 0).map(({ candidate }) => candidate)
  const reducing = usable.filter((candidate) => !isGift(candidate))
  const search = prepareSearch(reducing, prepared.amounts, policy)
  const budgetOf = budgetsFor(reducing.length * basket.lines.length)
  const best = bestCombination(search, budgetOf(maxNodes))
  const without = best.exact ? searchWithout(best, reducing, { prepared, budgetOf }) : new Map<string, Found>()
  const gifts = chooseGifts(usable.filter(isGift), best.candidates)
  const context = { prepared, search, best, without, gifts, budgetOf }
  return {
    verdicts: judgements.map((judgement) => verdictOf(judgement, context)),
    best: combinationOf(best, prepared),
    others: othersOf([...without.values()]).map((found) => combinationOf(found, prepared)),
    gifts: gifts.map(giftOf),
    exclusions: exclusionsOf(prepared),
    validUntilMs: validUntilMs(basket, coupons),
  }
}

/** @returns gives a search its budget by the most combinations that one of a usual size prices */
function budgetsFor(size: number): (maxNodes: number) => NodeBudget {
  const scale = Math.max(1, size / usualSize)
  return (nodes) => ({ nodesLeft: Math.floor(nodes / scale), guessesLeft: Math.ceil(maxGuesses / scale) })
}

/** @returns by code of a coupon of the best combination: the best one that leaves it out */
function searchWithout(
  best: Found,
  reducing: readonly Candidate[],
  { prepared: { amounts, policy }, budgetOf }: Pick<VerdictContext, 'prepared' | 'budgetOf'>,
): ReadonlyMap<string, Found> {
  return new Map(
    best.candidates.map((left) => {
      const rest = reducing.filter((candidate) => candidate !== left)
      return [left.coupon.code, bestCombination(prepareSearch(rest, amounts, policy), budgetOf(maxNodesWithout))]
    }),
  )
}

function othersOf(found: readonly Found[]): readonly Found[] {
  const distinct = new Map(found.map((each) => [JSON.stringify(each.ranking.codes), each]))
  return [...distinct.values()]
    .filter(({ candidates }) => candidates.length > 0)
    .sort((left, right) => compareRankings(left.ranking, right.ranking))
    .slice(0, maxOthers)
}
