import { erpCouponFields, type ValidityPeriod } from '@yaoquan/api'
import type { AnswerMeaning, CouponMeaning } from '#shadow/answers/answer-meaning'
import type { Sighting } from '#shadow/report/rule-counts'

type Page = Extract<AnswerMeaning, { kind: 'page' }>

const { couponCode, status, startDate, endDate, billDate, couponAmount, couponId } = erpCouponFields

/** The orders that a list of coupons may have. */
const orderMembers: readonly string[] = [startDate, endDate, billDate, couponAmount, couponId, couponCode].map(
  ({ wire }) => wire,
)

/**
 * What an answer of today's CRM shows of the rules for what Yaoquan computes: the status of coupons by their dates, and the order of a list.
 * @param day of the answer in GMT+8, as `YYYY-MM-DD`
 */
export function seenRules(theirs: Page, ours: Page, day: string): readonly Sighting[] {
  const own = new Map(ours.coupons.map((coupon) => [codeOf(coupon), coupon]))
  const statuses = theirs.coupons.flatMap((coupon): readonly Sighting[] => {
    const ownStatus = own.get(codeOf(coupon))?.get(status.wire)
    if (ownStatus === undefined) return []
    const rule = `status:${periodOf(coupon, day)}:${ownStatus}`
    return [{ rule, value: coupon.get(status.wire) ?? '', couponCode: codeOf(coupon) }]
  })
  return [...statuses, ...ordersOf(theirs.coupons, [...own.keys()])]
}

function codeOf(coupon: CouponMeaning): string {
  return coupon.get(couponCode.wire) ?? ''
}

function periodOf(coupon: CouponMeaning, day: string): ValidityPeriod {
  const [first, last] = [startDate, endDate].map(({ wire }) => /^\d{4}-\d\d-\d\d/.exec(coupon.get(wire) ?? '')?.[0])
  if (last === undefined) return 'open'
  if (day > last) return 'after'
  if (day === last) return 'last'
  return first !== undefined && day < first ? 'before' : 'valid'
}

/** Whether the list has each order, `instead` where it does not have ours; nothing for a member that all coupons have in common. */
function ordersOf(coupons: readonly CouponMeaning[], issued: readonly string[]): readonly Sighting[] {
  const codes = coupons.map(codeOf)
  const places = new Map(issued.map((code, place) => [code, place]))
  const lists = [
    { by: 'issue', values: codes.flatMap((code) => places.get(code) ?? []) },
    ...orderMembers.map((by) => ({ by, values: coupons.map((coupon) => comparable(by, coupon.get(by) ?? '')) })),
  ]
  const held = lists[0] !== undefined && falls(lists[0].values) ? 'instead' : 'yes'
  return lists.flatMap(({ by, values }): readonly Sighting[] => {
    if (!rises(values) && !falls(values)) return []
    return [
      { rule: `order:${by}`, value: falls(values) ? 'no' : held, couponCode: '' },
      { rule: `order:-${by}`, value: rises(values) ? 'no' : held, couponCode: '' },
    ]
  })
}

type Value = string | number

function comparable(member: string, text: string): Value {
  return member === couponAmount.wire ? Number(text) : text
}

function rises(values: readonly Value[]): boolean {
  return values.some((value, place) => place > 0 && (values[place - 1] ?? value) < value)
}

function falls(values: readonly Value[]): boolean {
  return values.some((value, place) => place > 0 && (values[place - 1] ?? value) > value)
}
