import { type UnwrittenRule, unwrittenRule } from '@yaoquan/api'
import { longNumber } from '#shadow/run/mask-numbers'
import { plainName } from './day-counts.ts'
import { shownCode } from './deviation.ts'

/** What an answer shows of a rule: which of its values held, and for which coupon; none where it is about a list. */
export type Sighting = Readonly<{ rule: string; value: string; couponCode: string }>

/** Counts of each value of each rule, with the latest coupon; plain data, to be written as JSON. */
export type RuleCounts = Readonly<Record<string, Readonly<Record<string, RuleCount>>>>

type RuleCount = Readonly<{ count: number; couponCode: string }>

/** The most rules, and the most values of one; any further ones are not counted. */
const maxRules = 60
const maxValues = 20
const maxCodeLength = 100

/** Counts what answers show of rules, in bounded memory. */
export class RuleCounter {
  readonly #rules: Map<string, Map<string, RuleCount>>

  /** @param counts of an earlier run, which are continued */
  constructor(counts: RuleCounts) {
    const rules = Object.entries(counts).map(([rule, values]) => [rule, new Map(Object.entries(values))] as const)
    this.#rules = new Map(rules)
  }

  saw({ rule, value, couponCode }: Sighting): void {
    const values = this.#rules.get(rule) ?? new Map<string, RuleCount>()
    const name = longNumber.test(value) ? '…' : plainName(value)
    const { count } = values.get(name) ?? { count: 0 }
    if (count === 0 && (values.size >= maxValues || (values.size === 0 && this.#rules.size >= maxRules))) return
    values.set(name, { count: count + 1, couponCode: shownCode(couponCode).slice(0, maxCodeLength) })
    this.#rules.set(rule, values)
  }

  /** After a member was erased: a coupon does not tell whose it is. */
  forgetExamples(): void {
    for (const values of this.#rules.values()) {
      for (const [name, { count }] of values) values.set(name, { count, couponCode: '' })
    }
  }

  data(): RuleCounts {
    return Object.fromEntries([...this.#rules].map(([rule, values]) => [rule, Object.fromEntries(values)]))
  }
}

/** A rule of today's CRM that Yaoquan does not follow. */
export type SeenRule = Readonly<{
  /** See `unwrittenRule`. */
  name: string
  text: UnwrittenRule
  /** How often it was seen, of how many times that it could be. */
  count: number
  of: number
  couponCode: string
}>

/** Equal deviations, as a report has them. */
type Row = Readonly<{ kind: string; count: number; example: Readonly<{ couponCode: string }> }>

/** The rules that a run has shown: what differs from Yaoquan in what it computes, and the classes of deviations that a setting ends. */
export function unwrittenRules(counts: RuleCounts, rows: readonly Row[]): readonly SeenRule[] {
  const named = [...statusRules(counts), ...orderRules(counts), ...classRules(rows)]
  return named.flatMap((rule): readonly SeenRule[] => {
    const text = unwrittenRule(rule.name)
    return text === undefined ? [] : [{ ...rule, text }]
  })
}

type Named = Omit<SeenRule, 'text'>

/** Methods have rows of their own of the same class. */
function classRules(rows: readonly Row[]): readonly Named[] {
  return [...Map.groupBy(rows, ({ kind }) => kind)].map(([name, same]) => {
    const count = same.reduce((sum, row) => sum + row.count, 0)
    return { name, count, of: count, couponCode: same[0]?.example.couponCode ?? '' }
  })
}

function statusRules(counts: RuleCounts): readonly Named[] {
  return Object.entries(counts).flatMap(([rule, values]): readonly Named[] => {
    const [form, , ours] = rule.split(':')
    if (form !== 'status') return []
    const of = sumOf(values)
    return Object.entries(values).flatMap(([theirs, { count, couponCode }]): readonly Named[] =>
      theirs === ours ? [] : [{ name: `${rule}/${theirs}`, count, of, couponCode }],
    )
  })
}

/** Nothing while all lists are ordered as ours. Otherwise the order of each list that is not, and that no list contradicts; of several, the one that most show. */
function orderRules(counts: RuleCounts): readonly Named[] {
  const { no: otherwise } = counts['order:issue'] ?? {}
  if (otherwise === undefined) return []
  const found = Object.entries(counts)
    .filter(([rule, { no }]) => rule.startsWith('order:') && no === undefined)
    .filter(([, { instead }]) => instead?.count === otherwise.count)
    .map(([name, values]): Named => ({ name, count: sumOf(values), of: sumOf(values), couponCode: '' }))
    .toSorted((left, right) => right.count - left.count)
  const unknown = { name: 'order:-', count: otherwise.count, of: sumOf(counts['order:issue'] ?? {}), couponCode: '' }
  return [found[0] ?? unknown]
}

function sumOf(values: Readonly<Record<string, RuleCount>>): number {
  return Object.values(values).reduce((sum, { count }) => sum + count, 0)
}
