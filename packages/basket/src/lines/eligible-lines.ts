import type { BasketLine } from '../model/basket.ts'
import type { Exclusion, ExclusionCause } from '../model/exclusion.ts'
import type { ChainPolicy, ExclusionRule } from '../model/policy.ts'

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
