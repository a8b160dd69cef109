/** What may be wrong. */
export const findingKinds = [
  /** An open order names a coupon that was not redeemed. */
  'NAMED_NOT_REDEEMED',
  /** An open order names a coupon that another order uses. */
  'REDEEMED_FOR_OTHER_ORDER',
  /** A redemption whose order was never synced. */
  'REDEEMED_NO_ORDER',
  /** A redemption that its open order does not name. */
  'REDEEMED_NOT_NAMED',
  /** A coupon that stays used though its order was closed. */
  'USED_ON_CLOSED_ORDER',
  /** What the order was reduced by is not what its coupons took. */
  'SUM_DIFFERS',
  /** The sum is the same, but it lies on other lines. */
  'SPLIT_DIFFERS',
  /** A return of a redemption whose order was never synced. */
  'RETURN_NO_ORDER',
  /** A returned coupon that its open order still counts as used. */
  'RETURNED_STILL_NAMED',
  /** A till tried to redeem a coupon that another order used already. */
  'DOUBLE_USE_REFUSED',
  /** A till that was offline used a coupon that another order used. */
  'OFFLINE_CONFLICT',
  /** A till that was offline used a coupon that could not be used there and then. */
  'OFFLINE_NOT_VALID',
  /** A till that was offline took a code that no coupon has. */
  'OFFLINE_UNKNOWN_COUPON',
  /** A redemption, or an order that names coupons, in a shop that the seller did not register. */
  'UNKNOWN_SHOP',
] as const

export type FindingKind = (typeof findingKinds)[number]

/** Something that does not fit together, with everything needed to look it up. */
export type Finding = Readonly<{
  kind: FindingKind
  /** What would explain it may still arrive: it counts only after the day's deadline. */
  isPending: boolean
  orderId: string
  couponCode: string | undefined
  redemptionId: string | undefined
  shop: string | undefined
  /** What coupons took; undefined if tills gave no amounts. */
  offFen: number | undefined
  /** What the order says that they took. */
  orderOffFen: number | undefined
  /** The order that uses the coupon instead. */
  otherOrderId: string | undefined
  /** Why the coupon was not redeemed: the kind of the refusal. */
  problem: string | undefined
  /** Numbers of the events that it rests on, in order. */
  eventSeqs: readonly number[]
}>

/** What every finding has. */
type Facts = Pick<Finding, 'kind' | 'orderId'> & Partial<Omit<Finding, 'eventSeqs'>>

/** @param eventSeqs without those that were removed */
export function findingOf(facts: Facts, eventSeqs: readonly (number | undefined)[]): Finding {
  return {
    isPending: false,
    couponCode: undefined,
    redemptionId: undefined,
    shop: undefined,
    offFen: undefined,
    orderOffFen: undefined,
    otherOrderId: undefined,
    problem: undefined,
    ...facts,
    eventSeqs: eventSeqs.filter((seq) => seq !== undefined).toSorted((left, right) => left - right),
  }
}

/** That a person dealt with a finding. */
export type Handled = Readonly<{
  /** Actor, for example `operator:li.na`. */
  by: string
  atMs: number
  note: string
}>

/** A finding as it is kept, by its number in the report. */
export type KeptFinding = Finding & Readonly<{ findingNo: number; handled?: Handled | undefined }>

/**
 * Names a finding in all reports of its day: a report that is computed again has the same finding if kind, order, coupon, redemption, shop and amounts
 * are the same. Numbers of events do not count, since an order that is synced again without a change gets new ones.
 * @param finding as it is kept
 */
export function findingId(finding: Finding): string {
  const { kind, orderId, couponCode, redemptionId, shop, offFen, orderOffFen, otherOrderId, problem } = finding
  const facts = [kind, orderId, couponCode, redemptionId, shop, offFen, orderOffFen, otherOrderId, problem]
  return JSON.stringify(facts.map((fact) => fact ?? null))
}

/** The order that a finding is about. @param id from outside @returns undefined for a text that names no finding */
export function orderOfFinding(id: string): string | undefined {
  try {
    const facts: unknown = JSON.parse(id)
    const orderId: unknown = Array.isArray(facts) ? facts[1] : undefined
    return typeof orderId === 'string' ? orderId : undefined
  } catch {
    return undefined
  }
}
