import { couponColumns } from '../words/coupon-columns.ts'
import { couponStates, couponStatuses } from '../words/coupon-states.ts'
import { normalisePhone } from '../words/phones.ts'
import { type DayOrder, plainAmount, plainDay } from '../words/typed-values.ts'

/** The value that an importer makes of a cell written in another form. */
export type ReadAs = 'list' | 'day' | 'amount' | 'status' | 'phone'

/** `as`: absent where the value stays. */
export type ReadCell = Readonly<{ value: string; as?: ReadAs }>

/**
 * Reads a value of a file as people type it and Excel saves it in China: `2026年11月1日` and the serial number 46327 are days, `¥1,000`
 * and `20元` amounts, a list may have `，`, `、`, `；` or `;`, and a state may be the word that exports write. What is not certain stays.
 * @param wire name of the field
 * @param order undefined: 11/12/2026 stays, since it may be either of two days
 */
export function readCell(wire: string, value: string, order?: DayOrder): ReadCell {
  const as = kinds.get(wire)
  if (as === undefined) return wire === 'birthday' ? { value: dayOfBirth(value) } : { value }
  const read = readers[as](value, order)
  return read === value ? { value } : { value: read, as }
}

const { shop, category, startDate, endDate, billDate, couponAmount, orderAmount, status, phone } = couponColumns

const kinds: ReadonlyMap<string, ReadAs> = new Map([
  ...[shop, category].map(({ wire }) => [wire, 'list'] as const),
  ...[startDate, endDate, billDate].map(({ wire }) => [wire, 'day'] as const),
  ...[couponAmount, orderAmount].map(({ wire }) => [wire, 'amount'] as const),
  [status.wire, 'status'],
  [phone.wire, 'phone'],
])

/** Whether a field is a day. @param wire its name */
export function isDay(wire: string): boolean {
  return kinds.get(wire) === 'day'
}

const readers: Readonly<Record<ReadAs, (text: string, order: DayOrder | undefined) => string>> = {
  list: plainList,
  day: plainDay,
  amount: plainAmount,
  status: (text) => statuses.get(text.trim().toLowerCase()) ?? text,
  phone: normalisePhone,
}

const statuses: ReadonlyMap<string, string> = new Map(
  [
    ...Object.values(couponStates).flatMap(({ status: code, zh, en }) => [zh, en].map((word) => [word, code] as const)),
    ...Object.entries(couponStatuses).flatMap(([code, { zh, en }]) => [zh, en].map((word) => [word, code] as const)),
  ].map(([word, code]) => [word.toLowerCase(), code]),
)

/** A comma list, whichever separators people wrote. They are part of no code. */
export function plainList(text: string): string {
  return text.replace(/[，、；;]/g, ',')
}

/**
 * A date of birth without its year, which is not kept: `1980-5-2` as `05-02`.
 * @returns the text itself if it is no date
 */
export function dayOfBirth(text: string): string {
  const [, month = '', day = ''] = /^\d{4}[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00(?::00)?)?$/.exec(text) ?? []
  return month === '' ? text : `${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}
