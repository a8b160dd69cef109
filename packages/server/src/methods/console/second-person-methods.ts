import {
  approveRequest,
  approveTemplate,
  createApp,
  eraseMember,
  listRequests,
  mergeMembers,
  type ResponseOf,
  refuseRequest,
  rotateAppSecret,
  setPolicy,
  widenAppsGrant,
} from '@yaoquan/api'
import { momentText } from '#domain/dates'
import { decideRequest, endRequest, isOpen, type NotDecided } from '#domain/lifecycle/ask-second-person'
import { changePolicy } from '#domain/lifecycle/change-policy'
import { type OwnNumber, runAct } from '#domain/lifecycle/lifecycle-store'
import { parseYuan } from '#domain/money'
import {
  type AppSubject,
  type ClaimSubject,
  isAboutApp,
  type RequestSubject,
  type WaitingRequest,
} from '#domain/people/waiting-request'
import type { SellerPolicy } from '#domain/policy/seller-policy'
import type { TemplateReader } from '#domain/templates/template-store'
import { maskedNote } from '#methods/masked-note'
import { type CallContext, InvalidInput, ifGiven, type Method, writeOfCall } from '#methods/method'
import { notDoneResult } from '#methods/refused-result'
import { type ClaimDependencies, claimCouponsMethod } from '#methods/yaoquan.coupon.claim'
import { eraseMemberMethod } from '#methods/yaoquan.member.erase'
import { mergeMembersMethod } from '#methods/yaoquan.member.merge'
import { doneBefore, writeOfPerson } from './act-request.ts'
import type { AskParts } from './ask-for-second.ts'
import { consoleRefusal } from './console-refusal.ts'
import { type ActorDependencies, namedActors } from './named-actors.ts'

type Dependencies = AskParts &
  Pick<ClaimDependencies, 'lifecycle' | 'randomBytes'> &
  Readonly<{ templates: TemplateReader }> &
  Parameters<typeof eraseMemberMethod>[0] &
  Parameters<typeof mergeMembersMethod>[0]

/** The method whose act somebody needs to decide on a request, by its kind. */
const methodOf: Readonly<Record<RequestSubject['kind'], string>> = {
  'erase-member': eraseMember.name,
  'merge-members': mergeMembers.name,
  // The people who approve templates decide about costs here too.
  'claim-coupons': approveTemplate.name,
  'end-template-approval': setPolicy.name,
  'end-second-person': setPolicy.name,
  'raise-issue-approval': setPolicy.name,
  'create-app': createApp.name,
  'rotate-app': rotateAppSecret.name,
  'widen-app': widenAppsGrant,
  'enable-app': widenAppsGrant,
}

function mayDecide({ grants }: CallContext, { subject }: WaitingRequest): boolean {
  return grants.allowed.includes(methodOf[subject.kind])
}

/** Requests that wait: the caller's own, and those that its role may decide on. Of the own ones about apps also what came of them. */
export function listRequestsMethod({
  requests,
  templates,
  ...ofActors
}: Pick<Dependencies, 'requests' | 'templates'> & ActorDependencies): Method<typeof listRequests> {
  return {
    definition: listRequests,
    async call(_input, context) {
      const waiting = await requests.listWaitingRequests(context.sellerId)
      const shown = waiting.filter((one) => {
        const isOwn = one.askedBy === context.actor
        if (one.ended !== undefined) return isOwn && one.untilMs > context.nowMs
        return isOpen(one, context.nowMs) && (isOwn || mayDecide(context, one))
      })
      const named = shown.map(async (one) => {
        const { subject } = one
        const couponId = subject.kind === 'claim-coupons' ? subject.couponId : undefined
        const template = couponId === undefined ? undefined : await templates.findTemplate(context.sellerId, couponId)
        return { ...shownRequest(one, context.actor), couponName: template?.terms.couponName }
      })
      const actors = await namedActors(context.sellerId, shown.flatMap(actorsOf), ofActors)
      return { result: { requests: await Promise.all(named), actors, success: true } }
    },
  }
}

function actorsOf({ askedBy, approvedBy, ended, subject }: WaitingRequest) {
  const appKey = ended?.appKey ?? ('appKey' in subject ? subject.appKey : undefined)
  return [askedBy, approvedBy, ended?.by, appKey && `app:${appKey}`]
}

function shownRequest(request: WaitingRequest, actor: string) {
  const { requestId, subject, askedBy, askedAtMs, untilMs, approvedBy, ended } = request
  const { kind } = subject
  return {
    requestId,
    kind,
    memberId: 'memberId' in subject ? subject.memberId : undefined,
    intoMemberId: 'intoMemberId' in subject ? subject.intoMemberId : undefined,
    ...(kind === 'claim-coupons' && issued(subject)),
    appKey: ended?.appKey ?? ('appKey' in subject ? subject.appKey : undefined),
    name: ended?.name ?? ('name' in subject ? subject.name : undefined),
    preset: ended?.preset ?? ('preset' in subject ? subject.preset : undefined),
    amount: 'amount' in subject ? subject.amount : undefined,
    reason: 'reason' in subject ? subject.reason : undefined,
    askedBy,
    askedAt: momentText(askedAtMs),
    waitsUntil: momentText(untilMs),
    approvedBy,
    verdict: ended?.verdict,
    decidedBy: ended?.by,
    decidedAt: ifGiven(ended?.atMs, momentText),
    refusalReason: ended?.reason,
    own: askedBy === actor,
  }
}

