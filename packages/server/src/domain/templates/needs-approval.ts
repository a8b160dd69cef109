import type { TemplateTerms } from './template.ts'

/**
 * Whether a version is published only after another person approved it. Of a published template only changes of texts for
 * people, and limits that become tighter, need nobody else: any other change may make coupons worth more.
 * @param published what members can claim now; undefined: nothing
 */
export function needsApproval(terms: TemplateTerms, published: TemplateTerms | undefined): boolean {
  if (terms.state === 'draft') return false
  if (published === undefined) return true
  if (limits.some((limit) => isLooser(terms[limit], published[limit]))) return true
  return worthOf(terms) !== worthOf(published)
}

const limits = ['stockTotal', 'stockPerDay', 'memberTotal', 'memberPerDay'] as const

function isLooser(next: number | undefined, before: number | undefined): boolean {
  return (next ?? Number.POSITIVE_INFINITY) > (before ?? Number.POSITIVE_INFINITY)
}

/** Members that make no coupon worth more, besides the limits. `publishAt` only delays what was approved. */
const harmless: readonly (keyof TemplateTerms)[] = [
  ...limits,
  ...(['description', 'notes', 'publishAt', 'savedBy', 'approval'] as const),
]

/** The rest as text: terms are JSON in the store, so absent members are left out. */
function worthOf(terms: TemplateTerms): string {
  const rest = Object.entries(terms).filter(([name]) => !harmless.some((other) => other === name))
  return JSON.stringify(Object.fromEntries(rest.toSorted(([left], [right]) => (left < right ? -1 : 1))))
}
