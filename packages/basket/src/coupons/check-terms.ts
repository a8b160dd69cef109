import type { Basket, BasketMember } from '../model/basket.ts'
import type { BasketCoupon } from '../model/coupon.ts'
import type { Audience, UsageWindow } from '../model/offer.ts'
import type { ChainPolicy, MemberDays } from '../model/policy.ts'
import type { UnusableReason } from '../model/reason.ts'
import { dayOf, dayOfMonth, minuteOfDay, weekdayOf } from '../moments/gmt8.ts'

/** Shop, channel, hours and members: the terms that do not depend on the lines. */
export function checkTerms(
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
