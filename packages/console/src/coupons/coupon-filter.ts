import type { CouponState, RequestOf, searchCoupons } from '@yaoquan/api'
import { addDays } from '../design/days.ts'

/** The days that a coupon is filtered by. */
export const dayKinds = ['issued', 'start', 'end', 'used'] as const

/** `usable` includes coupons that are not valid yet: the server has one status for both. */
const statusOf = { usable: '0', upcoming: '0', held: '4', used: '1', expired: '2', void: '3' } as const

type Chosen = Readonly<{
  template: readonly string[]
  channel: string | undefined
  shop: string | undefined
  state: 'all' | CouponState
  days: (typeof dayKinds)[number]
  from: string | undefined
  to: string | undefined
}>

export type CouponFilter = Omit<RequestOf<typeof searchCoupons>, 'newestFirst' | 'endingFirst' | 'cursor' | 'limit'>

/** The filter of the list as the server takes it. @param today `YYYY-MM-DD`, GMT+8 */
export function filterOf({ template, channel, shop, state, days, from, to }: Chosen, today: string): CouponFilter {
  const range = { [`${days}From`]: from, [`${days}To`]: to }
  const tomorrow = addDays(today, 1)
  const startFrom = days === 'start' && from !== undefined && from > tomorrow ? from : tomorrow
  return {
    couponIds: template.length === 0 ? undefined : [...template],
    channel,
    shop,
    ...range,
    status: state === 'all' ? undefined : statusOf[state],
    ...(state === 'upcoming' ? { startFrom } : {}),
  }
}
