import { parseCouponDraft, type RawCoupon } from '#domain/coupon/coupon-draft'
import type { CouponDraft } from '#domain/coupon/coupon-store'
import { problemOfCard } from '#domain/members/find-member'
import { type MemberRow, type MemberTexts, readMemberTexts } from '#domain/members/member-texts'
import { ruleForPhoneOfPeople } from '#domain/number-rules'
import { isStorablePhone, normalisePhone } from '#domain/phone'
import type { RefusedItem, RowValues } from './job.ts'

/** Before the name of an attribute of a member. */
const attributePrefix = 'attribute.'

/** The values of a row with its phone as it is stored, so that rows which differ in its spelling only are equal. */
export function normalisedValues(values: RowValues): RowValues {
  const phone = values['phone'] === undefined ? undefined : normalisePhone(values['phone'])
  return phone === undefined || !isStorablePhone(phone) ? values : { ...values, phone }
}

/** Reads the member of a row. */
export function readMemberRow(values: RowValues): MemberRow | RefusedItem {
  const read = readMemberTexts(memberTextsOf(values))
  if (read.kind === 'invalid') return invalidRow(read)
  const { phone, cardNo } = read.row
  const rule = phone === undefined ? undefined : ruleForPhoneOfPeople(normalisePhone(phone))
  if (rule !== undefined) return invalidRow({ field: 'phone', rule })
  const problem = problemOfCard(cardNo, 'card_no')
  return problem?.kind === 'invalid-member' ? invalidRow(problem) : read.row
}

function memberTextsOf(values: RowValues): MemberTexts {
  const attributes = Object.entries(values).flatMap(([name, value]) =>
    name.startsWith(attributePrefix) ? [{ name: name.slice(attributePrefix.length), value }] : [],
  )
  return { ...values, attributes }
}

/** Reads the coupon of a row. `field` of a refusal: the property. */
export function readCouponRow(values: RowValues): Readonly<{ raw: RawCoupon; draft: CouponDraft }> | RefusedItem {
  const raw: RawCoupon = values
  const read = parseCouponDraft(raw, 'people')
  return read.kind === 'invalid' ? invalidRow(read) : { raw, draft: read.draft }
}

export function invalidRow({ field, rule }: NonNullable<RefusedItem['fault']>): RefusedItem {
  return { state: 'refused', refusal: 'invalid-row', fault: { field, rule } }
}
