import type { Exclusion, UnusableReason } from '../model/answer.ts'
import type { Basket, BasketMember } from '../model/basket.ts'
import type { Audience, BasketCoupon, Offer, UsageWindow } from '../model/coupon.ts'
import { dayOf, dayOfMonth, minuteOfDay, weekdayOf } from '../model/gmt8.ts'
import type { ChainPolicy, MemberDays } from '../model/policy.ts'
import { type Candidate, candidateOf } from './candidate.ts'
import { linesInScope, type PreparedBasket } from './prepare-basket.ts'

/** A coupon by itself on a basket, regardless of others. */
export type Judgement = Readonly<{
  candidate: Candidate
  /** Every reason why it is not usable; empty if it is. */
  reasons: readonly UnusableReason[]
  /** How much its scope lacks to the threshold. */
  missingFen: number
  /** Those on lines in its scope. */
  exclusions: readonly Exclusion[]
}>

export function judgeCoupon(coupon: BasketCoupon, prepared: PreparedBasket): Judgement {
  const inScope = linesInScope(coupon.offer.scope, prepared.index)
  const exclusions = inScope.flatMap((position) => prepared.lines[position]?.exclusion ?? [])
  const candidate = candidateOf(coupon, prepared, inScope)
  const missingFen = inScope.length === 0 ? 0 : Math.max(0, coupon.offer.thresholdFen - candidate.baseFen)
  const amountReasons = inScope.length === 0 ? [noScope(coupon.offer)] : checkAmount(candidate, exclusions, prepared)
  return {
    candidate,
    reasons: [...checkState(coupon, prepared.basket), ...checkTerms(coupon, prepared), ...amountReasons],
    missingFen,
    exclusions,
  }
}

function noScope({ scope: { include } }: Offer): UnusableReason {
  return { code: 'NO_SCOPE', categories: include.categories ?? [], goods: include.goods ?? [] }
}

/** If nothing is eligible the exclusions are the reason. If too little is, the missing amount is the reason, and the exclusions explain it. */
function checkAmount(
  candidate: Candidate,
  exclusions: readonly Exclusion[],
  { amounts: { takenFen = [] } }: PreparedBasket,
): readonly UnusableReason[] {
  const { coupon, baseFen, capacityFen, aloneFen } = candidate
  const missingFen = Math.max(0, coupon.offer.thresholdFen - baseFen)
  const excluded = exclusionReasons(exclusions, missingFen)
  if (baseFen === 0 && excluded.length > 0) return excluded
  if (missingFen > 0) return [{ code: 'SHORT', eligibleFen: baseFen, missingFen }, ...excluded]
  const effectFen = { gift: baseFen, unknown: capacityFen, off: aloneFen, step: aloneFen, percent: aloneFen }
  if (effectFen[coupon.offer.kind] > 0) return []
  return [{ code: 'NO_EFFECT', takenFen: takenFen.reduce((sum, fen) => sum + fen, 0) }]
}

function exclusionReasons(exclusions: readonly Exclusion[], missingFen: number): readonly UnusableReason[] {
  const drugs = exclusions.flatMap((each) => (each.by === 'rule' ? (each.drugClass ?? []) : []))
  const insured = exclusions.flatMap((each) => (each.by === 'insured' ? each.insuredFen : []))
  const lineCount = exclusions.length - drugs.length - insured.length
  return [
    ...[...new Set(drugs)].map((drugClass) => ({
      code: 'EXCLUDED_RX' as const,
      drugClass,
      lineCount: drugs.filter((each) => each === drugClass).length,
    })),
    ...(insured.length === 0
      ? []
      : [{ code: 'EXCLUDED_INSURED' as const, insuredFen: insured.reduce((sum, fen) => sum + fen, 0), missingFen }]),
    ...(lineCount === 0 ? [] : [{ code: 'EXCLUDED_SPECIAL' as const, lineCount }]),
  ]
}

/** Shop, channel, hours and members: the terms that do not depend on the lines. */
function checkTerms(
  { offer: { shops, channels, windows, who }, holder }: BasketCoupon,
  { basket, policy }: Readonly<{ basket: Basket; policy: ChainPolicy }>,
): readonly UnusableReason[] {
  const { shop, channel, atMs } = basket
  return [
    ...(shop === undefined || isListed(shop, shops) ? [] : [{ code: 'SHOP' as const, shop, shops }]),
    ...(isListed(channel, channels) ? [] : [{ code: 'CHANNEL' as const, channel, channels }]),
    ...(windows.length === 0 || windows.some((window) => isOpen(window, atMs))
      ? []
      : [{ code: 'WINDOW' as const, windows }]),
    ...(who.memberDayOnly !== true || isMemberDay(policy.memberDays, atMs) ? [] : [{ code: 'MEMBER_DAY' as const }]),
    ...checkAudience(who, { ...holder, ...basket.member }),
  ]
}

/** Levels and tags must both match; one of several tags is enough. */
function checkAudience({ levels = [], tags = [] }: Audience, member: BasketMember): readonly UnusableReason[] {
  const lackingLevels = isListed(member.level, levels) ? [] : levels
  const hasTag = tags.length === 0 || (member.tags?.some((tag) => tags.includes(tag)) ?? false)
  const allowed = [...lackingLevels, ...(hasTag ? [] : tags)]
  return allowed.length === 0 ? [] : [{ code: 'LEVEL', allowed }]
}

/** An empty list lists everything. */
function isListed(name: string | undefined, list: readonly string[]): boolean {
  return list.length === 0 || (name !== undefined && list.includes(name))
}

function isOpen({ days, fromMinute, toMinute }: UsageWindow, atMs: number): boolean {
  const minute = minuteOfDay(atMs)
  return (days.length === 0 || days.includes(weekdayOf(atMs))) && minute >= fromMinute && minute < toMinute
}

function isMemberDay({ weekdays, daysOfMonth }: MemberDays, atMs: number): boolean {
  return weekdays.includes(weekdayOf(atMs)) || daysOfMonth.includes(dayOfMonth(atMs))
}

/**
 * Whether the coupon is free for the basket's order, and within its dates. The order that holds a coupon may use it
 * until the hold ends, even past the last day: a hold is a promise.
 */
export function checkState(
  coupon: Pick<BasketCoupon, 'state' | 'startDate' | 'endDate'>,
  { orderId, atMs }: Pick<Basket, 'orderId' | 'atMs'>,
): readonly UnusableReason[] {
  const { state } = coupon
  switch (state.kind) {
    case 'void':
      return [{ code: 'VOID', reason: state.reason }]
    case 'used':
      return [{ code: 'USED_BY', orderId: state.orderId, atMs: state.atMs }]
    case 'held':
      if (atMs >= state.untilMs) return checkDates(coupon, atMs)
      if (state.orderId === orderId) return []
      return [{ code: 'HELD_BY', orderId: state.orderId, untilMs: state.untilMs }, ...checkDates(coupon, atMs)]
    case 'unused':
      return checkDates(coupon, atMs)
  }
}

function checkDates(
  { startDate, endDate }: Pick<BasketCoupon, 'startDate' | 'endDate'>,
  atMs: number,
): readonly UnusableReason[] {
  if (endDate === undefined && startDate === undefined) return []
  const day = dayOf(atMs)
  if (endDate !== undefined && day > endDate) return [{ code: 'EXPIRED', endDate }]
  if (startDate !== undefined && day < startDate) return [{ code: 'NOT_STARTED', startDate }]
  return []
}
