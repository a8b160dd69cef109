import type { Exclusion, ExclusionCause } from '../model/answer.ts'
import type { Basket, BasketLine } from '../model/basket.ts'
import type { Scope } from '../model/coupon.ts'
import type { ChainPolicy, ExclusionRule } from '../model/policy.ts'

/** A basket read once for all of its coupons. Lists by line are in the order of the lines' numbers. */
export type PreparedBasket = Readonly<{
  basket: Basket
  policy: ChainPolicy
  lines: readonly EligibleLine[]
  index: ScopeIndex
  amounts: LineAmounts
}>

/** For each line: what counts for thresholds and percentages, and the most that coupons may take. */
export type LineAmounts = Readonly<{
  baseFen: readonly number[]
  capacityFen: readonly number[]
  /** What coupons of earlier calls took of each line; `capacityFen` is less by it. */
  takenFen?: readonly number[]
}>

export function prepareBasket(basket: Basket, policy: ChainPolicy): PreparedBasket {
  const lines = eligibleLines(basket.lines, policy)
  return {
    basket,
    policy,
    lines,
    index: indexForScopes(lines.map(({ line }) => line)),
    amounts: {
      baseFen: lines.map(({ baseFen }) => baseFen),
      capacityFen: lines.map(({ capacityFen }) => capacityFen),
    },
  }
}

/** Every part of a line that counts for no coupon. */
export function exclusionsOf({ lines }: PreparedBasket): readonly Exclusion[] {
  return lines.flatMap(({ exclusion }) => exclusion ?? [])
}

/** A line as coupons see it. */
export type EligibleLine = Readonly<{
  line: BasketLine
  /** What counts for thresholds and percentages. */
  baseFen: number
  /** The most that coupons together may take. */
  capacityFen: number
  exclusion: Exclusion | undefined
}>

/**
 * What of each line counts for coupons: nothing of a line that is not discountable or that a rule excludes, else its
 * amount less the insured part, as the policy says.
 * @returns the lines in the order of their numbers
 */
export function eligibleLines(lines: readonly BasketLine[], policy: ChainPolicy): readonly EligibleLine[] {
  return lines.toSorted((left, right) => left.lineNo - right.lineNo).map((line) => eligibleLine(line, policy))
}

function eligibleLine(line: BasketLine, policy: ChainPolicy): EligibleLine {
  const { lineNo, amountFen, insuredFen = 0 } = line
  const cause = causeOf(line, policy)
  const excludedFen = cause === undefined ? 0 : cause.by === 'insured' ? insuredPart(line, policy) : amountFen
  const baseFen = amountFen - excludedFen
  return {
    line,
    baseFen,
    capacityFen: Math.min(baseFen, amountFen - insuredFen),
    exclusion: cause && { lineNo, excludedFen, ...cause },
  }
}

function insuredPart({ amountFen, insuredFen = 0 }: BasketLine, { insured }: ChainPolicy): number {
  return insured === 'exclude_line' ? amountFen : insuredFen
}

function causeOf(line: BasketLine, policy: ChainPolicy): ExclusionCause | undefined {
  const { insuredFen = 0 } = line
  return (
    matchingRule(line, policy) ??
    (line.isDiscountable === false ? { by: 'not_discountable' } : undefined) ??
    (insuredFen > 0 && policy.insured !== 'include' ? { by: 'insured', insuredFen } : undefined)
  )
}

/** The first rule of the first pack that excludes the line. */
function matchingRule(line: BasketLine, { rulePacks }: ChainPolicy): ExclusionCause | undefined {
  for (const { pack, version, rules } of rulePacks) {
    for (const rule of rules) {
      const { drugClass } = line
      const hasClass = drugClass !== undefined && (rule.drugClasses?.includes(drugClass) ?? false)
      if (hasClass) return { by: 'rule', pack, version, rule: rule.rule, drugClass }
      if (hasTag(line, rule)) return { by: 'rule', pack, version, rule: rule.rule }
    }
  }
  return undefined
}

function hasTag({ tags = [] }: BasketLine, { tags: excluded = [] }: ExclusionRule): boolean {
  return tags.some((tag) => excluded.includes(tag))
}

/** Positions of lines by what scopes name, so that a long list of goods is walked once. */
type ScopeIndex = Readonly<{
  lineCount: number
  goods: Positions
  categories: Positions
  tags: Positions
}>

type Positions = ReadonlyMap<string, readonly number[]>

/** Indexes the lines of a basket for `linesInScope`. */
function indexForScopes(lines: readonly BasketLine[]): ScopeIndex {
  return {
    lineCount: lines.length,
    goods: positionsBy(lines, ({ goodsId }) => (goodsId === undefined ? [] : [goodsId])),
    categories: positionsBy(lines, ({ categories }) => categories),
    tags: positionsBy(lines, ({ tags = [] }) => tags),
  }
}

/**
 * Included lines less excluded ones. A scope that includes neither categories nor goods includes every line.
 * @returns positions, ascending
 */
export function linesInScope({ include, exclude }: Scope, index: ScopeIndex): readonly number[] {
  const { categories = [], goods = [] } = include
  const includesAll = categories.length === 0 && goods.length === 0
  const isIn = new Array<boolean>(index.lineCount).fill(includesAll)
  mark(isIn, true, [
    [categories, index.categories],
    [goods, index.goods],
  ])
  mark(isIn, false, [
    [exclude.categories, index.categories],
    [exclude.goods, index.goods],
    [exclude.tags, index.tags],
  ])
  return isIn.flatMap((isInScope, position) => (isInScope ? [position] : []))
}

function mark(
  isIn: boolean[],
  value: boolean,
  lists: readonly (readonly [names: readonly string[] | undefined, positions: Positions])[],
): void {
  for (const [names = [], positions] of lists) {
    for (const name of names) for (const position of positions.get(name) ?? []) isIn[position] = value
  }
}

function positionsBy(lines: readonly BasketLine[], namesOf: (line: BasketLine) => readonly string[]): Positions {
  const positions = new Map<string, number[]>()
  for (const [position, line] of lines.entries()) {
    for (const name of namesOf(line)) {
      const known = positions.get(name)
      if (known === undefined) positions.set(name, [position])
      else known.push(position)
    }
  }
  return positions
}
