import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Answer, Combination } from '../model/answer.ts'
import { largeAmounts, type Question, questions, smallAmounts } from '../testing/arbitraries.ts'
import { allCombinations, type BruteCombination } from '../testing/brute-force.ts'
import { bruteSummary, summaryOf } from '../testing/combination-summary.ts'
import { evaluateBasket } from './evaluate-basket.ts'
import { priceCoupons } from './price-coupons.ts'

const few = questions({ maxLines: 4, maxCoupons: 4, amountsFen: smallAmounts })
const large = questions({ maxLines: 4, maxCoupons: 4, amountsFen: largeAmounts })

/** `BASKET_RUNS=100000 npx vitest run packages/basket` looks longer. */
const numRuns = Number(process.env['BASKET_RUNS'] ?? 300)

describe.each([
  { name: 'small amounts', arbitrary: few },
  { name: 'amounts up to 10^11 fen', arbitrary: large },
])('like brute force, with $name', ({ arbitrary }) => {
  test('the best combination and its split', () => {
    check(arbitrary, (question) => {
      const { best } = evaluate(question)
      expect(best).toMatchObject({ exact: true, bestPossibleFen: best.offFen })
      expect(summaryOf(best)).toEqual(bruteSummary(bruteForce(question)[0], best))
    })
  })

  test('what the best loses without one of its coupons, and the others', () => {
    check(arbitrary, (question) => {
      const { best, verdicts, others } = evaluate(question)
      const all = bruteForce(question)
      const without = best.codes.flatMap((code) => all.find(({ codes }) => !codes.includes(code)) ?? [])
      const adds = new Map(best.codes.map((code, index) => [code, best.offFen - Number(without[index]?.off)]))
      for (const { couponCode, addsFen } of verdicts) expect(addsFen, couponCode).toBe(adds.get(couponCode) ?? 0)
      const ranked = all.filter((combination) => combination.codes.length > 0 && without.includes(combination))
      expect(others.map(({ codes }) => codes)).toEqual(ranked.slice(0, 2).map(({ codes }) => codes))
    })
  })

  test('how much less a coupon outside of the best saves', () => {
    check(arbitrary, (question) => {
      const { best, verdicts } = evaluate(question)
      const all = bruteForce(question)
      for (const { couponCode, usable, reasons } of verdicts) {
        const most = all.find(({ codes }) => codes.includes(couponCode))
        expect(usable, couponCode).toBe(most !== undefined)
        if (!usable || best.codes.includes(couponCode)) continue
        const lessFen = best.offFen - Number(most?.off)
        expect(reasons.at(-1), couponCode).toEqual({ code: 'WORSE', lessFen, exact: true })
      }
    })
  })
})

test('shares sum to what is taken, no line costs less than nothing, and verdicts agree with the best', () => {
  check(few, (question) => {
    const { best, verdicts } = evaluate(question)
    const shares = best.lines.flatMap(({ byCoupon }) => byCoupon)
    expect(sumOf(shares)).toBe(best.offFen)
    expect(best.payFen + best.offFen).toBe(question.basket.lines.reduce((sum, line) => sum + line.amountFen, 0))
    for (const [index, { insuredFen = 0 }] of question.basket.lines.entries()) {
      expect(best.lines[index]?.paidFen).toBeGreaterThanOrEqual(insuredFen)
    }
    for (const code of best.codes) {
      const verdict = verdicts.find(({ couponCode }) => couponCode === code)
      expect(verdict).toMatchObject({ usable: true, reasons: [] })
      expect(verdict?.offFen).toBe(sumOf(shares.filter((share) => share.code === code)))
      expect(sumOf(verdict?.byLine ?? [])).toBe(verdict?.offFen)
    }
  })
})

test('the order of lines and coupons changes nothing but the order of the answer', () => {
  const turned = few.chain((question) =>
    fc.record({
      question: fc.constant(question),
      lines: fc.shuffledSubarray([...question.basket.lines], { minLength: question.basket.lines.length }),
      coupons: fc.shuffledSubarray([...question.coupons], { minLength: question.coupons.length }),
    }),
  )
  check(turned, ({ question, lines, coupons }) => {
    const answer = evaluate(question)
    const other = evaluate({ ...question, basket: { ...question.basket, lines }, coupons })
    expect(sorted(other)).toEqual(sorted(answer))
    expect(other.best.lines.map(({ lineNo }) => lineNo)).toEqual(lines.map(({ lineNo }) => lineNo))
    expect(other.verdicts.map(({ couponCode }) => couponCode)).toEqual(coupons.map(({ code }) => code))
  })
})

test('one more coupon never lowers the best', () => {
  check(few, (question) => {
    const fewer = evaluate({ ...question, coupons: question.coupons.slice(1) })
    expect(evaluate(question).best.offFen).toBeGreaterThanOrEqual(fewer.best.offFen)
  })
})

test('the coupons of the best, named by the caller, are priced alike', () => {
  check(few, (question) => {
    const { best } = evaluate(question)
    const named = question.coupons.filter(({ code }) => best.codes.includes(code))
    const { exact, bestPossibleFen, ...combination } = best
    expect(priceCoupons(question.basket, { coupons: named }, question.policy)).toMatchObject({
      kind: 'priced',
      combination,
    })
    expect([exact, bestPossibleFen]).toEqual([true, best.offFen])
  })
})

test('exactly the combinations that brute force permits are priced when the caller names them', () => {
  const subsets = few.chain((question) =>
    fc.record({ question: fc.constant(question), named: fc.subarray([...question.coupons]) }),
  )
  check(subsets, ({ question, named }) => {
    const codes = named.map(({ code }) => code).toSorted()
    const isPermitted = bruteForce(question).some((each) => each.codes.toSorted().join() === codes.join())
    expect(priceCoupons(question.basket, { coupons: named }, question.policy).kind).toBe(
      isPermitted ? 'priced' : 'refused',
    )
  })
})

function check<Value>(arbitrary: fc.Arbitrary<Value>, holds: (value: Value) => void): void {
  fc.assert(fc.property(arbitrary, holds), { numRuns })
}

function evaluate({ basket, coupons, policy }: Question): Answer {
  return evaluateBasket(basket, coupons, policy)
}

function bruteForce({ basket, coupons, policy }: Question): readonly BruteCombination[] {
  return allCombinations(basket, coupons, policy)
}

function sorted(answer: Answer) {
  const byLine = (combination: Combination) => ({
    ...combination,
    lines: combination.lines.toSorted((left, right) => left.lineNo - right.lineNo),
  })
  return {
    ...answer,
    verdicts: answer.verdicts.toSorted((left, right) => (left.couponCode < right.couponCode ? -1 : 1)),
    best: byLine(answer.best),
    others: answer.others.map(byLine),
  }
}

function sumOf(shares: readonly Readonly<{ fen: number }>[]): number {
  return shares.reduce((sum, { fen }) => sum + fen, 0)
}
