import { queryCoupon, type SkipReason, syncOrder } from '@yaoquan/api'
import { formatTimestamp } from '@yaoquan/protocol'
import type { CallerDirectory } from '#gateway/call/callers'
import type { ReadCall } from '#gateway/checks/call-checks'
import { checkSignature } from '#gateway/checks/caller-checks'
import { secretsOf } from '#gateway/order-of-checks'
import {
  type AnswerError,
  type AnswerMeaning,
  isOfCaller,
  readError,
  readMeaning,
} from '#shadow/answers/answer-meaning'
import { type AnsweredCall, answeredCalls } from '#shadow/answers/answered-calls'
import { type HandedExchange, readAnswerText, readRequestBody } from '#shadow/answers/exchange'
import type { Learner } from '#shadow/learning/learner'
import type { SeenCall } from '#shadow/report/day-counts'
import type { Deviation } from '#shadow/report/deviation'
import type { Sighting } from '#shadow/report/rule-counts'
import type { ShadowReport } from '#shadow/report/shadow-report'
import { compareForm } from './compare-form.ts'
import { type Comparison, compareWithOurs, type OwnSide } from './compare-with-ours.ts'
import { coveredCoupons } from './covered-coupons.ts'
import { goneAmong, learnFrom, learnOrderFrom, type OrderDoors } from './learn-from.ts'
import type { SecondLooks } from './second-looks.ts'
import { seenRules } from './seen-rules.ts'
import type { FindSellerOfCall } from './seller-of-call.ts'

export type ComparingDependencies = OwnSide &
  Readonly<{
    callers: CallerDirectory
    /** The seller of the coupons that a call is about. */
    sellerOf: FindSellerOfCall
    /** Epoch milliseconds. */
    clock: () => number
    report: ShadowReport
    secondLooks: Pick<SecondLooks, 'add'>
    /** Whether answers that mean the same and are written otherwise deviate. */
    isFormExact: boolean
    /** For a seller; undefined where nothing is learned from answers. */
    learnerOf?: ((sellerId: string) => Learner) | undefined
    /** Undefined where no order is learned. */
    orders?: OrderDoors | undefined
  }>

/** Compares a call that passed, or each call of a batch: what the upstream answered with what we would, now. Reads only, unless coupons of answers are learned. */
export async function compareExchange(exchange: HandedExchange, dependencies: ComparingDependencies): Promise<void> {
  const { report, clock } = dependencies
  const skip = (reason: SkipReason) => report.skipped(reason, { calls: 1, atMs: clock() })
  const request = readRequestBody(exchange)
  if (request.kind !== 'read') return skip(request.kind === 'large' ? 'large' : 'packed-request')
  const answer = readAnswerText(exchange)
  if (answer.kind !== 'read') return skip(answer.kind === 'large' ? 'large' : 'no-top-answer')
  const calls = await answeredCalls({ ...exchange, body: request.body }, answer.text, dependencies.callers)
  if (calls === undefined) return skip('batch')
  // What is kept of one call of a batch may keep the whole batch in memory.
  const bytes = request.body.length + answer.text.length
  const { isSampledOut = false } = exchange
  for (const call of calls) await compareCall({ ...call, bytes, isSampledOut }, dependencies)
}

async function compareCall(
  { read, text, bytes, isSampledOut }: AnsweredCall & Readonly<{ bytes: number; isSampledOut: boolean }>,
  dependencies: ComparingDependencies,
): Promise<void> {
  const { report, clock, secondLooks } = dependencies
  const skip = (reason: SkipReason) => report.skipped(reason, { calls: 1, atMs: clock() })
  const { parameters, signed } = read
  const error = readError(text)
  if (error === 'unreadable') return skip('no-top-answer')
  const atMs = clock()
  const seller = await dependencies.sellerOf(read, atMs)
  const call: SeenCall = {
    method: parameters.get('method')?.trim() ?? '',
    appKey: signed.parameters.get('app_key')?.trim() ?? '',
    sellerId: seller.kind === 'known' ? seller.sellerId : undefined,
    atMs,
  }
  report.saw(call)
  const signature = compareSignature(read, error, call.atMs)
  if (signature !== undefined) report.deviated(call, [signature])
  if (call.method === syncOrder.name) {
    const isTold = await learnOrderFrom({ read, call, text, seller }, dependencies)
    if (!isTold) return skip('own-fault')
  }
  if (call.method !== queryCoupon.name) return skip('other-method')
  if (error !== 'none' && isOfCaller(error)) return skip('refused-caller')
  const theirs = readMeaning(text)
  if (theirs.kind === 'unreadable') return skip('no-top-answer')
  if (seller.kind !== 'known') return skip(seller.kind)
  const learn = async () =>
    theirs.kind === 'page' && (await learnFrom({ read, call, seller, coupons: theirs.coupons }, dependencies))
  if (isSampledOut) {
    await learn()
    return skip('sampled')
  }
  const passed = { read, call, seller, theirs }
  const first = await compareWithOurs(passed, dependencies)
  if (first.kind === 'skipped') return skip(first.reason)
  if (theirs.kind === 'page' && first.ours.kind === 'page') {
    const { ours, deviations } = first
    report.sawCoupons(coveredCoupons({ theirs, ours, sellerId: seller.sellerId }, deviations))
  }
  const before = first.deviations
  const isNews = await learn()
  const again = isNews && before.length > 0 ? await compareWithOurs(passed, dependencies) : first
  const latest = again.kind === 'skipped' ? first : again
  const { deviations: found, ours } = latest
  const explained = goneAmong(before, found)
  const sightings = sightingsOf(theirs, ours, call.atMs)
  if (secondLooks.add({ passed, found, explained, sightings, bytes })) return
  const form = dependencies.isFormExact ? formOf(text, theirs, latest) : []
  report.compared(call, [...found, ...form, ...explained])
  report.sawRules(sightings)
}

/** How the answer is written otherwise than ours; only of pages that mean the same. */
function formOf(
  text: string,
  theirs: AnswerMeaning,
  { deviations, ours, text: own }: Extract<Comparison, { kind: 'compared' }>,
): readonly Deviation[] {
  return deviations.length === 0 && theirs.kind === 'page' && ours.kind === 'page' ? compareForm(text, own) : []
}

/** @param ours with what was learned of the answer: what Yaoquan follows is no rule of the other side */
function sightingsOf(theirs: AnswerMeaning, ours: AnswerMeaning, atMs: number): readonly Sighting[] {
  if (theirs.kind !== 'page' || ours.kind !== 'page') return []
  return seenRules(theirs, ours, formatTimestamp(atMs).slice(0, 10))
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
