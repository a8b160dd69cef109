import { type EventKind, isOfCoupon } from '@yaoquan/api/words'
import type { CouponState, Redemption } from '#domain/coupon/coupon'
import { type DateText, dayMs, dayOf, startOfDay } from '#domain/dates'
import { readAmounts, readLifecycle, readOrderFen, readTakenBackFen } from '#domain/events/lifecycle-text'
import {
  addFigures,
  addOutstanding,
  type FigureName,
  type FigureNames,
  type FigurePlace,
  type Figures,
  noEnd,
  noFigures,
  noOutstanding,
  type Outstanding,
  type OutstandingPlace,
} from './figures.ts'

/** What figures need of a coupon; none of it changes after the issue. */
export type FigureCoupon = Readonly<{
  /** Blank if it has none. */
  couponId: string
  channel: string
  issuedAtMs: number
  /** Number of the event that issued it. */
  issuedEventSeq: number
  isClaimed: boolean
  /** State at the issue. */
  state: CouponState['kind']
  /** Last valid day at the issue. */
  endDate: DateText | undefined
  /** See `worstCaseFen`. */
  worstFen: number | undefined
}>

/** An issue or a step of a coupon. */
export type FigureEvent = Readonly<{
  kind: EventKind
  atMs: number
  /** Text before the event, as `lifecycleText` wrote it; absent for an issue. */
  before: string | undefined
  after: string | undefined
  coupon: FigureCoupon
  /** For `goods_returned`: what it took back of the coupon without returning it, and the shop of the redemption. */
  takenBack?: Readonly<{ fen: number; shop: string | undefined }> | undefined
}>

/** What events add to figures. `byShop` has only what happens in shops. */
export type FigureSums = Readonly<{
  byCoupon: readonly Sum<FigurePlace, Figures>[]
  byShop: readonly Sum<FigurePlace, Figures>[]
  byBoth: readonly Sum<FigurePlace, Figures>[]
  outstanding: readonly Sum<OutstandingPlace, Outstanding>[]
}>

export type Sum<Place, Value> = Readonly<{ place: Place; value: Value }>

/** What a kind counts as. Another kind of event of a coupon counts only for what is outstanding. */
const countedAs: Readonly<Partial<Record<EventKind, FigureName>>> = {
  issued: 'issued',
  held: 'held',
  redeemed: 'redeemed',
  returned: 'returned',
  voided: 'voided',
  expired: 'expired',
  goods_returned: 'returnedFen',
  // Counts like a redemption that replaces another: the former amount is subtracted, the new one added.
  repriced: 'redeemed',
}

/**
 * Sums events of one seller. A redemption counts for the day and shop of its till, an expiry for the last usable day, anything else for the
 * day of its event.
 * @param events in order
 * @param names take the names that are new
 * @throws TypeError or SyntaxError when an event holds no state of a coupon
 */
export function sumFigures(events: readonly FigureEvent[], names: FigureNames): FigureSums {
  const ofPlaces = () => sums<FigurePlace, Figures, Partial<Figures>>(noFigures, addFigures)
  const [byCoupon, byShop, byBoth] = [ofPlaces(), ofPlaces(), ofPlaces()]
  const outstanding = sums<OutstandingPlace, Outstanding, Outstanding>(noOutstanding, addOutstanding)
  for (const event of events) {
    if (countedAs[event.kind] === undefined && !isOfCoupon(event.kind)) continue
    const { coupon } = event
    const couponId = names.admit('couponId', coupon.couponId)
    const channel = names.admit('channel', coupon.channel)
    const step = stepOf(event)
    for (const { day, shop: shopNo, figures } of figuresOf(event, step)) {
      byCoupon.add({ day, couponId, channel, shop: '' }, figures)
      if (shopNo === undefined) continue
      const shop = names.admit('shop', shopNo)
      byShop.add({ day, couponId: '', channel: '', shop }, figures)
      byBoth.add({ day, couponId, channel, shop }, figures)
    }
    // An expiry changes no state: a coupon is outstanding up to its last usable day, whenever the event is written.
    if (event.kind === 'expired') continue
    const take = (standing: Standing | undefined, sign: 1 | -1) => {
      if (standing?.kind !== 'unused' && standing?.kind !== 'held') return
      const place = { endDate: standing.endDate ?? noEnd, couponId, channel }
      outstanding.add(place, outstandingOf(coupon, sign))
    }
    take(step.before, -1)
    take(step.after, 1)
  }
  return { byCoupon: byCoupon.all(), byShop: byShop.all(), byBoth: byBoth.all(), outstanding: outstanding.all() }
}

/** What figures need of a coupon before or after a step. */
type Standing = Readonly<{
  kind: CouponState['kind']
  endDate: DateText | undefined
  redemption: Redemption | undefined
}>

type Step = Readonly<{ before: Standing | undefined; after: Standing | undefined }>

function stepOf({ kind, before, after, coupon }: FigureEvent): Step {
  if (kind === 'issued') {
    return { before: undefined, after: { kind: coupon.state, endDate: coupon.endDate, redemption: undefined } }
  }
  // Expiry is no state: what is written after it is not read.
  return { before: standingOf(before), after: standingOf(kind === 'expired' ? before : after) }
}

