import { bestCombination, type CouponSearch, type Found, prepareSearch } from '../best/best-combination.ts'
import { budgetsFor, maxNodesForBest, type NodeBudget } from '../best/branch-and-bound.ts'
import { isReducing } from '../coupons/candidate.ts'
import { judgeCoupon } from '../coupons/judge-coupon.ts'
import { prepareBasket } from '../coupons/prepare-basket.ts'
import { runSteps } from '../evaluate/evaluate-basket.ts'
import type { LargeQuestion } from './large-questions.ts'

/** The search for the best combination that an evaluation of the question begins with. */
export function searchOf({ basket, coupons, policy }: LargeQuestion): CouponSearch {
  const prepared = prepareBasket(basket, policy)
  const usable = coupons.map((coupon) => judgeCoupon(coupon, prepared)).filter(({ reasons }) => reasons.length === 0)
  const candidates = usable.map(({ candidate }) => candidate).filter(isReducing)
  return prepareSearch(candidates, prepared.amounts, policy)
}

/** What a search finds, and how many combinations it prices after its first guess. */
export function searchBest(question: LargeQuestion, budget: NodeBudget): Found & Readonly<{ nodes: number }> {
  const before = budget.nodesLeft
  const found = runSteps(bestCombination(searchOf(question), budget))
  return { ...found, nodes: before - budget.nodesLeft }
}

/** The budget of that search in an evaluation. */
export function budgetForBest({ basket, coupons }: LargeQuestion): NodeBudget {
  return budgetsFor(basket.lines.length * coupons.length)(maxNodesForBest)
}
