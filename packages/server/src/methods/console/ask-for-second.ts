import { claimCoupons, eraseMember, mergeMembers } from '@yaoquan/api'
import { askSecondPerson } from '#domain/lifecycle/ask-second-person'
import { type LifecycleStore, runAct, type WriteRequest } from '#domain/lifecycle/lifecycle-store'
import { newTimedCode } from '#domain/lifecycle/random-code'
import type { RequestReader, RequestSubject } from '#domain/people/waiting-request'
import type { PolicyReader } from '#domain/policy/seller-policy'
import { maskedNote } from '#methods/masked-note'
import { InvalidInput, type Method, writeRequest } from '#methods/method'
import { notDoneResult } from '#methods/refused-result'
import { consoleRefusal } from './console-refusal.ts'

export type AskParts = Readonly<{
  /** Rules as they are stored: a rule that was switched on a moment ago holds. */
  storedPolicies: PolicyReader
  requests: RequestReader
  lifecycle: LifecycleStore
  randomBytes: (size: number) => Uint8Array
}>

/** Asks a second person, under the number of the call. The same number asks once. */
export async function askForSecond(
  { lifecycle, randomBytes }: AskParts,
  {
    request,
    subject,
    input,
  }: Readonly<{ request: WriteRequest; subject: RequestSubject; input: Readonly<{ outRequestNo: string }> }>,
) {
  const requestId = newTimedCode(request.nowMs, randomBytes)
  const written = await runAct(askSecondPerson, { lifecycle, request, requestId, subject, by: request.actor })
  if (written.kind === 'done') {
    return { alreadyDone: written.isAlreadyDone ? (true as const) : undefined, awaitsApproval: true, success: true }
  }
  return notDoneResult(written, input, () => consoleRefusal('tooManyRequests'))
}

/** Erasing of operators: where the seller has the rule, a second person decides. */
export function eraseBySecond(erase: Method<typeof eraseMember>, parts: AskParts): Method<typeof eraseMember> {
  return {
    definition: eraseMember,
    async call(input, context) {
      const { policy } = await parts.storedPolicies.findPolicy(context.sellerId)
      if (!policy.isSecondPersonAsked) return erase.call(input, context)
      const { text: reason, warnings } = maskedNote('reason', input.reason)
      const request = writeRequest(`${eraseMember.name} for approval`, input, context)
      const subject = { kind: 'erase-member', memberId: input.memberId, reason: reason ?? '' } as const
      return { result: { warnings, ...(await askForSecond(parts, { request, subject, input })) } }
    },
  }
}

/**
 * Claims of operators: above the amount of the seller's rule a second person decides. Whether it is above, and would be done at all, a dry run
 * finds first.
 * @param claim its dry run says what another person has to agree to
 * @throws InvalidInput for a member that is not named by id, since a request keeps no phones
 */
export function claimBySecond(claim: Method<typeof claimCoupons>, parts: AskParts): Method<typeof claimCoupons> {
  return {
    definition: claimCoupons,
    async call(input, context) {
      const { policy } = await parts.storedPolicies.findPolicy(context.sellerId)
      if (policy.issueApprovalFen === null || input.dryRun === true) return claim.call(input, context)
      const tried = await claim.call({ ...input, dryRun: true }, context)
      if (tried.result.awaitsApproval !== true) return claim.call(input, context)
      const { memberId, couponId, couponCode, count = 1, channel } = input
      if (memberId === undefined)
        throw new InvalidInput('member_id', {
          zh: '须另一人同意的券，只能按会员编号发放',
          en: 'names the member where another person has to agree',
        })
      const request = writeRequest(`${claimCoupons.name} for approval`, input, context)
      const subject = { kind: 'claim-coupons', memberId, couponId, couponCode, count, channel } as const
      return { result: { coupons: [], ...(await askForSecond(parts, { request, subject, input })) } }
    },
  }
}

/** The same of merging; a dry run asks nobody. */
export function mergeBySecond(merge: Method<typeof mergeMembers>, parts: AskParts): Method<typeof mergeMembers> {
  return {
    definition: mergeMembers,
    async call(input, context) {
      const { policy } = await parts.storedPolicies.findPolicy(context.sellerId)
      if (!policy.isSecondPersonAsked || input.dryRun === true) return merge.call(input, context)
      const { text: reason, warnings } = maskedNote('reason', input.reason)
      const request = writeRequest(`${mergeMembers.name} for approval`, input, context)
      const { fromMemberId: memberId, intoMemberId } = input
      const subject = { kind: 'merge-members', memberId, intoMemberId, reason: reason ?? '' } as const
      return { result: { warnings, ...(await askForSecond(parts, { request, subject, input })) } }
    },
  }
}