function standingOf(text: string | undefined): Standing | undefined {
  if (text === undefined) return undefined
  const { state, endDate } = readLifecycle(text)
  return { kind: state.kind, endDate, redemption: state.kind === 'used' ? state.redemption : undefined }
}

type Counted = Readonly<{ day: DateText; shop?: string; figures: Partial<Figures> }>

function figuresOf(event: FigureEvent, step: Step): readonly Counted[] {
  const { kind, atMs, coupon } = event
  const name = countedAs[kind]
  if (kind === 'learned') return learnedFigures(event, step)
  if (name === undefined) return []
  if (name === 'issued') {
    return [{ day: dayOf(coupon.issuedAtMs), figures: { issued: 1, claimed: coupon.isClaimed ? 1 : 0 } }]
  }
  if (name === 'redeemed') return redeemedFigures(event, step)
  if (name === 'returned') return returnedFigures(event, step)
  if (name === 'returnedFen') {
    const { fen = 0, shop = '' } = event.takenBack ?? {}
    return [{ day: dayOf(atMs), shop, figures: { returnedFen: fen } }]
  }
  const day = kind === 'expired' ? (step.before?.endDate ?? dayOf(atMs)) : dayOf(atMs)
  return [{ day, figures: { [name]: 1 } }]
}

/**
 * A use elsewhere has no order, time and shop, so it only counts for how many of the issued coupons were used; of those that were issued
 * as used, none does.
 */
function learnedFigures({ coupon }: FigureEvent, { before, after }: Step): readonly Counted[] {
  if (coupon.state === 'used') return []
  const change = Number(after?.kind === 'used') - Number(before?.kind === 'used')
  return change === 0 ? [] : [{ day: dayOf(coupon.issuedAtMs), figures: { usedOfIssued: change } }]
}

function redeemedFigures({ after = '{}', before = '{}', ...event }: FigureEvent, step: Step): readonly Counted[] {
  const redeemed = redemptionFigures({ ...event, after }, step.after?.redemption)
  const orderFen = readOrderFen(after)
  const order = orderFen === undefined ? {} : { orders: 1, orderFen }
  const counted = [{ ...redeemed, figures: { ...redeemed.figures, ...order } }]
  const usedOfIssued = { day: dayOf(event.coupon.issuedAtMs), figures: { usedOfIssued: 1 } }
  if (step.before?.kind !== 'used') return [...counted, usedOfIssued]
  // A use elsewhere counted for that alone, and of a coupon that was issued as used for nothing.
  if (step.before.redemption === undefined) return event.coupon.state === 'used' ? [...counted, usedOfIssued] : counted
  // It takes the place of another redemption.
  const replaced = redemptionFigures({ ...event, after: before }, step.before.redemption)
  return [...counted, { ...replaced, figures: negated(replaced.figures) }]
}

function redemptionFigures(
  { atMs, after, coupon }: Pick<FigureEvent, 'atMs' | 'coupon'> & Readonly<{ after: string }>,
  redemption: Redemption | undefined,
): Counted {
  const day = dayOf(redemption?.atMs ?? atMs)
  const offFen = readAmounts(after)?.offFen
  const sinceIssueMs = startOfDay(day) - startOfDay(dayOf(coupon.issuedAtMs))
  // A coupon may have been redeemed before this server knew it.
  const days = Math.max(0, Math.round(sinceIssueMs / dayMs))
  const amounts = { priced: offFen === undefined ? 0 : 1, offFen: offFen ?? 0 }
  return {
    day,
    shop: redemption?.shop ?? '',
    figures: { redeemed: 1, ...amounts, daysToRedeem: days, [spanOf(days)]: 1 },
  }
}

function negated(figures: Partial<Figures>): Partial<Figures> {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, -value]))
}

/** A return counts for the shop of the redemption that it undoes. */
function returnedFigures({ atMs, after, coupon }: FigureEvent, step: Step): readonly Counted[] {
  const redemption = step.before?.redemption
  const returnedFen = (after === undefined ? undefined : readTakenBackFen(after)) ?? 0
  const isBack = step.after?.kind !== 'used'
  return [
    { day: dayOf(atMs), shop: redemption?.shop ?? '', figures: { returned: 1, returnedFen } },
    { day: dayOf(coupon.issuedAtMs), figures: { usedOfIssued: isBack ? -1 : 0 } },
  ]
}

function spanOf(days: number): FigureName {
  if (days === 0) return 'within0'
  if (days <= 3) return 'within3'
  if (days <= 7) return 'within7'
  if (days <= 14) return 'within14'
  return days <= 30 ? 'within30' : 'later'
}

function outstandingOf({ worstFen }: FigureCoupon, sign: 1 | -1): Outstanding {
  return { coupons: sign, worstFen: sign * (worstFen ?? 0), uncapped: worstFen === undefined ? sign : 0 }
}

/** Sums values by place. */
function sums<Place extends object, Value, Added>(none: Value, add: (left: Value, right: Added) => Value) {
  const byKey = new Map<string, Sum<Place, Value>>()
  return {
    add(place: Place, added: Added): void {
      const key = Object.values(place).join('\0')
      byKey.set(key, { place, value: add(byKey.get(key)?.value ?? none, added) })
    },
    all: () => [...byKey.values()],
  }
}
