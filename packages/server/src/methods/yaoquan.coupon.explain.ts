import { businessErrors, explainCoupon, holdCoupon, type InputOf, type ResponseOf, redeemCoupon } from '@yaoquan/api'
import { momentText } from '#domain/dates'
import { pastRules, type RuleSources, RulesRemoved } from '#domain/explain/past-rules'
import { PastRemoved, PastStore } from '#domain/explain/past-store'
import type { PastMoment } from '#domain/explain/rule-history'
import type { KeptRefusal, RefusalLog } from '#domain/refusals/refused-call'
import { explainCall, replay } from './explain-refusal.ts'
import { InvalidInput, type LifecycleDependencies, type Method } from './method.ts'
import { refuseUnknownShop } from './must-know-shop.ts'
import type { PastCall, PastParts } from './past-calls.ts'
import { readMoment } from './read-times.ts'
import { errorResult } from './refused-result.ts'

type Input = InputOf<typeof explainCoupon>
type Result = ResponseOf<typeof explainCoupon>['result']

export type ExplainDependencies = Pick<
  LifecycleDependencies,
  'coupons' | 'events' | 'masterData' | 'policies' | 'redemptions' | 'orders' | 'templates' | 'quotes' | 'findHolders'
> &
  Readonly<{ refusalLog: Pick<RefusalLog, 'findRefusal'>; ruleSources: RuleSources }>

/** Why a coupon was or would have been refused at a moment, and what would have made it usable. */
export function explainCouponMethod(dependencies: ExplainDependencies): Method<typeof explainCoupon> {
  return {
    definition: explainCoupon,
    async call(input, context) {
      const refused = await refuseUnknownShop(dependencies, input.shop, context)
      if (refused !== undefined) return { result: { ...refused, explanations: [] } }
      const { sellerId, nowMs } = context
      const kept = await findRefusal(dependencies, { sellerId, input, nowMs })
      if (kept === 'unknown') return { result: { ...errorResult('refusalNotFound'), explanations: [] } }
      const question = kept ?? (await questionOf(dependencies, { sellerId, input, nowMs }))
      if (question === undefined) return { result: { ...errorResult('couponNotFound'), explanations: [] } }
      try {
        return { result: await explain(dependencies, sellerId, question) }
      } catch (error) {
        if (!(error instanceof PastRemoved) && !(error instanceof RulesRemoved)) throw error
        const eventsRemovedBefore = error instanceof PastRemoved ? momentText(error.beforeMs) : undefined
        return { result: { ...errorResult('historyRemoved'), explanations: [], eventsRemovedBefore } }
      }
    },
  }
}

/** What is explained: a call that was refused, or one that nobody made. */
type Question = Readonly<{ moment: PastMoment; call: PastCall | undefined; kept: KeptRefusal | undefined }>

async function findRefusal(
  { refusalLog }: ExplainDependencies,
  { sellerId, input: { requestId, isNow, ...others }, nowMs }: Query,
): Promise<Question | 'unknown' | undefined> {
  if (requestId === undefined) {
    if (isNow === true)
      throw new InvalidInput('now', { zh: '只能与 request_id 同传', en: 'may only be sent with request_id' })
    return undefined
  }
  const other = Object.entries(others).find(([, value]) => value !== undefined)
  if (other !== undefined)
    throw new InvalidInput('request_id', { zh: '与其他参数不能同时传', en: 'may not be sent with other parameters' })
  const kept = await refusalLog.findRefusal(sellerId, requestId)
  if (kept === undefined) return 'unknown'
  const { method, atMs, eventSeq, errorCode: refusedCode, content } = kept
  if (isNow === true) return { ...questionOfNow(kept, nowMs), kept }
  const isJudged = content !== undefined && !plainCodes.has(refusedCode)
  const call = isJudged ? { method, sent: JSON.parse(content), atMs, refusedCode, assumed: {} } : undefined
  return { moment: { atMs, eventSeq }, call, kept }
}

/** The same call at present. @throws InvalidInput for a call that asks for the stocks and limits of then */
function questionOfNow({ method, content, errorCode }: KeptRefusal, nowMs: number): Pick<Question, 'moment' | 'call'> {
  if (!repeatable.has(method))
    throw new InvalidInput('now', { zh: '只能用于被拒的核销与占用', en: 'is only for refused redemptions and holds' })
  const moment = { atMs: nowMs, eventSeq: Number.MAX_SAFE_INTEGER }
  if (content === undefined || plainCodes.has(errorCode)) return { moment, call: undefined }
  const { redeemedAt: _, ...sent }: Readonly<{ redeemedAt?: string }> = JSON.parse(content)
  return { moment, call: { method, sent, atMs: nowMs, refusedCode: undefined, assumed: {} } }
}

/** Methods whose calls ask for coupons, a shop and a basket only. */
const repeatable: ReadonlySet<string> = new Set([redeemCoupon.name, holdCoupon.name])

/** Refusals that do not depend on a coupon. */
const plainCodes: ReadonlySet<string> = new Set([
  businessErrors.idempotentConflict.code,
  businessErrors.massVoidNotGranted.code,
  businessErrors.shopUnknown.code,
  businessErrors.tooManyCoupons.code,
])

type Query = Readonly<{ sellerId: string; input: Input; nowMs: number }>

/** @returns undefined if there is no such coupon */
async function questionOf({ coupons }: ExplainDependencies, { sellerId, input, nowMs }: Query) {
  const { couponCode, orderId = noOrder, shop, channel, memberLevel, lines } = input
  if (couponCode === undefined)
    throw new InvalidInput('coupon_code', { zh: '与 request_id 应传其一', en: 'is sent or request_id, not both' })
  const atMs = input.at === undefined ? nowMs : readMoment('at', input.at)
  if ((await coupons.findCoupon(sellerId, couponCode)) === undefined) return undefined
  const sent = { outRequestNo: 'past', couponCode, orderId, shop, channel, memberLevel, lines }
  const call = { method: redeemCoupon.name, sent, atMs, refusedCode: undefined, assumed: {} }
  // For the present and the future, every event so far counts, whichever server's clock it has.
  const eventSeq = atMs < nowMs ? undefined : Number.MAX_SAFE_INTEGER
  return { moment: { atMs, eventSeq }, call, kept: undefined }
}

/** No order has it: callers send no control characters. */
const noOrder = '\u0002'

async function explain(
  dependencies: ExplainDependencies,
  sellerId: string,
  { moment, call, kept }: Question,
): Promise<Result> {
  const { templates, quotes, findHolders, ruleSources } = dependencies
  const past = new PastStore(dependencies, sellerId, moment)
  const parts: PastParts = {
    sellerId,
    past,
    rules: pastRules(ruleSources, sellerId, moment),
    templates,
    quotes,
    findHolders,
  }
  const replayed = call && (await replay(parts, call))
  const isOfThen = call?.refusedCode !== undefined
  return {
    at: momentText(moment.atMs),
    call: kept && {
      requestId: kept.requestId,
      method: kept.method,
      appKey: kept.appKey,
      refusedCode: kept.errorCode,
      isContentRemoved: kept.content === undefined ? true : undefined,
      isDifferent: isOfThen && replayed !== undefined && replayed.errorCode !== kept.errorCode ? true : undefined,
    },
    explanations: call && replayed ? await explainCall(parts, call, replayed) : [],
    success: true,
  }
}
