import { defaultGrants, isStrict, presetMasksPhones, queryCoupon, type SkipReason } from '@yaoquan/api'
import { addRequestId, decodeRequest } from '@yaoquan/protocol'
import { performCached } from '#gateway/answer-cache'
import { checkMethodGiven, checkPermission, type ReadCall } from '#gateway/checks/call-checks'
import { checkTimestamp, checkVersion } from '#gateway/checks/caller-checks'
import { perform } from '#gateway/perform-call'
import type { CallContext, Method } from '#methods/method'
import { type AnswerMeaning, readMeaning } from '#shadow/answers/answer-meaning'
import type { SeenCall } from '#shadow/report/day-counts'
import type { Deviation } from '#shadow/report/deviation'
import { compareAnswers } from './compare-answers.ts'
import type { SellerOfCall } from './seller-of-call.ts'

/** What answers in our place. */
export type OwnSide = Readonly<{
  /** querycoupon on our store. */
  method: Method<typeof queryCoupon>
  /** Called when our own answer failed. */
  onFault: (error: unknown) => void
}>

type Readable = Exclude<AnswerMeaning, { kind: 'unreadable' }>

/** A call of querycoupon, and what the upstream answered. */
export type PassedCall = Readonly<{
  read: ReadCall
  call: SeenCall
  seller: Extract<SellerOfCall, { kind: 'known' }>
  theirs: Readable
}>

export type Comparison =
  | Readonly<{
      kind: 'compared'
      deviations: readonly Deviation[]
      ours: Readable
      /** Our answer as it would be sent, without the id of the request; empty for an error. */
      text: string
    }>
  | Readonly<{ kind: 'skipped'; reason: SkipReason }>

/** Compares the upstream's answer with ours from our store as it is now, at the time of the call. Reads only. */
export async function compareWithOurs(passed: PassedCall, own: OwnSide): Promise<Comparison> {
  const ours = await answerOurselves(passed, own)
  if (ours.kind === 'skipped') return ours
  const { read, theirs } = passed
  const isListed = (couponCode: string) => isInOurList({ read, couponCode, context: ours.context }, own)
  const deviations = await compareAnswers(theirs, ours.answer, isListed)
  return { kind: 'compared', deviations, ours: ours.answer, text: ours.text }
}

type OwnAnswer =
  | Readonly<{ kind: 'answered'; answer: Readable; text: string; context: CallContext }>
  | Readonly<{ kind: 'skipped'; reason: SkipReason }>

/** What our gateway would answer: its checks of the call, its method, its encoder. Quotas and addresses of callers are left out. */
async function answerOurselves(
  { read, call, seller: { sellerId, refusal: sellerRefusal } }: PassedCall,
  { method, onFault }: OwnSide,
): Promise<OwnAnswer> {
  const { app, parameters, encoding } = read
  const { atMs: nowMs } = call
  const grants = app?.grants ?? defaultGrants
  const context: CallContext = { requestId: '', appKey: call.appKey, actor: 'shadow', grants, sellerId, nowMs }
  const refusal =
    read.refusal ??
    checkMethodGiven(parameters) ??
    checkTimestamp(parameters, { nowMs, tellsClock: false }) ??
    checkVersion(parameters) ??
    (app && checkPermission(app, queryCoupon.name)) ??
    sellerRefusal
  if (refusal !== undefined) return refusedAnswer(refusal.error.code, context)
  const masksPhones = app === undefined ? false : (app.masksPhones ?? presetMasksPhones(grants.preset))
  const outcome = await perform(
    {
      method,
      parameters,
      context,
      form: { encoding, masksPhones, language: 'zh' },
      unknownMembers: isStrict(grants) ? 'refused' : 'ignored',
    },
    async (decoded) => ({ kind: 'answered', sellerId, answer: await performCached(decoded, undefined) }),
    { rememberSign: async () => ({ kind: 'sign-known' }), mayPass: () => false, telemetry: { callFailed: onFault } },
  )
  if (outcome.kind === 'lost') return { kind: 'skipped', reason: 'own-fault' }
  if (outcome.kind === 'refused') {
    if (outcome.error.code === ownFaultCode) return { kind: 'skipped', reason: 'own-fault' }
    return refusedAnswer(outcome.error.code, context)
  }
  const text = Buffer.from(addRequestId(outcome.answer.encoded, '')).toString()
  const answer = readMeaning(text)
  if (answer.kind === 'unreadable') return { kind: 'skipped', reason: 'own-fault' }
  return { kind: 'answered', answer, text, context }
}

function refusedAnswer(code: number, context: CallContext): OwnAnswer {
  return { kind: 'answered', answer: { kind: 'error', code }, text: '', context }
}

/** A bug or a lost store. */
const ownFaultCode = 15

type ListedCoupon = Readonly<{ read: ReadCall; couponCode: string; context: CallContext }>

/** Whether our list that the call asks for has the coupon, on whatever page. */
async function isInOurList({ read, couponCode, context }: ListedCoupon, { method }: OwnSide): Promise<boolean> {
  const decoded = decodeRequest(queryCoupon, read.parameters, 'ignored')
  if (decoded.kind === 'refused') return false
  const { query } = decoded.input
  if (query.couponCode !== undefined && query.couponCode !== couponCode) return false
  const { result } = await method.call({ query: { ...query, couponCode, pageNum: 1 } }, context)
  return result.page.totalCount > 0
}
