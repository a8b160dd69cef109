import { businessErrors } from '@yaoquan/api'
import { type Reason, reasonText } from '@yaoquan/basket'
import { type CouponStatus, couponStatus } from '#domain/coupon/coupon'
import { compareDays, dayOf } from '#domain/dates'
import { type Judged, judgePast, shopOfThen } from '#domain/explain/judge-past'
import type { PastCoupon } from '#domain/explain/past-coupon'
import { unpriced } from '#domain/lifecycle/judge-on-order'
import { formatPrice } from '#domain/money'
import type { TemplateTerms } from '#domain/templates/template'
import { type ShownChange, shownChange } from './change-text.ts'
import { InvalidInput } from './method.ts'
import { type PastCall, type PastParts, pastMethods, type RefusedCoupon, type Replayed } from './past-calls.ts'
import { type Change, changesOf, type Refusal } from './past-changes.ts'
import { refusalErrors } from './refusal-errors.ts'

type CouponStateThen = (typeof states)[CouponStatus] | 'not_started' | 'unknown'

export type ShownReason = Readonly<{ reasonCode: string; reason: string; reasonEn: string }>

/** Why a coupon was refused, and what would have made it usable. */
export type Explanation = Readonly<{
  couponCode?: string | undefined
  couponId?: string | undefined
  couponName?: string | undefined
  templateVersion?: number | undefined
  state?: CouponStateThen | undefined
  usable: boolean
  reasonCode?: string | undefined
  reason?: string | undefined
  reasonEn?: string | undefined
  missingAmount?: string | undefined
  reasons: readonly ShownReason[]
  nearestChange?: ShownChange | undefined
}>

/** What a call would be answered at its moment. @throws RangeError for a method whose calls are not kept */
export function replay(parts: PastParts, call: PastCall): Promise<Replayed> {
  return pastMethod(call).replay(parts, call, call.sent)
}

/** Explains a call whose replay is known: its refused coupons, or its only one where it is done. */
export async function explainCall(
  parts: PastParts,
  call: PastCall,
  replayed: Replayed,
): Promise<readonly Explanation[]> {
  const codes = await pastMethod(call).codesOf(call.sent, parts)
  if (replayed.errorCode === undefined) {
    return Promise.all(
      codes.map(async (couponCode) => ({ ...(await described(parts, call, couponCode)), usable: true, reasons: [] })),
    )
  }
  const refused = replayed.refused.flatMap((one): readonly RefusedCoupon[] => {
    if (one.couponCode !== undefined || codes.length === 0) return [one]
    return codes.map((couponCode) => ({ ...one, couponCode }))
  })
  const explanations: Explanation[] = []
  for (const one of refused.slice(0, maxExplained)) explanations.push(await explainOne(parts, call, one))
  return explanations
}

/** Maximum of refusals of one call. */
const maxExplained = 20

async function explainOne(parts: PastParts, call: PastCall, refused: RefusedCoupon): Promise<Explanation> {
  const refusal = await refusalOf(parts, call, refused.couponCode)
  const { judged } = refusal
  const reasons = reasonsOf(call, refused, judged)
  const [first] = reasons
  const missingFen = judged?.missingFen ?? 0
  return {
    ...(await described(parts, call, refused.couponCode)),
    usable: false,
    ...first,
    missingAmount:
      missingFen > 0 && pastMethod(call).reasons !== 'of the refusal' ? formatPrice(missingFen) : undefined,
    reasons,
    nearestChange: await nearestChange(parts, refusal, refused),
  }
}

type Described = Pick<Explanation, 'couponCode' | 'couponId' | 'couponName' | 'templateVersion' | 'state'>

async function described(
  { past }: PastParts,
  { sent, atMs }: PastCall,
  couponCode: string | undefined,
): Promise<Described> {
  if (couponCode === undefined) {
    const { couponId } = sent as Readonly<{ couponId?: string }>
    return { couponId }
  }
  const found = await past.findCoupon(couponCode)
  if (found === undefined) return { couponCode, state: 'unknown' }
  const { terms, templateVersion } = found.coupon
  return {
    couponCode,
    couponId: terms.couponId,
    couponName: terms.couponName,
    templateVersion,
    state: stateAt(found, atMs),
  }
}

