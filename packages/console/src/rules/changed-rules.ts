import type { getPolicy, RequestOf, setPolicy } from '@yaoquan/api'
import type { ResultOf } from '../server/call-method.ts'

/** The rules of the chain as the server gives them. */
export type Rules = ResultOf<typeof getPolicy>

/** The names of the rules by their properties, in the order in which they are shown. */
export const ruleNames = {
  maxPerOrder: 'max_per_order',
  thresholdBase: 'threshold_base',
  insured: 'insured',
  memberWeekdays: 'member_weekdays',
  memberDaysOfMonth: 'member_days_of_month',
  rulePacks: 'rule_packs',
  templateApproval: 'template_approval',
  secondPerson: 'second_person',
  issueApproval: 'issue_approval',
  knownShops: 'known_shops',
  orderNumbers: 'order_numbers',
} as const

export type RuleName = keyof typeof ruleNames

/** Rules that ask for two people: another owner has to agree to end or loosen them. */
export const rulesOfTwo = ['templateApproval', 'secondPerson', 'issueApproval'] as const

/** Whether a change makes such a rule ask for less. */
export function isLoosened(name: (typeof rulesOfTwo)[number], opened: RuleValues, values: RuleValues): boolean {
  if (name !== 'issueApproval') return opened[name] && !values[name]
  const [before, after] = [opened, values].map((rules) => limitOf(rules.issueApproval))
  return (after ?? 0) > (before ?? 0)
}

function limitOf(amount: string): number {
  return amount === 'off' ? Number.POSITIVE_INFINITY : Number(amount)
}

export const rulesInOrder = Object.keys(ruleNames) as readonly RuleName[]

/** The rules as the form has them. */
export type RuleValues = Pick<Rules, RuleName>

/** What the form changes. Rules that it leaves as they were are left out: the event then names what was meant. */
export function changedRules(
  opened: Rules,
  values: RuleValues,
): Readonly<{ names: readonly RuleName[]; request: Omit<RequestOf<typeof setPolicy>, 'outRequestNo'> }> {
  const names = rulesInOrder.filter((name) => keyOf(values[name]) !== keyOf(opened[name]))
  const request = { version: opened.version, ...Object.fromEntries(names.map((name) => [name, values[name]])) }
  return { names, request }
}

/** Lists are sets: the order in which they were chosen does not count. */
function keyOf(value: Rules[RuleName]): string {
  return typeof value === 'object' ? value.toSorted().join(',') : String(value)
}
