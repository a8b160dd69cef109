import type { CouponState } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { daysBetween, shortDay, shortRange } from '../design/days.ts'
import { defineTexts, useTexts } from '../language/texts.ts'

const texts = defineTexts({
  until: { zh: (day: string) => `${day} 为止`, en: (day) => `until ${day}` },
  always: { zh: '长期有效', en: 'No end' },
  lastDay: { zh: '今天最后一天', en: 'Last day' },
  left: { zh: (days: number) => `还剩 ${days} 天`, en: (days) => `${days} ${days === 1 ? 'day' : 'days'} left` },
  starts: { zh: (days: number) => `${days} 天后生效`, en: (days) => `in ${days} days` },
})

type Dated = Readonly<{ startDate?: string | undefined; endDate?: string | undefined }>

/** Days up to which it is worth saying how many are left. */
const soonDays = 30

/** First and last valid day of a coupon, and the days that are left if there are few. */
export function Validity({
  coupon: { startDate, endDate },
  state,
  today,
}: Readonly<{ coupon: Dated; state: CouponState; today: string }>): ReactNode {
  const t = useTexts(texts)
  const left = endDate === undefined ? Number.POSITIVE_INFINITY : daysBetween(today, endDate)
  const notes: string[] = []
  if (state === 'upcoming' && startDate !== undefined) notes.push(t.starts(daysBetween(today, startDate)))
  if ((state === 'usable' || state === 'held') && left <= soonDays) notes.push(left <= 0 ? t.lastDay : t.left(left))
  return (
    <span className="yq-number">
      {endDate === undefined ? t.always : <ValidDays startDate={startDate} endDate={endDate} today={today} />}
      {notes.map((note) => (
        <span key={note} className={left <= 3 ? 'yq-urgent' : 'yq-soft'}>
          {' '}
          {note}
        </span>
      ))}
    </span>
  )
}

type ValidDaysProps = Readonly<{ startDate?: string | undefined; endDate: string; today: string }>

/** First and last valid day; of coupons without a first one the last alone. */
export function ValidDays({ startDate, endDate, today }: ValidDaysProps): ReactNode {
  const t = useTexts(texts)
  if (startDate === undefined) return <span title={endDate}>{t.until(shortDay(endDate, today))}</span>
  return <span title={`${startDate} – ${endDate}`}>{shortRange(startDate, endDate, today)}</span>
}