function stateAt({ coupon }: PastCoupon, atMs: number): CouponStateThen {
  const state = states[couponStatus(coupon, atMs)]
  const { startDate } = coupon.terms
  const isEarly = startDate !== undefined && compareDays(dayOf(atMs), startDate) < 0
  return isEarly && state === 'unused' ? 'not_started' : state
}

const states = { 0: 'unused', 1: 'used', 2: 'expired', 3: 'void', 4: 'held' } as const

async function refusalOf(parts: PastParts, call: PastCall, couponCode: string | undefined): Promise<Refusal> {
  const basket = pastMethod(call).basketOf(parts, call, call.sent)
  const past = couponCode === undefined ? undefined : await parts.past.findCoupon(couponCode)
  if (past === undefined) {
    return { call, past, template: undefined, basket, judged: undefined, judgeAt: () => undefined }
  }
  const template = await templateOf(parts, past)
  const { policy } = await parts.rules.findPolicy()
  const at = await shopOfThen(parts.rules, template?.shop ?? past.coupon.terms.shop, basket.shop)
  const holders = couponCode === undefined ? undefined : await parts.findHolders(parts.sellerId, [couponCode])
  const judged = { past, template, at, policy, holder: holders?.get(couponCode ?? '') }
  // Many moments are tried, and what the lines say is the same at each.
  const judgeAt = (atMs: number) => judgePast(judged, { ...basket, amounts: unpriced.basket.amounts, atMs })
  return { call, past, template, basket, judged: judgePast(judged, basket), judgeAt }
}

async function templateOf(
  { templates, sellerId }: PastParts,
  { coupon: { terms, templateVersion: version } }: PastCoupon,
): Promise<TemplateTerms | undefined> {
  const { couponId } = terms
  if (couponId === undefined || version === undefined) return undefined
  return (await templates.findVersions(sellerId, [{ couponId, version }])).at(0)?.terms
}

/** The reason of the refusal first; without one in the engine's words, the error itself. */
function reasonsOf(call: PastCall, refused: RefusedCoupon, judged: Judged | undefined): readonly ShownReason[] {
  const { reasons: allowed } = pastMethod(call)
  const isOfRefusal = ({ code }: Reason) => errorCodeOf(code) === refused.errorCode
  const counting = (judged?.reasons ?? []).filter((reason) => {
    if (isOfRefusal(reason) || allowed === 'all') return true
    return allowed !== 'of the refusal' && allowed.has(reason.code)
  })
  const first = counting.find(isOfRefusal)
  const others = counting.filter((reason) => reason !== first).map(shownReason)
  return [first === undefined ? errorReason(refused) : shownReason(first), ...others]
}

function errorCodeOf(code: Reason['code']): string {
  return businessErrors[refusalErrors[code]].code
}

function shownReason(reason: Reason): ShownReason {
  return { reasonCode: reason.code, reason: reasonText(reason, 'zh'), reasonEn: reasonText(reason, 'en') }
}

function errorReason({ errorCode, errorMessage, errorMessageEn }: RefusedCoupon): ShownReason {
  return { reasonCode: errorCode, reason: errorMessage, reasonEn: errorMessageEn }
}

/** The first change under which the call is not refused. */
async function nearestChange(parts: PastParts, refusal: Refusal, refused: RefusedCoupon): Promise<ShownChange> {
  for (const change of await changesOf(parts, refusal)) {
    if (await isUsableWith(parts, change, refused)) return shownChange(change.code, change.facts)
  }
  return shownChange('NONE')
}

async function isUsableWith(parts: PastParts, { call }: Change, { couponCode }: RefusedCoupon): Promise<boolean> {
  try {
    const replayed = await replay(parts, call)
    if (replayed.errorCode === undefined) return true
    return replayed.isOneByOne && replayed.refused.every((one) => one.couponCode !== couponCode)
  } catch (error) {
    // A call with the change may break a rule of its parameters.
    if (error instanceof InvalidInput) return false
    throw error
  }
}

function pastMethod({ method }: PastCall) {
  const found = pastMethods.get(method)
  if (found === undefined) throw new RangeError(`calls of ${method} are not kept`)
  return found
}
