import type { CouponDraft } from '#domain/coupon/coupon-store'
import type { NamedMembers } from '#domain/members/identity-resolution'
import type { MemberNumber } from '#domain/members/member'
import type { ClaimCount, CountedBy } from '#domain/templates/claim-count'
import type { ChangeOf } from './change-of.ts'

/** What acts can change by issuing coupons. */
export interface IssueChanges {
  /** New coupons with numbers in their order. Comes after the identity resolution of their members. */
  issued: Issued
  /** A counter of claims of a template. Comes after the identity resolution of the members. */
  counted: Counted
  /** A claim by a phone without a card: those who held the phone before have other coupons than were counted. */
  phoneClaimed: PhoneClaimed
}

type Issued = Readonly<{
  /** 1..1000, whose codes no coupon has. */
  drafts: readonly CouponDraft[]
  /** Members of each coupon. */
  named: readonly NamedMembers[]
  /** The version of the template that they were claimed from. */
  templateVersion: number | undefined
}>

type Counted = Readonly<{
  couponId: string
  by: CountedBy | Readonly<{ kind: 'template' }>
  /** What is counted from now on. */
  count: ClaimCount
  /** There was no counter yet. */
  isNew: boolean
}>

type PhoneClaimed = Readonly<{ formerMembers: readonly MemberNumber[] }>

export function issued(coupons: Issued): ChangeOf<'issued', Issued> {
  return { kind: 'issued', to: coupons }
}

export function counted(counter: Counted): ChangeOf<'counted', Counted> {
  return { kind: 'counted', to: counter }
}

export function phoneClaimed(claimed: PhoneClaimed): ChangeOf<'phoneClaimed', PhoneClaimed> {
  return { kind: 'phoneClaimed', to: claimed }
}
