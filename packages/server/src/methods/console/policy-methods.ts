import { getPolicy, type InputOf, type ResponseOf, setPolicy } from '@yaoquan/api'
import { momentText } from '#domain/dates'
import { changePolicy, type PolicyNotChanged } from '#domain/lifecycle/change-policy'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { parsePolicy, type RawPolicy } from '#domain/policy/parse-policy'
import { packsToChoose } from '#domain/policy/rule-packs'
import { loosenedRule, policyMembers } from '#domain/policy/seller-policy'
import { ifGiven, type Method } from '#methods/method'
import { notDoneResult } from '#methods/refused-result'
import { doneBefore, writeOfPerson } from './act-request.ts'
import { type AskParts, askForSecond } from './ask-for-second.ts'
import { consoleRefusal, invalidSetting } from './console-refusal.ts'

/** Rules are read as they are stored: what a person changes was just read. */
export type PolicyDependencies = AskParts

/** The rules of the seller, and the packs that it may choose. */
export function getPolicyMethod({
  storedPolicies,
}: Pick<PolicyDependencies, 'storedPolicies'>): Method<typeof getPolicy> {
  return {
    definition: getPolicy,
    async call(_input, { sellerId }) {
      const { policy, version, setAtMs } = await storedPolicies.findPolicy(sellerId)
      const members = policyMembers(policy)
      const packs = packsToChoose(policy.rulePacks).map(({ pack, version: of, zh, en }) => {
        return { name: `${pack}@${of}`, zh, en }
      })
      return {
        result: {
          version,
          setAt: ifGiven(setAtMs, momentText),
          maxPerOrder: members.max_per_order,
          thresholdBase: members.threshold_base,
          insured: members.insured,
          memberWeekdays: members.member_weekdays.map(String),
          memberDaysOfMonth: members.member_days_of_month.map(String),
          rulePacks: members.rule_packs,
          templateApproval: policy.isApprovalAsked,
          secondPerson: policy.isSecondPersonAsked,
          issueApproval: members.issue_approval ?? 'off',
          knownShops: policy.mustKnowShops,
          orderNumbers: policy.numbersOrders,
          packs,
          success: true,
        },
      }
    },
  }
}

/** Changes rules of the seller. */
export function setPolicyMethod(dependencies: PolicyDependencies): Method<typeof setPolicy> {
  return {
    definition: setPolicy,
    async call(input, context) {
      const parsed = parsePolicy(rawPolicy(input))
      if (parsed.kind === 'invalid') return { result: invalidSetting(parsed.field, parsed.rule) }
      const request = writeOfPerson(setPolicy.name, input, context)
      const { changes } = parsed
      const { policy } = await dependencies.storedPolicies.findPolicy(context.sellerId)
      const subject = loosenedRule(policy, changes)
      if (subject !== undefined) {
        if (Object.keys(changes).length > 1) return { result: consoleRefusal('endedRuleAlone') }
        return { result: await askForSecond(dependencies, { request, subject, input }) }
      }
      const { lifecycle } = dependencies
      const written = await runAct(changePolicy, { lifecycle, request, changes, seenVersion: input.version })
      if (written.kind !== 'done') return { result: notDoneResult(written, input, refusedChange) }
      return { result: { ...doneBefore(written.isAlreadyDone), version: written.answer.version, success: true } }
    },
  }
}

/** The rules of the request as the command line takes them. */
function rawPolicy(input: InputOf<typeof setPolicy>): RawPolicy {
  return {
    max_per_order: ifGiven(input.maxPerOrder, String),
    threshold_base: input.thresholdBase,
    insured: input.insured,
    member_weekdays: ifGiven(input.memberWeekdays, listText),
    member_days_of_month: ifGiven(input.memberDaysOfMonth, listText),
    rule_packs: ifGiven(input.rulePacks, listText),
    template_approval: ifGiven(input.templateApproval, switchText),
    known_shops: ifGiven(input.knownShops, switchText),
    order_numbers: ifGiven(input.orderNumbers, switchText),
    second_person: ifGiven(input.secondPerson, switchText),
    issue_approval: input.issueApproval,
  }
}

function listText(items: readonly string[]): string {
  return items.length === 0 ? 'off' : items.join(',')
}

function switchText(isOn: boolean): string {
  return isOn ? 'on' : 'off'
}

function refusedChange(refusal: PolicyNotChanged): ResponseOf<typeof setPolicy>['result'] {
  if (refusal.kind === 'approval-stays') return consoleRefusal('approvalStays')
  return consoleRefusal('policyChanged', { time: refusal.setAtMs === undefined ? '' : momentText(refusal.setAtMs) })
}
