import type { SkipReason } from '@yaoquan/api'
import { defaultGrants, isStrict, presetMasksPhones, queryCoupon, syncOrder } from '@yaoquan/api'
import { addRequestId, decodeRequest } from '@yaoquan/protocol'
import { performCached } from '#gateway/answer-cache'
import type { CallerDirectory } from '#gateway/call/callers'
import { checkMethodGiven, checkPermission } from '#gateway/checks/call-checks'
import { checkSignature, checkTimestamp, checkVersion } from '#gateway/checks/caller-checks'
import type { ReadCall } from '#gateway/checks/read-call'
import { secretsOf } from '#gateway/order-of-checks'
import { perform } from '#gateway/perform-call'
import type { CallContext, Method } from '#methods/method'
import {
  type AnswerError,
  type AnswerMeaning,
  isOfCaller,
  readError,
  readMeaning,
} from '#shadow/answers/answer-meaning'
import { type AnsweredCall, answeredCalls } from '#shadow/answers/answered-calls'
import { type CopiedExchange, readAnswerText, readRequestBody } from '#shadow/answers/exchange'
import type { Learner } from '#shadow/learning/learner'
import type { SeenCall } from '#shadow/report/day-counts'
import type { Deviation } from '#shadow/report/deviation'
import type { ShadowReport } from '#shadow/report/shadow-report'
import { compareAnswers } from './compare-answers.ts'
import { goneAmong, learnFrom, learnOrderFrom } from './learn-from.ts'
import type { FindSellerOfCall, SellerOfCall } from './seller-of-call.ts'

export type ComparingDependencies = Readonly<{
  callers: CallerDirectory
  /** querycoupon on our store. */
  method: Method<typeof queryCoupon>
  /** Whose coupons a call is about. */
  sellerOf: FindSellerOfCall
  /** Epoch milliseconds. */
  clock: () => number
  /** Called when our own answer failed. */
  onFault: (error: unknown) => void
  report: ShadowReport
  /** For a seller; undefined where nothing is learned from answers. */
  learnerOf?: ((sellerId: string) => Learner) | undefined
  /** order.sync on our store; undefined where no order is learned. */
  orders?: Method<typeof syncOrder> | undefined
}>

/** Compares a call that passed, or each call of a batch: what the upstream answered with what we would, now. Reads only, unless coupons of answers are learned. */
export async function compareExchange(exchange: CopiedExchange, dependencies: ComparingDependencies): Promise<void> {
  const { report, clock } = dependencies
  const skip = (reason: SkipReason) => report.skipped(reason, { calls: 1, atMs: clock() })
  const request = readRequestBody(exchange)
  if (request.kind !== 'read') return skip(request.kind === 'large' ? 'large' : 'packed-request')
  const answer = readAnswerText(exchange)
  if (answer.kind !== 'read') return skip(answer.kind === 'large' ? 'large' : 'no-top-answer')
  const calls = await answeredCalls({ ...exchange, body: request.body }, answer.text, dependencies.callers)
  if (calls === undefined) return skip('batch')
  for (const call of calls) await compareCall(call, dependencies)
}

