import {
  claimCoupons,
  extendCoupons,
  holdCoupon,
  type InputOf,
  redeemCoupon,
  releaseCoupon,
  syncOrder,
} from '@yaoquan/api'
import type { BasketLine } from '@yaoquan/basket'
import { listOf } from '#domain/comma-list'
import { addDays, compareDays, dayOf, momentText, parseMoment, startOfDay } from '#domain/dates'
import type { Judged, JudgedBasket } from '#domain/explain/judge-past'
import type { PastCoupon } from '#domain/explain/past-coupon'
import type { StoredCoupon } from '#domain/lifecycle/stored-coupon'
import { formatPrice } from '#domain/money'
import { groupsIn } from '#domain/shops/shop-list'
import { offerOf } from '#domain/templates/offer-of-coupon'
import type { TemplateTerms } from '#domain/templates/template'
import { quantityText, type SentLine } from './basket-lines.ts'
import type { ChangeCode, ChangeFacts } from './change-text.ts'
import { ifGiven } from './method.ts'
import type { KeptOrder, PastCall, PastParts } from './past-calls.ts'

/** One change, and the call with it. */
export type Change = Readonly<{ code: ChangeCode; facts: ChangeFacts; call: PastCall }>

/** A refused coupon of a call. */
export type Refusal = Readonly<{
  call: PastCall
  /** Undefined where the call names none, or there is none. */
  past: PastCoupon | undefined
  template: TemplateTerms | undefined
  basket: JudgedBasket
  judged: Judged | undefined
  /** Judges the coupon at another moment, without the lines. */
  judgeAt: (atMs: number) => Judged | undefined
}>

/** Changes that may make a coupon usable, those that ask least of the member first. Whether they do, a replay decides. */
export async function changesOf(parts: PastParts, input: Refusal): Promise<readonly Change[]> {
  const call = withoutQuote(parts, input.call)
  const refusal = { ...input, call }
  const newQuote: readonly Change[] = call === input.call ? [] : [{ code: 'NEW_QUOTE', facts: {}, call }]
  const ofCoupon = refusal.past === undefined ? [] : await changesOfCoupon(parts, refusal, refusal.past)
  return [...newQuote, ...ofCoupon, ...changesOfClaim(call), ...(await momentsOfClaim(parts, call))]
}

/** The call with the basket of its quote instead of the quote, as if that had been evaluated anew. */
function withoutQuote({ quotes, sellerId }: PastParts, call: PastCall): PastCall {
  const { quoteId, couponCode, couponCodes } = call.sent as Partial<InputOf<typeof redeemCoupon>>
  // A call without its quote must name its coupons.
  if (quoteId === undefined || (couponCode === undefined && couponCodes === undefined)) return call
  const quote = quotes.open(sellerId, quoteId)
  if (quote === undefined) return call
  const { shop, channel, member, lines } = quote.basket
  const sent = { quoteId: undefined, shop, channel, memberLevel: member?.level, lines: lines.map(sentLine) }
  return sending(call, sent)
}

function sentLine(line: BasketLine): SentLine {
  const { lineNo, goodsId, drugClass, isDiscountable: discountable } = line
  return {
    lineNo,
    goodsId,
    drugClass,
    discountable,
    category: line.categories.length === 0 ? undefined : line.categories.join(','),
    quantity: quantityText(line.quantityMilli),
    amount: formatPrice(line.amountFen),
    insuredAmount: ifGiven(line.insuredFen, formatPrice),
    tags: line.tags?.join(','),
  }
}

async function changesOfCoupon(parts: PastParts, refusal: Refusal, past: PastCoupon): Promise<readonly Change[]> {
  return [
    ...released(refusal, past),
    ...otherChannel(refusal),
    ...otherLevel(refusal),
    ...(await withoutOthers(parts, refusal, past)),
    ...moreAmount(refusal, past),
    ...otherMoment(refusal, past),
    ...(await otherShop(parts, refusal)),
    ...laterEnd(refusal, past),
    ...otherOrder(refusal, past),
  ]
}

/** The coupon is free, or its hold was of the order that releases it. */
function released({ call }: Refusal, { coupon }: PastCoupon): readonly Change[] {
  const { state } = coupon
  if (state.kind !== 'held') return []
  const facts = { orderId: state.orderId }
  const isRelease = call.method === releaseCoupon.name
  const changed = isRelease ? sending(call, facts) : assuming(call, { ...coupon, state: { kind: 'unused' } })
  return [{ code: 'RELEASE_HOLD', facts, call: changed }]
}

function otherChannel({ call, judged }: Refusal): readonly Change[] {
  if (call.method !== redeemCoupon.name) return []
  const channels = reasonsOf(judged).flatMap((reason) => (reason.code === 'CHANNEL' ? reason.channels : []))
  return channels.map((channel) => ({ code: 'CHANNEL', facts: { channel }, call: sending(call, { channel }) }))
}

