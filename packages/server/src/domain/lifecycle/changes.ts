import type { IdentityChanges } from '#domain/members/identity-resolution'
import type { MemberNumber } from '#domain/members/member'
import type { OrderSaving } from '#domain/orders/order-store'
import type { NewRedemption, RedeemedAmounts, Sale } from '#domain/sales/sale'
import type { NewReturn, NewSale } from '#domain/sales/sale-store'
import type { IssueChanges } from './issue-changes.ts'
import type { JobChanges } from './job-changes.ts'
import type { MemberChanges } from './member-changes.ts'
import type { ChangedVerdict, RedemptionUpload } from './redemption-upload.ts'
import type { SellerChanges } from './seller-changes.ts'
import type { SharedChanges } from './shared-changes.ts'
import type { CouponChange } from './stored-coupon.ts'
import type { TemplateChanges } from './template-changes.ts'

/** What acts can change, by kind. `store/writing/apply-changes.ts` knows the rows, the event, the seals and the sums of each. */
export interface ChangeKinds
  extends TemplateChanges,
    IssueChanges,
    MemberChanges,
    SellerChanges,
    SharedChanges,
    JobChanges {
  /** A step of a coupon. */
  step: CouponChange
  /** Phones, cards and members as `IdentityResolution` left them. It goes before changes that refer to what it adds. */
  identitiesChanged: ResolvedIdentities
  /** A redemption of a coupon by a step. */
  newRedemption: Readonly<{ redemption: NewRedemption; couponSeq: number }>
  /** A redemption that was returned. */
  returned: Readonly<{ redemptionId: string; reason: string }>
  /** A redemption that another takes the place of. */
  replaced: Readonly<{ redemptionId: string }>
  /** What a redemption that was not returned takes; undefined: that is not known. */
  changedAmounts: Readonly<{ redemptionId: string; amounts: RedeemedAmounts | undefined }>
  /** Redemptions that tills made while they were offline, each with an event. */
  newUpload: RedemptionUpload
  /** Another verdict on an upload that was read, with an event. */
  changedVerdict: ChangedVerdict
  /** An order with its lines and coupons; its newest version has an event `order_synced`. Comes after `identitiesChanged` and the steps of its coupons. */
  savedOrder: OrderSaving
  /** The lines that coupons were redeemed on. */
  newSale: NewSale & Readonly<{ saleNo: number }>
  /** Coupons that were redeemed on an order later, with the lines as they are then. The sale is one that was read. */
  joinedSale: Readonly<{ sale: Sale; joining: Pick<NewSale, 'sold' | 'paidFen' | 'redemptionIds'> }>
  /** A return of a sale that was read, with an event `goods_returned`. */
  goodsReturned: Readonly<{ sale: Sale; added: NewReturn }>
}

/** `memberNos`: the members that were named, also where that changed nothing; texts of the act are sealed for them. */
type ResolvedIdentities = Readonly<{ memberNos: readonly MemberNumber[]; changes: IdentityChanges }>

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

/** Phones, cards and members as `IdentityResolution` left them: each begins with what was read, or with what the one before it left. */
export function identitiesChanged(named: ResolvedIdentities): Change<'identitiesChanged'> {
  return { kind: 'identitiesChanged', to: named }
}

export function newRedemption(redemption: NewRedemption, couponSeq: number): Change<'newRedemption'> {
  return { kind: 'newRedemption', to: { redemption, couponSeq } }
}

export function returned(redemptionId: string, reason: string): Change<'returned'> {
  return { kind: 'returned', to: { redemptionId, reason } }
}

export function replaced(redemptionId: string): Change<'replaced'> {
  return { kind: 'replaced', to: { redemptionId } }
}

export function changedAmounts(redemptionId: string, amounts: RedeemedAmounts | undefined): Change<'changedAmounts'> {
  return { kind: 'changedAmounts', to: { redemptionId, amounts } }
}

export function newUpload(upload: RedemptionUpload): Change<'newUpload'> {
  return { kind: 'newUpload', to: upload }
}

export function changedVerdict(verdict: ChangedVerdict): Change<'changedVerdict'> {
  return { kind: 'changedVerdict', to: verdict }
}

export function savedOrder(saving: OrderSaving): Change<'savedOrder'> {
  return { kind: 'savedOrder', to: saving }
}

export function newSale(sale: ChangeKinds['newSale']): Change<'newSale'> {
  return { kind: 'newSale', to: sale }
}

export function joinedSale(sale: Sale, joining: ChangeKinds['joinedSale']['joining']): Change<'joinedSale'> {
  return { kind: 'joinedSale', to: { sale, joining } }
}

export function goodsReturned(sale: Sale, added: NewReturn): Change<'goodsReturned'> {
  return { kind: 'goodsReturned', to: { sale, added } }
}
