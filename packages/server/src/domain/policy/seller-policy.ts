import { type ChainPolicy, defaultPolicy, type Weekday } from '@yaoquan/basket'
import { formatYuan, parseYuan } from '#domain/money'
import type { RuleLoosening } from '#domain/people/waiting-request'
import { findPack, type PackVersion } from './rule-packs.ts'

/** A seller's rules for all of its coupons. */
export type SellerPolicy = Readonly<{
  /** Most coupons on one order, 1..20. */
  maxPerOrder: number
  thresholdBase: ChainPolicy['thresholdBase']
  insured: ChainPolicy['insured']
  memberWeekdays: readonly Weekday[]
  /** 1..31. */
  memberDaysOfMonth: readonly number[]
  rulePacks: readonly PackVersion[]
  /** Whether a template is published only after another person than the one who saved it approved. */
  isApprovalAsked: boolean
  /** Whether calls of tills that name a shop must name one of the seller's list, where it has any. Operators always must. */
  mustKnowShops: boolean
  /** Whether operators who redeem may have the number of the order made by the server. */
  numbersOrders: boolean
  /** Whether operators erase and merge members only after another person agreed. */
  isSecondPersonAsked: boolean
  /** Face value in fen above which an operator issues in one act only after another person agreed; null: none. */
  issueApprovalFen: number | null
}>

/** The policy of a seller that never set one. */
export const newSellerPolicy: SellerPolicy = {
  maxPerOrder: defaultPolicy.maxPerOrder,
  thresholdBase: defaultPolicy.thresholdBase,
  insured: defaultPolicy.insured,
  memberWeekdays: defaultPolicy.memberDays.weekdays,
  memberDaysOfMonth: defaultPolicy.memberDays.daysOfMonth,
  rulePacks: [],
  isApprovalAsked: false,
  mustKnowShops: false,
  numbersOrders: false,
  isSecondPersonAsked: false,
  issueApprovalFen: null,
}

/** The policy that a seller is registered with. Sellers that were registered before there was one keep unknown shops. */
export const firstPolicy: SellerPolicy = { ...newSellerPolicy, mustKnowShops: true }

/** A policy, and how often it was set; 0: never. */
export type VersionedPolicy = Readonly<{ policy: SellerPolicy; version: number; setAtMs: number | undefined }>

/**
 * The policy as the basket engine takes it.
 * @throws RangeError for a pack that this program does not have: a newer one wrote it
 */
export function chainPolicyOf(policy: SellerPolicy): ChainPolicy {
  const { maxPerOrder, thresholdBase, insured, memberWeekdays: weekdays, memberDaysOfMonth: daysOfMonth } = policy
  const rulePacks = policy.rulePacks.map(({ pack, version }) => {
    const found = findPack(`${pack}@${version}`)
    if (found === undefined) throw new RangeError(`this program has no rule pack ${pack}@${version}`)
    return { pack, version, rules: found.rules }
  })
  return { maxPerOrder, thresholdBase, insured, memberDays: { weekdays, daysOfMonth }, rulePacks }
}

/** A policy by the names that operators know. */
export function policyMembers(policy: SellerPolicy): PolicyMembers {
  return {
    max_per_order: policy.maxPerOrder,
    threshold_base: policy.thresholdBase,
    insured: policy.insured,
    member_weekdays: policy.memberWeekdays,
    member_days_of_month: policy.memberDaysOfMonth,
    rule_packs: policy.rulePacks.map(({ pack, version }) => `${pack}@${version}`),
    template_approval: policy.isApprovalAsked ? 'on' : 'off',
    known_shops: policy.mustKnowShops ? 'on' : 'off',
    order_numbers: policy.numbersOrders ? 'on' : 'off',
    second_person: policy.isSecondPersonAsked ? 'on' : 'off',
    issue_approval: policy.issueApprovalFen === null ? 'off' : formatYuan(policy.issueApprovalFen),
  }
}

/** The text of a policy in the store and in events. */
export function policyText(policy: SellerPolicy): string {
  return JSON.stringify(policyMembers(policy))
}

/** Reads what `policyText` wrote. Only this program writes it, so its type is not checked. */
export function readPolicy(text: string): SellerPolicy {
  const members = JSON.parse(text) as PolicyMembers
  return {
    maxPerOrder: members.max_per_order,
    thresholdBase: members.threshold_base,
    insured: members.insured,
    memberWeekdays: members.member_weekdays,
    memberDaysOfMonth: members.member_days_of_month,
    rulePacks: members.rule_packs.map((name) => {
      const [pack = '', version] = name.split('@')
      return { pack, version: Number(version) }
    }),
    isApprovalAsked: members.template_approval === 'on',
    mustKnowShops: members.known_shops === 'on',
    numbersOrders: members.order_numbers === 'on',
    isSecondPersonAsked: members.second_person === 'on',
    issueApprovalFen: parseYuan(members.issue_approval ?? 'off') ?? null,
  }
}

export type PolicyMembers = Readonly<{
  max_per_order: number
  threshold_base: SellerPolicy['thresholdBase']
  insured: SellerPolicy['insured']
  member_weekdays: SellerPolicy['memberWeekdays']
  member_days_of_month: readonly number[]
  rule_packs: readonly string[]
  template_approval: 'on' | 'off'
  known_shops: 'on' | 'off'
  /** Absent in texts of earlier versions. */
  order_numbers?: 'on' | 'off'
  second_person: 'on' | 'off'
  /** Yuan, or `off`. Absent in texts of earlier versions. */
  issue_approval?: string
}>

/** Policies for calls; implementations may answer from memory that is at most a second old. */
export interface PolicyReader {
  findPolicy(sellerId: string): Promise<VersionedPolicy>
}

/**
 * Whether coupons have so much face value that an operator issues them only after another person agreed.
 * @param each.worstFen what one takes off an order at most; undefined: its terms set no limit
 * @param limitFen of the seller's rule; null: there is none
 */
export function asksSecond(
  each: Readonly<{ worstFen: number | undefined; count: number }>,
  limitFen: number | null,
): boolean {
  if (limitFen === null) return false
  return each.worstFen === undefined || each.worstFen * each.count > limitFen
}

/** @returns the rule that asks for two people and that a change would end or loosen; undefined where there is none */
export function loosenedRule(policy: SellerPolicy, changes: Partial<SellerPolicy>): RuleLoosening | undefined {
  if (policy.isApprovalAsked && changes.isApprovalAsked === false) return { kind: 'end-template-approval' }
  if (policy.isSecondPersonAsked && changes.isSecondPersonAsked === false) return { kind: 'end-second-person' }
  const [before, after] = [policy.issueApprovalFen, changes.issueApprovalFen]
  if (before === null || after === undefined || (after !== null && after <= before)) return undefined
  return { kind: 'raise-issue-approval', amount: after === null ? 'off' : formatYuan(after) }
}
