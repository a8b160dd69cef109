import { splitFen } from '../coupons/apply-coupons.ts'
import { type Candidate, compareBytes, isGift } from '../coupons/candidate.ts'
import type { PreparedBasket } from '../coupons/prepare-basket.ts'
import type { Combination, LineShare, OutsideBestReason, Reason, UnusableReason } from '../model/answer.ts'
import type { Basket } from '../model/basket.ts'
import type { BasketCoupon } from '../model/coupon.ts'

/** A coupon that an earlier call redeemed on the order. */
export type EarlierCoupon = Pick<BasketCoupon, 'code' | 'name' | 'templateId' | 'offer'> &
  Readonly<{
    /** What it took of the order. */
    offFen: number
    /** `offFen` by line, or empty if that is not known. */
    byLine: readonly LineShare[]
  }>

/** What earlier coupons took, by line. */
type Taken = ReadonlyMap<number, number>

/** A basket whose lines can give less by what earlier coupons took. Thresholds and percentages count them as they were. */
export function withTaken(prepared: PreparedBasket, taken: Taken): PreparedBasket {
  if (taken.size === 0) return prepared
  const takenFen = prepared.lines.map(({ line: { lineNo } }) => taken.get(lineNo) ?? 0)
  const { baseFen, capacityFen } = prepared.amounts
  const leftFen = capacityFen.map((fen, position) => Math.max(0, fen - (takenFen[position] ?? 0)))
  return { ...prepared, amounts: { baseFen, capacityFen: leftFen, takenFen } }
}

/** A combination whose lines cost less by what earlier coupons took. */
export function lessTaken<Priced extends Pick<Combination, 'payFen' | 'lines'>>(priced: Priced, taken: Taken): Priced {
  const lines = priced.lines.map((line) => ({ ...line, paidFen: line.paidFen - (taken.get(line.lineNo) ?? 0) }))
  return { ...priced, lines, payFen: lines.reduce((sum, { paidFen }) => sum + paidFen, 0) }
}

/**
 * What earlier coupons took of each line. Where that is not known, or does not fit the lines of this call, the sum is spread over all lines
 * in proportion to what they cost, so that the coupons of an order never take more than it costs.
 */
export function takenByLine({ lines }: Basket, earlier: readonly EarlierCoupon[]): Taken {
  const offFen = earlier.reduce((sum, coupon) => sum + coupon.offFen, 0)
  if (offFen === 0) return new Map()
  const taken = new Map<number, number>()
  for (const { lineNo, fen } of earlier.flatMap(({ byLine }) => byLine)) {
    taken.set(lineNo, (taken.get(lineNo) ?? 0) + fen)
  }
  const fitting = lines.filter(({ lineNo, amountFen }) => (taken.get(lineNo) ?? 0) <= amountFen)
  const knownFen = fitting.reduce((sum, { lineNo }) => sum + (taken.get(lineNo) ?? 0), 0)
  if (knownFen === offFen) return taken
  const weights = lines.map(({ amountFen }) => amountFen)
  const totalFen = weights.reduce((sum, fen) => sum + fen, 0)
  const shares = splitFen(Math.min(offFen, totalFen), weights)
  return new Map(lines.map(({ lineNo }, place) => [lineNo, shares[place] ?? 0]))
}

/** Why a coupon cannot be used beside earlier ones; empty if it can. */
export function conflictsWithEarlier(
  candidate: Candidate,
  earlier: readonly Candidate[],
  maxPerOrder: number,
): readonly OutsideBestReason[] {
  const conflicts = conflictsWith(candidate, earlier)
  const isFull = !isGift(candidate) && placesTaken(earlier) >= maxPerOrder
  return [...conflicts, ...(isFull ? [{ code: 'MAX_PER_ORDER' as const, max: maxPerOrder }] : [])]
}

/** How many places on the order earlier coupons take. */
export function placesTaken(earlier: readonly Candidate[]): number {
  return earlier.filter((candidate) => !isGift(candidate)).length
}

/** A coupon whose limits allow fewer beside it, by those that earlier coupons use up. */
export function withLimitsLeft(candidate: Candidate, earlier: readonly Candidate[]): Candidate {
  const limits = candidate.limits.map((limit) => {
    const sharing = earlier.flatMap(({ limits: own }) => own.filter(({ key }) => key === limit.key))
    return { ...limit, most: Math.min(limit.most, ...sharing.map(({ most }) => most)) - sharing.length }
  })
  return { ...candidate, limits }
}

/**
 * Why a coupon cannot be used beside others, regardless of places on the order: ALONE, GROUP or MAX_PER_ORDER. A reason names the other coupon
 * with the first code, so that it is the same for every order of the coupons.
 */
export function conflictsWith(candidate: Candidate, given: readonly Candidate[]): readonly OutsideBestReason[] {
  if (given.length === 0) return []
  const others = given.toSorted((left, right) => compareBytes(left.coupon.code, right.coupon.code))
  const alone = [candidate, ...others].find(({ coupon }) => coupon.offer.isAlone)
  const aloneReasons = alone === undefined ? [] : [{ code: 'ALONE' as const, aloneCode: alone.coupon.code }]
  return [...aloneReasons, ...limitConflicts(candidate, others)]
}

function limitConflicts(candidate: Candidate, others: readonly Candidate[]): readonly OutsideBestReason[] {
  return candidate.limits.flatMap(({ kind, key, most }): readonly OutsideBestReason[] => {
    const sharing = others.flatMap((other) => {
      const limit = other.limits.find((each) => each.key === key)
      return limit === undefined ? [] : [{ coupon: other.coupon, most: limit.most }]
    })
    const max = Math.min(most, ...sharing.map((each) => each.most))
    const [first] = sharing
    if (first === undefined || sharing.length < max) return []
    if (kind === 'template') return [{ code: 'MAX_PER_ORDER', max }]
    return [{ code: 'GROUP', besideCode: first.coupon.code, besideName: first.coupon.name ?? first.coupon.code }]
  })
}

/**
 * The reasons against a coupon in the order in which they are given (docs/reference/decisions.md, "Order of reasons"): its state, its terms
 * and the goods; then what other coupons on the order are in the way; last that nothing is left to take, which depends on both.
 * @param own as `judgeCoupon` finds them
 * @param beside what others have against it
 */
export function orderOfReasons(own: readonly UnusableReason[], beside: readonly Reason[]): readonly Reason[] {
  const ofCoupon = own.filter(({ code }) => code !== 'NO_EFFECT')
  return ofCoupon.length > 0 ? ofCoupon : [...beside, ...own]
}