function issued({ couponId, couponCode, count }: ClaimSubject) {
  return { couponId, couponCode, count }
}

/**
 * Approves a request and does what it asks for. The verdict comes first and is final, so no other person refuses what is being done. Until it
 * is done the request stays, with who approved it: this person or another goes on by approving it again, under numbers that follow from it.
 */
export function approveRequestMethod(dependencies: Dependencies): Method<typeof approveRequest> {
  const { lifecycle } = dependencies
  const perform = performer(dependencies)
  return {
    definition: approveRequest,
    async call(input, context) {
      const { requestId } = input
      const seen = await findRequest(dependencies, context, requestId)
      const subject = seen?.subject
      if (subject !== undefined && isAboutApp(subject)) return { result: consoleRefusal('requestToCarryOut') }
      const request = writeOfPerson(approveRequest.name, input, context)
      const written = await runAct(decideRequest, { lifecycle, request, seen, by: request.actor, isApproved: true })
      if (written.kind !== 'done') return { result: notDoneResult(written, input, refusedDecision) }
      if (subject === undefined) return { result: { ...doneBefore(true), success: true } }
      const { success, errorCode, errorMessage } = await perform(requestId, subject, context)
      const end = writeOfCall(approveRequest.name, context)
      await runAct(endRequest, { lifecycle, request: end, requestId, errorCode: success ? undefined : errorCode })
      if (!success) return { result: { success, errorCode, errorMessage } }
      return { result: { ...doneBefore(written.isAlreadyDone), success } }
    },
  }
}

/** Refuses a request, or takes the own one back. */
export function refuseRequestMethod(dependencies: Dependencies): Method<typeof refuseRequest> {
  const { lifecycle } = dependencies
  return {
    definition: refuseRequest,
    async call(input, context) {
      const seen = await findRequest(dependencies, context, input.requestId)
      const isDeclined = seen !== undefined && isAboutApp(seen.subject) && seen.askedBy !== context.actor
      if (isDeclined && input.reason === undefined) {
        throw new InvalidInput('reason', {
          zh: '拒绝应用的申请时必填',
          en: 'is needed to decline what is asked for of an app',
        })
      }
      const { text: reason, warnings } = maskedNote('reason', input.reason)
      const request = writeOfPerson(refuseRequest.name, input, context)
      const decision = { seen, by: request.actor, isApproved: false, reason }
      const written = await runAct(decideRequest, { lifecycle, request, ...decision })
      if (written.kind !== 'done') return { result: notDoneResult(written, input, refusedDecision) }
      return { result: { ...doneBefore(written.isAlreadyDone), warnings, success: true } }
    },
  }
}

/** The request, if it is the caller's own or one that its role may decide on. */
async function findRequest(
  { requests }: Dependencies,
  context: CallContext,
  requestId: string,
): Promise<WaitingRequest | undefined> {
  const waiting = await requests.listWaitingRequests(context.sellerId)
  return waiting.find((one) => {
    return one.requestId === requestId && (one.askedBy === context.actor || mayDecide(context, one))
  })
}

function refusedDecision({ kind }: NotDecided): ResponseOf<typeof approveRequest>['result'] {
  return consoleRefusal(kind === 'asked-it-oneself' ? 'requestIsOwn' : 'requestNotWaiting')
}

type Performed = Readonly<{ success: boolean; errorCode?: string | undefined; errorMessage?: string | undefined }>

/** Does what was asked for, once, in the name of the person who approved it; the event of the verdict names the other. */
function performer(dependencies: Dependencies) {
  const erase = eraseMemberMethod(dependencies)
  const merge = mergeMembersMethod(dependencies)
  const claim = claimCouponsMethod(dependencies)
  return async (
    requestId: string,
    subject: Exclude<RequestSubject, AppSubject>,
    by: CallContext,
  ): Promise<Performed> => {
    // No caller can use a number of the server's own before.
    const ownNumber = { own: `second-person ${requestId}` }
    const context = { ...by, ownNumber }
    const outRequestNo = requestId
    switch (subject.kind) {
      case 'erase-member': {
        const { memberId, reason } = subject
        return (await erase.call({ outRequestNo, memberId, reason }, context)).result
      }
      case 'merge-members': {
        const { memberId: fromMemberId, intoMemberId, reason } = subject
        return (await merge.call({ outRequestNo, fromMemberId, intoMemberId, reason }, context)).result
      }
      case 'claim-coupons': {
        const { kind: _, ...coupons } = subject
        return (await claim.call({ outRequestNo, ...coupons }, context)).result
      }
      case 'raise-issue-approval':
        return end({ issueApprovalFen: parseYuan(subject.amount) ?? null }, ownNumber, context)
      case 'end-template-approval':
        return end({ isApprovalAsked: false }, ownNumber, context)
      case 'end-second-person':
        return end({ isSecondPersonAsked: false }, ownNumber, context)
    }
  }

  async function end(
    changes: Partial<SellerPolicy>,
    outRequestNo: OwnNumber,
    context: CallContext,
  ): Promise<Performed> {
    const { sellerId, actor, requestId, nowMs } = context
    const place = { sellerId, actor, requestId, nowMs, sign: undefined }
    const request = { ...place, outRequestNo, method: `${setPolicy.name} for approval`, content: '' }
    const written = await runAct(changePolicy, { lifecycle: dependencies.lifecycle, request, changes })
    return { success: written.kind === 'done' }
  }
}
