import type { Named } from '#domain/members/identity-resolution'
import type { ClaimsLeft, CodeRefusal, ReservedCode, TemplateRefusal } from '#domain/templates/template-store'
import { act, load, refused } from './act.ts'
import { type ById, byMemberId, type MemberRefused } from './by-member-id.ts'
import { type ClaimAnswer, type Claiming, claimReads, decideClaim, type FoundClaim } from './decide-claim.ts'
import { runAct, type WriteCall, type Written } from './lifecycle-store.ts'
import { type CodesTaken, newRandomCode, untilFree } from './random-code.ts'
import { couponsByCode, identities, newestSeq, reservedCode } from './reads.ts'
import type { StoredCoupon } from './stored-coupon.ts'
import { takenCodes } from './template-changes.ts'

export type { ClaimAnswer, ClaimsLeft }

export type ClaimRefusal = TemplateRefusal | CodeRefusal

type Claim = WriteCall &
  Omit<Claiming, 'couponCodes'> &
  Readonly<{
    /** 1..1000 */
    count: number
    randomBytes: (size: number) => Uint8Array
  }>

/** Issues coupons of a template, within its stock and the member's limits: all or none. */
export function claimCoupons(input: Claim): Promise<Written<ClaimAnswer, TemplateRefusal>> {
  return untilFree(() => runAct(claimGivenCodes, { ...input, couponCodes: newCodes(input) }))
}

type ClaimById = Omit<Claim, 'member'> & ById

/** The same for a member named by id. */
export function claimCouponsById(input: ClaimById): Promise<Written<ClaimAnswer, TemplateRefusal | MemberRefused>> {
  return untilFree(() => runAct(claimGivenCodesById, { ...input, couponCodes: newCodes(input) }))
}

function newCodes({ count, randomBytes }: Pick<Claim, 'count' | 'randomBytes'>): readonly string[] {
  return Array.from({ length: count }, () => newRandomCode(randomBytes))
}

type FoundFresh = Readonly<{
  claim: FoundClaim
  /** Codes that something has. */
  taken: ReadonlySet<string>
}>

/** Issues coupons of a template with codes that were made up. */
export const claimGivenCodes = act<Claiming, FoundFresh, ClaimAnswer, TemplateRefusal | CodesTaken>({
  *reads(input, { nowMs }) {
    const claim = yield* claimReads(input, nowMs)
    if (claim.template === undefined) return { claim, taken: new Set() }
    return { claim, ...(yield* load({ taken: takenCodes(input.couponCodes) })) }
  },
  ahead: ({ member, couponCodes }) => [
    ...(member === undefined ? [newestSeq()] : [identities([member])]),
    takenCodes(couponCodes),
  ],
  decide({ input, found: { claim, taken }, nowMs }) {
    if (taken.size > 0) return refused({ kind: 'codes-taken' })
    return decideClaim(input, claim, nowMs)
  },
})

const claimGivenCodesById = byMemberId(claimGivenCodes, (input: Omit<Claiming, 'member'>, member) => ({
  ...input,
  member,
}))

/** A claim of one coupon with a code that was reserved for it. */
type CodeClaiming = Pick<Claiming, 'isDryRun'> &
  Readonly<{
    couponCode: string
    /** If it is given, the code must be reserved for this template. */
    couponId: string | undefined
    member: Named
    /** Absent: that of the reservation. */
    channel: string | undefined
  }>

type FoundCode = Readonly<{
  reserved: ReservedCode | undefined
  coupons: ReadonlyMap<string, StoredCoupon>
  /** Undefined where the code itself is refused. */
  claim: FoundClaim | undefined
}>

/** Makes a reserved code the coupon of a member, once, by the rules of a claim. */
export const claimReservedCode = act<CodeClaiming, FoundCode, ClaimAnswer, ClaimRefusal>({
  *reads(input, { nowMs }) {
    const { couponCode } = input
    const { reserved } = yield* load({ reserved: reservedCode(couponCode) })
    const { coupons } = yield* load({ coupons: couponsByCode(reserved === undefined ? [] : [couponCode]) })
    const claiming = claimingOf(input, reserved)
    const isFree = claiming !== undefined && coupons.size === 0
    return { reserved, coupons, claim: isFree ? yield* claimReads(claiming, nowMs) : undefined }
  },
  decide({ input, found: { reserved, coupons, claim }, nowMs }) {
    const claiming = claimingOf(input, reserved)
    if (claiming === undefined) return refused({ kind: 'code-not-reserved' })
    if (coupons.size > 0 || claim === undefined) return refused({ kind: 'code-already-claimed' })
    return decideClaim(claiming, claim, nowMs)
  },
})

/** The same for a member named by id. */
export const claimReservedCodeById = byMemberId(claimReservedCode, (input: Omit<CodeClaiming, 'member'>, member) => ({
  ...input,
  member,
}))

/** @returns undefined for a code that is not reserved, or for another template */
function claimingOf(
  { couponCode, couponId, channel, ...input }: CodeClaiming,
  reserved: ReservedCode | undefined,
): Claiming | undefined {
  if (reserved === undefined || (couponId ?? reserved.couponId) !== reserved.couponId) return undefined
  return {
    ...input,
    couponId: reserved.couponId,
    channel: channel ?? reserved.channel,
    couponCodes: [couponCode],
  }
}
