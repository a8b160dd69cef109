import { formatYuan } from '#domain/money'
import type { RuleLoosening } from '#domain/people/waiting-request'
import type { SellerPolicy } from './seller-policy.ts'

/** @returns the rule that asks for two people and that a change would end or loosen; undefined where there is none */
export function loosenedRule(policy: SellerPolicy, changes: Partial<SellerPolicy>): RuleLoosening | undefined {
  if (policy.isApprovalAsked && changes.isApprovalAsked === false) return { kind: 'end-template-approval' }
  if (policy.isSecondPersonAsked && changes.isSecondPersonAsked === false) return { kind: 'end-second-person' }
  const [before, after] = [policy.issueApprovalFen, changes.issueApprovalFen]
  if (before === null || after === undefined || (after !== null && after <= before)) return undefined
  return { kind: 'raise-issue-approval', amount: after === null ? 'off' : formatYuan(after) }
}
