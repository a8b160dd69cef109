import { evaluateBasket } from '../packages/basket/src/evaluate/evaluate-basket.ts'
import {
  exhaustingCoupons,
  groupedCoupons,
  type LargeQuestion,
  ungroupedCoupons,
  usualCoupons,
} from '../packages/basket/src/testing/large-questions.ts'

const questionCount = 20
const rounds = 3
const greedyRepeats = 1_000

/**
 * Evaluates baskets of six lines, and compares with a yardstick in the same rounds: adding up the largest coupons, which
 * looks at no line.
 * @returns a table with the median per basket, and its ratio to the yardstick
 */
export async function benchmarkBasket(): Promise<string> {
  const rows = [
    row('5 coupons, 5 an order', usualCoupons),
    row('50 in ten groups, 5 an order', groupedCoupons),
    row('30 without groups, 5 an order', ungroupedCoupons),
    row('20 that use up everything, 20 an order', exhaustingCoupons),
  ]
  return [
    '| coupons | processor µs per basket | slowest basket, ms | greedy sums |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n')
}

function row(name: string, questionOf: (seed: number) => LargeQuestion): string {
  const questions = Array.from({ length: questionCount }, (_, index) => questionOf(index + 1))
  for (const question of questions) evaluate(question)
  const times = Array.from({ length: rounds }, () => ({
    evaluate: questions.map((question) => timeUs(() => evaluate(question))),
    greedy: questions.map((question) => timeUs(() => greedySums(question)) / greedyRepeats),
  }))
  const perBasket = median(times.map((round) => mean(round.evaluate)))
  const ratio = median(times.map((round) => mean(round.evaluate) / mean(round.greedy)))
  const slowest = median(times.map((round) => Math.max(...round.evaluate))) / 1000
  return `| ${name} | ${perBasket.toFixed(0)} | ${slowest.toFixed(1)} | ${ratio.toFixed(0)} |`
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
