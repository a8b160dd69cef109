import type { CouponDraft } from '#domain/coupon/coupon-store'
import type { DateText } from '#domain/dates'
import { formatYuan } from '#domain/money'
import { usableDays } from './claim-window.ts'
import type { TemplateTerms } from './template.ts'
import type { Member } from './template-store.ts'

type Claimed = Member & Readonly<{ couponCode: string; channel: string | undefined; today: DateText }>

/** A coupon of a template as it is issued to a member. */
export function claimedDraft(template: TemplateTerms, claimed: Claimed): CouponDraft {
  const { couponId, couponName, couponAmountFen, orderAmountFen, shop, category, description } = template
  const value = { couponId, couponName, couponAmountFen, orderAmountFen, shop, category, description }
  const { today, ...own } = claimed
  const days = { ...usableDays(template.validity, today), billDate: today }
  return { terms: { ...own, ...value, ...days, attribute: attributeOf(template) }, state: { kind: 'unused' } }
}

/** The method's page has no fields for the value of a discount or gift, so tills find it in the attribute. */
function attributeOf({ kind, discountPercent, discountCapFen, gift }: TemplateTerms): string | undefined {
  if (kind === 'gift') return JSON.stringify({ kind, gift })
  if (kind !== 'discount') return undefined
  const cap = discountCapFen === undefined ? undefined : formatYuan(discountCapFen)
  return JSON.stringify({ kind, discount_percent: discountPercent, discount_cap: cap })
}
