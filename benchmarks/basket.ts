import { evaluateBasket } from '../packages/basket/src/evaluate/evaluate-basket.ts'
import {
  exhaustingCoupons,
  groupedCoupons,
  hugeQuestion,
  type LargeQuestion,
  type Scatter,
  scatteredCoupons,
  ungroupedCoupons,
  usualCoupons,
} from '../packages/basket/src/testing/large-questions.ts'
import { budgetForBest, searchBest } from '../packages/basket/src/testing/search-of.ts'
import { benchmarkBasketCalls } from './basket-calls.ts'

const questionCount = 20
const hugeQuestionCount = 3
const rounds = 3
const greedyRepeats = 1_000

/** As at a till with many coupons: every fifth takes a part off, five an order. */
const usual = { categories: 10, perCoupon: 2, maxYuan: 30, percentShare: 20, maxPerOrder: 5 }
/** Lines run out, and twenty may be used together. */
const hard = { percentShare: 0, maxPerOrder: 20 }

/** What a search finds hard: many coupons, many lines, lines that run out, thresholds that depend on other coupons. */
const questions: Readonly<Record<string, (seed: number) => LargeQuestion>> = {
  '5 coupons, 6 lines, 5 an order': usualCoupons,
  '20 coupons, 20 lines, 5 an order': scatteredCoupons({ ...usual, coupons: 20, lines: 20 }),
  '30 coupons, 50 lines, 5 an order': scatteredCoupons({ ...usual, coupons: 30, lines: 50 }),
  '50 in ten groups, 6 lines, 5 an order': groupedCoupons,
  '30 without groups, 6 lines that run out, 5 an order': ungroupedCoupons,
  '20 that use up everything, 6 lines, 20 an order': exhaustingCoupons,
  '30, 10 lines that run out, remaining thresholds, 20 an order': scatteredCoupons({
    ...({ ...hard, coupons: 30, lines: 10, categories: 5, perCoupon: 2, maxYuan: 30 } satisfies Scatter),
    thresholdBase: 'remaining',
  }),
  '50, 20 lines that run out, 20 an order': scatteredCoupons({
    ...hard,
    coupons: 50,
    lines: 20,
    categories: 6,
    perCoupon: 2,
    maxYuan: 30,
  }),
}

/** As large as calls can be. */
const hugeQuestions: Readonly<Record<string, (seed: number) => LargeQuestion>> = {
  '200 small ones, 500 lines, 20 an order': scatteredCoupons({
    ...hard,
    coupons: 200,
    lines: 500,
    categories: 10,
    perCoupon: 12,
    maxYuan: 30,
  }),
  '200 of which half take a part off, 500 lines, 20 an order': hugeQuestion,
}

/** @returns what the engine takes by itself, and evaluations over HTTP */
export async function benchmarkBasket(): Promise<string> {
  return `${benchmarkEngine()}\n\n${await benchmarkBasketCalls()}`
}

/**
 * Evaluates baskets in this process, and compares with a yardstick in the same rounds: adding up the largest coupons,
 * which looks at no line.
 * @returns a table with the median per basket, its ratio to the yardstick, and how many combinations the best one took
 */
function benchmarkEngine(): string {
  return [
    '| coupons and lines | processor µs per basket | slowest basket, ms | greedy sums | combinations priced for the best: median | most | proven |',
    '|---|---|---|---|---|---|---|',
    ...Object.entries(questions).map(([name, questionOf]) => row(name, questionOf, questionCount)),
    ...Object.entries(hugeQuestions).map(([name, questionOf]) => row(name, questionOf, hugeQuestionCount)),
  ].join('\n')
}

function row(name: string, questionOf: (seed: number) => LargeQuestion, count: number): string {
  const questions = Array.from({ length: count }, (_, index) => questionOf(index + 1))
  for (const question of questions) evaluate(question)
  const times = Array.from({ length: rounds }, () => ({
    evaluate: questions.map((question) => timeUs(() => evaluate(question))),
    greedy: questions.map((question) => timeUs(() => greedySums(question)) / greedyRepeats),
  }))
  const perBasket = median(times.map((round) => mean(round.evaluate)))
  const ratio = median(times.map((round) => mean(round.evaluate) / mean(round.greedy)))
  const slowest = median(times.map((round) => Math.max(...round.evaluate))) / 1000
  const found = questions.map((question) => searchBest(question, budgetForBest(question)))
  const nodes = found.map((each) => each.nodes)
  const proven = `${found.filter(({ exact }) => exact).length} of ${count}`
  const cells = [perBasket.toFixed(0), slowest.toFixed(1), ratio.toFixed(0), median(nodes), Math.max(...nodes), proven]
  return `| ${[name, ...cells].join(' | ')} |`
}

function evaluate({ basket, coupons, policy }: LargeQuestion): number {
  return evaluateBasket(basket, coupons, policy).best.offFen
}

/** Many at a time, since one is too short for the clock. */
function greedySums(question: LargeQuestion): number {
  let sum = 0
  for (let repeat = 0; repeat < greedyRepeats; repeat++) sum += greedySum(question)
  return sum
}

function greedySum({ basket, coupons, policy }: LargeQuestion): number {
  const faces = coupons.map(({ offer }) => (offer.kind === 'off' ? offer.amountFen : 0)).sort((a, b) => b - a)
  const total = basket.lines.reduce((sum, { amountFen }) => sum + amountFen, 0)
  const sum = faces.slice(0, policy.maxPerOrder).reduce((left, right) => left + right, 0)
  return Math.min(sum, total)
}

/** Processor time, since a busy machine interrupts long work more often than short work. */
function timeUs(work: () => number): number {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return user + system
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