function otherLevel({ call, template }: Refusal): readonly Change[] {
  if (call.method !== redeemCoupon.name) return []
  return listOf(template?.memberLevels ?? '').map((memberLevel) => {
    return { code: 'LEVEL', facts: { memberLevel }, call: sending(call, { memberLevel }) }
  })
}

/** Coupons of the same call, then those that are on the order already. */
async function withoutOthers(
  { past }: PastParts,
  { call, basket }: Refusal,
  { coupon }: PastCoupon,
): Promise<readonly Change[]> {
  const own = coupon.terms.couponCode
  const ofCall = codesSent(call).filter((code) => code !== own)
  const dropped = ofCall.map((couponCode): Change => {
    const couponCodes = codesSent(call).filter((code) => code !== couponCode)
    const changed = sending(call, { couponCode: undefined, couponCodes })
    return { code: 'WITHOUT_COUPON', facts: { couponCode }, call: changed }
  })
  if (call.method !== redeemCoupon.name || basket.orderId === undefined) return dropped
  const onOrder = (await past.findCouponsOnOrder(basket.orderId)).filter(({ couponCode }) => couponCode !== own)
  const returned = onOrder.map(({ couponCode }): Change => {
    const assumed = { ...call.assumed, notOnOrder: [couponCode] }
    return { code: 'WITHOUT_COUPON', facts: { couponCode }, call: { ...call, assumed } }
  })
  return [...dropped, ...returned]
}

function codesSent({ method, sent }: PastCall): readonly string[] {
  if (method !== redeemCoupon.name && method !== syncOrder.name) return []
  const { couponCodes = [] } = sent as Pick<InputOf<typeof redeemCoupon>, 'couponCodes'>
  return couponCodes
}

/** More goods that the coupon applies to: as much as is missing, or its threshold where there are none. */
function moreAmount({ call, template, judged }: Refusal, { coupon }: PastCoupon): readonly Change[] {
  if (judged === undefined || !judged.reasons.some(({ code }) => amountCodes.has(code))) return []
  const offer = offerOf(coupon.terms, template)
  const fen = judged.missingFen > 0 ? judged.missingFen : Math.max(offer.thresholdFen, 1)
  const [amount, category] = [formatPrice(fen), offer.scope.include.categories?.at(0)]
  const goodsId = category === undefined ? offer.scope.include.goods?.at(0) : undefined
  const facts = { amount }
  if (call.method === syncOrder.name) {
    const { lines } = call.sent as KeptOrder
    const line = { goodsId: goodsId ?? 'more', category, quantityMilli: 1000, priceFen: fen, paidFen: fen }
    return [{ code: 'AMOUNT', facts, call: sending(call, { lines: [...lines, line] }) }]
  }
  if (call.method !== redeemCoupon.name) return []
  const { lines, orderAmount } = call.sent as InputOf<typeof redeemCoupon>
  const more =
    orderAmount === undefined ? {} : { orderAmount: formatPrice(Math.round(Number(orderAmount) * 100) + fen) }
  if (lines === undefined) return [{ code: 'AMOUNT', facts, call: sending(call, more) }]
  const lineNo = Math.max(0, ...lines.map(({ lineNo = 0 }, place) => Math.max(lineNo, place + 1))) + 1
  const line = { lineNo, category, goodsId, amount }
  return [{ code: 'AMOUNT', facts, call: sending(call, { ...more, lines: [...lines, line] }) }]
}

const amountCodes: ReadonlySet<string> = new Set([
  'SHORT',
  'NO_SCOPE',
  'NO_EFFECT',
  'EXCLUDED_RX',
  'EXCLUDED_INSURED',
  'EXCLUDED_SPECIAL',
])

const timeCodes: ReadonlySet<string> = new Set(['NOT_STARTED', 'EXPIRED', 'WINDOW', 'MEMBER_DAY', 'HELD_BY'])
/** Days that are looked at from the first usable one. */
const daysAhead = 62

