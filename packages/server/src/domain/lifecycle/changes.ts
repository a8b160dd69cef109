import type { CouponChange } from './coupon-change.ts'

/** What acts can change, by kind. `store/acts/apply-changes.ts` knows the rows, the event, the seals and the sums of each. */
export interface ChangeKinds {
  /** A step of a coupon. */
  step: CouponChange
}

export type ChangeKind = keyof ChangeKinds

/** One change that an act decided on. */
export type Change<Kind extends ChangeKind = ChangeKind> = {
  [K in Kind]: Readonly<{ kind: K; to: ChangeKinds[K] }>
}[Kind]

/** A step of a coupon. */
export function step(change: CouponChange): Change<'step'> {
  return { kind: 'step', to: change }
}

/** Steps of coupons in the order of their numbers, which is that of their events. */
export function steps(changes: readonly CouponChange[]): readonly Change<'step'>[] {
  return changes.toSorted((left, right) => left.from.seq - right.from.seq).map(step)
}
