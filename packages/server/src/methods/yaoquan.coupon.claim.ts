import { claimCoupons, type InputOf } from '@yaoquan/api'
import type { MemberRefused } from '#domain/lifecycle/by-member-id'
import {
  type ClaimAnswer,
  type ClaimRefusal,
  claimCoupons as claim,
  claimCouponsById,
  claimReservedCode,
  claimReservedCodeById,
} from '#domain/lifecycle/claim-coupons'
import { runAct, type WriteCall, type Written } from '#domain/lifecycle/lifecycle-store'
import type { Named } from '#domain/members/identity-resolution'
import { ruleForCard, ruleForPhone } from '#domain/number-rules'
import { normalisePhone } from '#domain/phone'
import { asksSecond } from '#domain/policy/seller-policy'
import type { Rule } from '#domain/rule'
import { memberRefusal } from './member-result.ts'
import { InvalidInput, type LifecycleDependencies, type Method, writeRequest } from './method.ts'
import { expectIdAlone } from './named-by-id.ts'
import { expectPhoneOfPeople } from './phones-stored.ts'
import { notDoneResult, refusedResult } from './refused-result.ts'

export type ClaimDependencies = Pick<LifecycleDependencies, 'lifecycle' | 'randomBytes'> &
  Readonly<{
    /** The face value in fen that an operator issues without a second person; null: any. A dry run says what another person has to agree to. */
    mostAloneFen?: (sellerId: string) => Promise<number | null>
  }>

/** Issues coupons of a template to a member, or a reserved code, within its limits. */
export function claimCouponsMethod({
  lifecycle,
  randomBytes,
  mostAloneFen = async () => null,
}: ClaimDependencies): Method<typeof claimCoupons> {
  return {
    definition: claimCoupons,
    async call(input, context) {
      expectPhoneOfPeople(context, 'phone', input.phone)
      const request = writeRequest(claimCoupons.name, input, context)
      const written = await runClaim({ lifecycle, randomBytes, request }, input)
      if (written.kind !== 'done') return { result: { ...refusedClaim(written, input), coupons: [] } }
      const { couponCodes, startDate, endDate, left, worstFen } = written.answer
      if (left !== undefined) {
        const { stock: stockLeft, member: memberLeft } = left
        const { length: count } = couponCodes
        const needsSecond = asksSecond({ worstFen, count }, await mostAloneFen(context.sellerId))
        const awaitsApproval = needsSecond ? (true as const) : undefined
        const facts = { awaitsApproval, count, startDate, endDate, memberLeft, stockLeft }
        return { result: { ...facts, coupons: [], success: true } }
      }
      const coupons = couponCodes.map((couponCode) => ({ couponCode, startDate, endDate }))
      return { result: { alreadyDone: written.isAlreadyDone ? true : undefined, coupons, success: true } }
    },
  }
}

function refusedClaim(
  written: Exclude<Claimed, Readonly<{ kind: 'done' }>>,
  input: InputOf<typeof claimCoupons>,
): ReturnType<typeof memberRefusal> {
  return notDoneResult(written, input, (refusal) =>
    refusal.kind === 'member-refused'
      ? memberRefusal(refusal.refusal)
      : refusedResult({ kind: 'refused', refusal }, input),
  )
}

type Claiming = WriteCall & Pick<LifecycleDependencies, 'randomBytes'>

type Claimed = Written<ClaimAnswer, ClaimRefusal | MemberRefused>

/** @throws InvalidInput without a template or reserved code, and for more coupons than one of a reserved code */
function runClaim({ randomBytes, ...call }: Claiming, input: InputOf<typeof claimCoupons>): Promise<Claimed> {
  const { memberId, couponId, couponCode, count = 1, channel, dryRun: isDryRun } = input
  expectIdAlone(input)
  if (couponCode !== undefined) {
    if (count > 1) throw new InvalidInput('count', { zh: '传 coupon_code 时只能为1', en: 'must be 1 with coupon_code' })
    const request = { ...call, couponCode, couponId, channel, isDryRun }
    if (memberId !== undefined) return runAct(claimReservedCodeById, { ...request, memberId })
    return runAct(claimReservedCode, { ...request, member: claimingMember(input) })
  }
  if (couponId === undefined)
    throw new InvalidInput('coupon_id', { zh: '与 coupon_code 至少传一个', en: 'or coupon_code is required' })
  const request = { ...call, couponId, count, channel, isDryRun, randomBytes }
  return memberId === undefined
    ? claim({ ...request, member: claimingMember(input) })
    : claimCouponsById({ ...request, memberId })
}

/** @throws InvalidInput without a member, or with a phone or card that cannot be stored */
function claimingMember({ phone, cardNo }: Partial<Named>): Named {
  const normalised = phone === undefined ? undefined : normalisePhone(phone)
  refuse('phone', normalised === undefined ? undefined : ruleForPhone(normalised))
  refuse('card_no', cardNo === undefined ? undefined : ruleForCard(cardNo))
  if (normalised === undefined && cardNo === undefined)
    throw new InvalidInput('phone', { zh: '与 card_no 至少传一个', en: 'or card_no is required' })
  return { phone: normalised, cardNo }
}

function refuse(field: string, rule: Rule | undefined): void {
  if (rule !== undefined) throw new InvalidInput(field, rule)
}
