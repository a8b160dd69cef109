import type { CouponState, getCoupon } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { countdownText, daysBetween, momentMs, shortMoment } from '../design/days.ts'
import { useNow } from '../design/use-now.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import type { NameOf } from '../names/code-text.ts'
import { useShops } from '../names/use-names.ts'
import { Dotted } from '../parts/dotted.tsx'
import type { ResultOf } from '../server/call-method.ts'
import type { Coupon } from '../terms/coupon-types.ts'
import { actorText, eventDetails } from '../terms/event-text.ts'

const texts = defineTexts({
  heldBy: {
    zh: (order: string, left: string) => `订单 ${order}，还有 ${left}`,
    en: (order, left) => `by order ${order} for another ${left}`,
  },
  released: { zh: (order: string) => `订单 ${order}，已到时释放`, en: (order) => `by order ${order}, released by now` },
  expired: {
    zh: (day: string, days: number) => `最后可用日 ${day}，已过 ${days} 天`,
    en: (day, days) => `the last valid day was ${day}, ${days} ${days === 1 ? 'day' : 'days'} ago`,
  },
})

/** The event that brought a coupon into a state. */
const causes: Readonly<Partial<Record<CouponState, string>>> = { used: 'redeemed', void: 'voided' }

type Props = Readonly<{
  coupon: Coupon
  state: CouponState
  events: ResultOf<typeof getCoupon>['timeline']
  actorName: NameOf
  today: string
}>

/** Why a coupon is in its state: which order used or holds it, who voided it and why, since when it is expired. */
export function StateReason({ coupon, state, events, actorName, today }: Props): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const nowMs = useNow(1_000)
  const { nameOf } = useShops()
  const cause = events.findLast(({ kind }) => kind === causes[state])
  const { orderId = '', heldUntil, endDate } = coupon
  if (heldUntil !== undefined) {
    const leftMs = momentMs(heldUntil) - nowMs
    return <p className="yq-tight">{leftMs > 0 ? t.heldBy(orderId, countdownText(leftMs)) : t.released(orderId)}</p>
  }
  if (state === 'expired' && endDate !== undefined) {
    return <p className="yq-tight">{t.expired(endDate, daysBetween(endDate, today))}</p>
  }
  if (cause === undefined) return null
  const who = actorText(cause.actor, language, actorName)
  return (
    <p className="yq-tight">
      <Dotted
        parts={[...eventDetails({ after: cause.after }, language, nameOf).flat(), who, shortMoment(cause.at, today)]}
      />
    </p>
  )
}