async function compareCall({ read, text }: AnsweredCall, dependencies: ComparingDependencies): Promise<void> {
  const { report, clock } = dependencies
  const skip = (reason: SkipReason) => report.skipped(reason, { calls: 1, atMs: clock() })
  const { parameters, signed } = read
  const error = readError(text)
  if (error === 'unreadable') return skip('no-top-answer')
  const call: SeenCall = {
    method: parameters.get('method')?.trim() ?? '',
    appKey: signed.parameters.get('app_key')?.trim() ?? '',
    atMs: clock(),
  }
  report.saw(call)
  const signature = compareSignature(read, error, call.atMs)
  if (signature !== undefined) report.deviated(call, [signature])
  const seller = await dependencies.sellerOf(read, call.atMs)
  if (call.method === syncOrder.name) await learnOrderFrom({ read, call, text, seller }, dependencies)
  if (call.method !== queryCoupon.name) return skip('other-method')
  if (error !== 'none' && isOfCaller(error)) return skip('refused-caller')
  const theirs = readMeaning(text)
  if (theirs.kind === 'unreadable') return skip('no-top-answer')
  if (seller.kind !== 'known') return skip(seller.kind)
  const ofSeller = { read, call, seller }
  const ours = await answerOurselves(ofSeller, dependencies)
  if (ours.kind === 'skipped') return skip(ours.reason)
  const isListed = (couponCode: string) => isInOurList({ read, couponCode, context: ours.context }, dependencies)
  const before = await compareAnswers(theirs, ours.answer, isListed)
  const isNews = theirs.kind === 'page' && (await learnFrom({ ...ofSeller, coupons: theirs.coupons }, dependencies))
  if (!isNews || before.length === 0) return report.compared(call, before)
  const again = await answerOurselves(ofSeller, dependencies)
  const after = again.kind === 'skipped' ? before : await compareAnswers(theirs, again.answer, isListed)
  report.compared(call, [...after, ...goneAmong(before, after)])
}

/** Only for an app whose secret we have; undefined where both sides agree, or the upstream looked at something else first. */
function compareSignature(
  { app, signed }: ReadCall,
  error: AnswerError | 'none',
  nowMs: number,
): Deviation | undefined {
  if (app === undefined) return undefined
  const code = error === 'none' ? undefined : error.code
  const isRefusedThere = code === 24 || code === 25
  if (!isRefusedThere && error !== 'none' && isOfCaller(error)) return undefined
  const secrets = secretsOf(app, nowMs)
  const ours = checkSignature({ ...signed, secrets, charset: app.charset }, undefined)
  const isRefusedHere = ours.kind === 'refused'
  if (isRefusedHere === isRefusedThere) return undefined
  const [upstream, own] = isRefusedThere ? [String(code), ''] : ['', String(isRefusedHere ? ours.error.code : '')]
  return { class: 'signature', name: 'sign', upstream, ours: own }
}

type CallOfSeller = Readonly<{ read: ReadCall; call: SeenCall; seller: Extract<SellerOfCall, { kind: 'known' }> }>

type OwnAnswer =
  | Readonly<{ kind: 'answered'; answer: Exclude<AnswerMeaning, { kind: 'unreadable' }>; context: CallContext }>
  | Readonly<{ kind: 'skipped'; reason: SkipReason }>

/** What our gateway would answer: its checks of the call, its method, its encoder. Quotas and addresses of callers are left out. */
async function answerOurselves(
  { read, call, seller: { sellerId, refusal: sellerRefusal } }: CallOfSeller,
  { method, onFault }: ComparingDependencies,
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
  if (refusal !== undefined) return { kind: 'answered', answer: { kind: 'error', code: refusal.error.code }, context }
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
    return { kind: 'answered', answer: { kind: 'error', code: outcome.error.code }, context }
  }
  const answer = readMeaning(Buffer.from(addRequestId(outcome.answer.encoded, '')).toString())
  return answer.kind === 'unreadable' ? { kind: 'skipped', reason: 'own-fault' } : { kind: 'answered', answer, context }
}

/** A bug or a lost store. */
const ownFaultCode = 15

type ListedCoupon = Readonly<{ read: ReadCall; couponCode: string; context: CallContext }>

/** Whether our list that the call asks for has the coupon, on whatever page. */
async function isInOurList(
  { read, couponCode, context }: ListedCoupon,
  { method }: ComparingDependencies,
): Promise<boolean> {
  const decoded = decodeRequest(queryCoupon, read.parameters, 'ignored')
  if (decoded.kind === 'refused') return false
  const { query } = decoded.input
  if (query.couponCode !== undefined && query.couponCode !== couponCode) return false
  const { result } = await method.call({ query: { ...query, couponCode, pageNum: 1 } }, context)
  return result.page.totalCount > 0
}
