import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runSteps } from '../evaluate/evaluate-basket.ts'
import type { OfferTerms } from '../model/coupon.ts'
import { defaultPolicy } from '../model/policy.ts'
import { type Question, questions, smallAmounts } from '../testing/arbitraries.ts'
import { basketOf, inCategories, off } from '../testing/examples.ts'
import { exhaustingCoupons, groupedCoupons, ungroupedCoupons } from '../testing/large-questions.ts'
import { budgetForBest, searchBest, searchOf } from '../testing/search-of.ts'
import { bestCombination } from './best-combination.ts'
import type { NodeBudget } from './branch-and-bound.ts'
import { branchAndBound } from './branch-and-bound.ts'
import { noSlots } from './chosen-slots.ts'
import { rankingOf } from './ranking.ts'

const nothing = { candidates: [], ranking: rankingOf([], 0) }

const budgetOf = (nodesLeft: number) => ({ nodesLeft, guessesLeft: 500 })

function solve(question: Question, budget: NodeBudget = budgetForBest(question)) {
  const found = searchBest(question, budget)
  return { ...found, codes: found.candidates.map(({ coupon }) => coupon.code) }
}

describe('combinations that are priced', () => {
  test.each([
    { name: 'fifty coupons in groups', questionOf: groupedCoupons, most: 110 },
    { name: 'thirty without groups, five an order', questionOf: ungroupedCoupons, most: 8_893 },
    { name: 'twenty that use up everything, twenty an order', questionOf: exhaustingCoupons, most: 30_407 },
  ])('at most $most of $name', ({ questionOf, most }) => {
    for (let seed = 1; seed <= 30; seed++) {
      const { nodes, exact } = solve(questionOf(seed))
      expect(exact, `seed ${seed}`).toBe(true)
      expect(nodes, `seed ${seed}`).toBeLessThanOrEqual(most)
    }
  })

  test('none where the lines can give the largest faces', () => {
    const coupons = Array.from({ length: 50 }, (_, index) =>
      off(`c${index}`, [0, 1 + index], { group: `g${index % 10}` }),
    )
    expect(solve({ basket: basketOf(1_000), coupons, policy: defaultPolicy })).toMatchObject({ nodes: 0, exact: true })
  })

  const policy = { ...defaultPolicy, maxPerOrder: 20 }
  const twenty = (termsOf: (index: number) => Partial<OfferTerms> & Readonly<{ templateId?: string }>) =>
    Array.from({ length: 20 }, (_, index) => {
      const { templateId, ...terms } = termsOf(index)
      return { ...off(String.fromCharCode(97 + index), [0, 10], terms), templateId }
    })

  test.each([
    { name: 'of one template', coupons: twenty(() => ({ templateId: 't', perOrder: 20 })) },
    { name: 'of twenty templates', coupons: twenty((index) => ({ templateId: `t${index}` })) },
    { name: 'without templates', coupons: twenty(() => ({})) },
  ])('few of twenty equal coupons that use up everything, $name', ({ coupons }) => {
    const { codes, exact, nodes } = solve({ basket: basketOf(100), coupons, policy })
    expect({ codes: codes.toSorted(), exact }).toEqual({ codes: [...'abcdefghij'], exact: true })
    expect(nodes).toBeLessThan(50)
  })

  test('few of twenty that are equal in twos, in different scopes', () => {
    const basket = basketOf({ yuan: 50, categories: ['A'] }, { yuan: 50, categories: ['B'] })
    const coupons = twenty((index) => inCategories(index % 2 === 0 ? 'A' : 'B'))
    const { codes, exact, nodes } = solve({ basket, coupons, policy })
    expect({ codes: codes.toSorted(), exact }).toEqual({ codes: [...'abcdefghij'], exact: true })
    expect(nodes).toBeLessThan(500)
  })
})

test('the search finds what the greedy choice and the first guess find, from nothing', () => {
  fc.assert(
    fc.property(questions({ maxLines: 4, maxCoupons: 5, amountsFen: smallAmounts }), (question) => {
      const { field } = searchOf({
        ...question,
        coupons: question.coupons.filter(({ offer }) => !offer.isAlone),
      })
      const start = { atLeast: nothing, budget: budgetOf(1_000_000) }
      const { best } = runSteps(branchAndBound(field, noSlots(field), start))
      expect(runSteps(bestCombination({ alone: [], field }, budgetOf(1_000_000))).ranking).toEqual(best.ranking)
    }),
    { numRuns: Number(process.env['BASKET_RUNS'] ?? 300) },
  )
})

test('a search that runs out of nodes says so, and its bound holds', () => {
  let stopped = 0
  for (let seed = 1; seed <= 30; seed++) {
    const best = solve(exhaustingCoupons(seed))
    for (const nodes of [0, 1, 10, 100]) {
      const early = solve(exhaustingCoupons(seed), budgetOf(nodes))
      expect(early.nodes).toBeLessThanOrEqual(nodes)
      expect(early.bestPossibleFen).toBeGreaterThanOrEqual(best.ranking.offFen)
      expect(early.ranking.offFen).toBeLessThanOrEqual(best.ranking.offFen)
      if (early.exact) expect(early.ranking).toEqual(best.ranking)
      else stopped += 1
    }
  }
  expect(stopped).toBeGreaterThan(10)
})