/** The next moment at which nothing of the time is against the coupon; for a use of before, the moment of the call. */
function otherMoment(refusal: Refusal, { coupon }: PastCoupon): readonly Change[] {
  const { call, judged, judgeAt, template, basket } = refusal
  if (call.method !== redeemCoupon.name && call.method !== holdCoupon.name) return []
  const { redeemedAt } = call.sent as Readonly<{ redeemedAt?: string }>
  const notThen: Change = { code: 'MOMENT', facts: { at: momentText(call.atMs) }, call: atMoment(call, call.atMs) }
  if (redeemedAt !== undefined) return [notThen]
  if (!reasonsOf(judged).some(({ code }) => timeCodes.has(code))) return []
  const { startDate, endDate } = coupon.terms
  const { state } = coupon
  const heldUntil = state.kind === 'held' ? [state.untilMs] : []
  const fromMs = Math.max(basket.atMs, startDate === undefined ? 0 : startOfDay(startDate))
  const minutes = [0, ...offerOf(coupon.terms, template).windows.map(({ fromMinute }) => fromMinute)]
  const moments = Array.from({ length: daysAhead }, (_, day) => startOfDay(addDays(dayOf(fromMs), day)))
    .flatMap((dayMs) => minutes.map((minute) => dayMs + minute * 60_000))
    .concat(fromMs, heldUntil)
    .filter((ms) => ms >= fromMs && (endDate === undefined || compareDays(dayOf(ms), endDate) <= 0))
    .toSorted((left, right) => left - right)
  const fitting = moments.find((ms) => reasonsOf(judgeAt(ms)).every(({ code }) => !timeCodes.has(code)))
  if (fitting === undefined) return []
  return [{ code: 'MOMENT', facts: { at: momentText(fitting) }, call: atMoment(call, fitting) }]
}

async function otherShop({ rules }: PastParts, { call, past, template }: Refusal): Promise<readonly Change[]> {
  const shops = template?.shop ?? past?.coupon.terms.shop
  if (shops === undefined || (call.method !== redeemCoupon.name && call.method !== syncOrder.name)) return []
  const named = listOf(shops).filter((shop) => !shop.startsWith('@'))
  const groups = await Promise.all(groupsIn(shops).map((name) => rules.findGroup(name)))
  const inGroups = groups.flatMap((list) => listOf(list ?? '').slice(0, 1))
  return [...named, ...inGroups]
    .slice(0, 1)
    .map((shop) => ({ code: 'SHOP', facts: { shop }, call: sending(call, { shop }) }))
}

/** A coupon that expired, with its last day on the day of the call; or a later day than it has. */
function laterEnd({ call, basket }: Refusal, { coupon }: PastCoupon): readonly Change[] {
  const { endDate } = coupon.terms
  if (endDate === undefined) return []
  if (call.method === extendCoupons.name) {
    const later = addDays(endDate, 1)
    return [{ code: 'EXTEND', facts: { endDate: later }, call: sending(call, { endDate: later }) }]
  }
  const today = dayOf(basket.atMs)
  if (compareDays(endDate, today) >= 0) return []
  const extended = { ...coupon, terms: { ...coupon.terms, endDate: today } }
  return [{ code: 'EXTEND', facts: { endDate: today }, call: assuming(call, extended) }]
}

function otherOrder({ call }: Refusal, { coupon }: PastCoupon): readonly Change[] {
  if (call.method !== redeemCoupon.name) return []
  const alone = { couponCode: coupon.terms.couponCode, couponCodes: undefined, orderId: otherOrderId }
  return [{ code: 'OTHER_ORDER', facts: {}, call: sending(call, alone) }]
}

/** No order has it: callers send no control characters. */
const otherOrderId = '\u0002other'

function changesOfClaim(call: PastCall): readonly Change[] {
  if (call.method !== claimCoupons.name) return []
  const { left = 0 } = call.sent as Readonly<{ left?: number }>
  return left > 0 ? [{ code: 'COUNT', facts: { count: left }, call: sending(call, { count: left }) }] : []
}

async function momentsOfClaim({ rules, templates, sellerId }: PastParts, call: PastCall): Promise<readonly Change[]> {
  if (call.method !== claimCoupons.name) return []
  const { couponId: named, couponCode = '' } = call.sent as InputOf<typeof claimCoupons>
  const couponId = named ?? (await templates.findReservedCode(sellerId, couponCode))?.couponId ?? ''
  const { claimFrom, publishAt } = (await rules.findTemplate(couponId))?.terms ?? {}
  return [publishAt, claimFrom].flatMap((text): readonly Change[] => {
    const ms = ifGiven(text, parseMoment)
    if (ms === undefined || ms <= call.atMs) return []
    return [{ code: 'MOMENT', facts: { at: momentText(ms) }, call: atMoment(call, ms) }]
  })
}

function reasonsOf(judged: Judged | undefined): Judged['reasons'] {
  return judged?.reasons ?? []
}

function sending(call: PastCall, changes: object): PastCall {
  return { ...call, sent: { ...call.sent, ...changes } }
}

function assuming(call: PastCall, coupon: StoredCoupon): PastCall {
  const coupons = new Map([...(call.assumed.coupons ?? []), [coupon.terms.couponCode, coupon] as const])
  return { ...call, assumed: { ...call.assumed, coupons } }
}

function atMoment(call: PastCall, atMs: number): PastCall {
  return { ...sending(call, { redeemedAt: undefined }), atMs }
}
