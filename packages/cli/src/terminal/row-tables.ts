import {
  type CouponColumn,
  couponColumns,
  couponStateOf,
  couponStates,
  couponStatuses,
  eventKinds,
  maskPhone,
  type StatedCoupon,
} from '@yaoquan/api'
import type { Coupon, CouponEvent } from '@yaoquan/client'
import { formatTimestamp } from '@yaoquan/protocol'
import { localized, say } from './output.ts'
import { type Column, table } from './table.ts'

/** The columns that fit beside each other; `coupon get` prints all. */
const shownColumns = [
  'couponCode',
  'status',
  'couponName',
  'phone',
  'cardNo',
  'channel',
  'couponAmount',
  'orderAmount',
  'startDate',
  'endDate',
] as const satisfies readonly CouponColumn[]

/** The columns of a table of coupons. */
export const couponTableColumns: readonly Column<Coupon>[] = shownColumns.map((column) => [
  localized(couponColumns[column]),
  (coupon, { showsPhones }) => {
    if (column === 'status') return stateText(coupon)
    return column === 'phone' ? shownPhone(coupon.phone, showsPhones) : coupon[column]
  },
])

/** A phone as a person reads it: masked unless it is to be shown. */
export function shownPhone(phone: string | undefined, isShown: boolean): string | undefined {
  return phone === undefined || isShown ? phone : maskPhone(phone)
}

/**
 * The state of a coupon in words; the status itself if only a newer server knows it.
 * @param today `YYYY-MM-DD`, GMT+8
 */
export function stateText(coupon: StatedCoupon, today = formatTimestamp(Date.now()).slice(0, 10)): string {
  return Object.hasOwn(couponStatuses, coupon.status)
    ? localized(couponStates[couponStateOf(coupon, today)])
    : coupon.status
}

/** A table of events that can be printed page by page. */
export function eventTable(): (events: readonly CouponEvent[]) => string {
  const lines = table([
    say('序号', 'Seq'),
    say('时间', 'Time'),
    say('事件', 'Event'),
    say('券码', 'Code'),
    say('模板', 'Template'),
    say('操作者', 'Actor'),
    say('之后', 'After'),
  ])
  return (events) =>
    lines(
      events.map((event) => [
        String(event.eventSeq),
        event.at,
        localized(eventKinds[event.kind]),
        event.couponCode ?? '',
        event.couponId ?? '',
        event.actor,
        shortened(event.after ?? ''),
      ]),
    )
}

/** Some events have thousands of shops, which would hide all others; `--json` prints them whole. */
function shortened(text: string): string {
  const letters = [...text]
  return letters.length <= maxLetters ? text : `${letters.slice(0, maxLetters).join('')}…`
}

const maxLetters = 500

/** Says that older events are not shown because they were removed. @param through number of the last of them */
export function removedLines(before: string | undefined, through?: number): readonly string[] {
  if (before === undefined) return []
  const [zh, en] = through === undefined ? ['', ''] : [`（序号 ${through} 及之前）`, ` (up to ${through})`]
  return [
    say(
      `${before} 之前的事件${zh}已按保留期限清理`,
      `events before ${before}${en} were removed by the retention period`,
    ),
  ]
}
