import type { CouponDraft } from '#domain/coupon/coupon-store'
import { addDays, compareDays, type DateText, dayOf, parseMoment } from '#domain/dates'
import type { Named } from '#domain/members/identity-resolution'
import { formatYuan } from '#domain/money'
import type { TemplateTerms, Validity } from './template.ts'
import type { TemplateRefusal } from './template-store.ts'

type Claimed = Named & Readonly<{ couponCode: string; channel: string | undefined; today: DateText }>

/** A coupon of a template as it is issued to a member. */
export function claimedDraft(template: TemplateTerms, claimed: Claimed): CouponDraft {
  const { couponId, couponName, couponAmountFen, orderAmountFen, shop, category, description } = template
  const value = { couponId, couponName, couponAmountFen, orderAmountFen, shop, category, description }
  const { today, ...own } = claimed
  const days = { ...usableDays(template.validity, today), billDate: today }
  return { terms: { ...own, ...value, ...days, attribute: attributeOf(template) }, state: { kind: 'unused' } }
}

/**
 * The page of `querycoupon` has no fields for the value of a discount, step or gift, so tills find it in the attribute, and
 * with it which further terms limit the coupon: `yaoquan.coupon.get` shows these.
 */
function attributeOf(terms: TemplateTerms): string | undefined {
  const { kind } = terms
  const worth = worthOf(terms)
  const isLimited = (name: (typeof limitingTerms)[number][1]) => terms[name] !== undefined && terms[name] !== false
  const limited = limitingTerms.filter(([, name]) => isLimited(name)).map(([wire]) => wire)
  if (worth === undefined && limited.length === 0) return undefined
  return JSON.stringify({ kind, ...worth, more_terms: limited.length === 0 ? undefined : limited.join(',') })
}

function worthOf({ kind, stepMax, discountPercent, discountCapFen, gift }: TemplateTerms): object | undefined {
  switch (kind) {
    case 'gift':
      return { gift }
    case 'step':
      return { step_max: stepMax }
    case 'discount': {
      const cap = discountCapFen === undefined ? undefined : formatYuan(discountCapFen)
      return { discount_percent: discountPercent, discount_cap: cap }
    }
    case 'full_reduction':
    case 'cash':
      return undefined
  }
}

const limitingTerms = [
  ['goods', 'goods'],
  ['exclude_category', 'excludeCategory'],
  ['exclude_goods', 'excludeGoods'],
  ['exclude_tags', 'excludeTags'],
  ['channels', 'channels'],
  ['weekdays', 'weekdays'],
  ['hours', 'hours'],
  ['member_levels', 'memberLevels'],
  ['member_tags', 'memberTags'],
  ['member_day_only', 'isMemberDayOnly'],
] as const satisfies readonly (readonly [wire: string, name: keyof TemplateTerms])[]

/**
 * Whether a template can be claimed from at a moment: within its window, both seconds included, and not after the last
 * usable day of fixed dates.
 */
export function checkWindow(terms: TemplateTerms, nowMs: number): TemplateRefusal | undefined {
  const { claimFrom, claimTo, validity } = terms
  const fromMs = claimFrom === undefined ? undefined : parseMoment(claimFrom)
  const toMs = claimTo === undefined ? undefined : parseMoment(claimTo)
  const isEarly = fromMs !== undefined && nowMs < fromMs
  const isLate = toMs !== undefined && nowMs >= toMs + 1000
  if (isEarly || isLate) return { kind: 'claim-not-open', from: claimFrom, to: claimTo }
  const isPast = validity.kind === 'fixed' && compareDays(dayOf(nowMs), validity.endDate) > 0
  return isPast ? { kind: 'claim-not-open', from: claimFrom, to: `${validity.endDate} 23:59:59` } : undefined
}

/** First and last usable day of a coupon that is claimed on a day. */
export function usableDays(validity: Validity, today: DateText): Readonly<{ startDate: DateText; endDate: DateText }> {
  if (validity.kind === 'fixed') return { startDate: validity.startDate, endDate: validity.endDate }
  return { startDate: addDays(today, validity.fromDay), endDate: addDays(today, validity.toDay) }
}
