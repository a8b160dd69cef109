import { unguarded } from '../spreadsheets/formula-guard.ts'
import { couponColumns } from '../words/coupon-columns.ts'
import { couponStates, couponStatuses } from '../words/coupon-states.ts'
import { normalisePhone } from '../words/phones.ts'
import type { Text } from '../words/text.ts'
import { type DayOrder, isUncertainDay, plainAmount, plainDay } from '../words/typed-values.ts'
import type { Mapping } from './import-fields.ts'
import { faultOfNote, misfit } from './unread-row.ts'

/** A row of a file. `fault`: why values must not be used; without `column`, a letter, the whole row is meant. */
export type FileRow = Readonly<{
  line: number
  values: readonly string[]
  fault?: Readonly<{ column?: string }> & Text
}>

/** How the rows of a file are read. */
export type RowReading = Readonly<{
  mapping: Mapping
  order: DayOrder | undefined
  /** Columns of the header, which each row of a CSV file must have. Undefined for .xlsx files, in which blank cells at the end are missing. */
  width: number | undefined
  /** Index of the column with the reasons of a list of refused rows; absent or -1 where there is none. */
  reasons?: number
}>

/** The value of a field, and what the file has. `as`: absent where they are equal. `isUncertain`: it may be either of two days. */
export type ReadField = Readonly<{
  name: string
  value: string
  column: number
  given: string
  as?: ReadAs | 'guard'
  isUncertain?: true
}>

/** `fault`: why the row cannot be used, whatever its values are. */
export type ReadRow = Readonly<{ fields: readonly ReadField[]; fault?: Text }>

/** Reads the fields of a row, without those that are blank. */
export function readFileRow(row: FileRow, { mapping, order, width, reasons = -1 }: RowReading): ReadRow {
  const fields: ReadField[] = []
  for (const [column, name] of mapping.entries()) {
    const given = row.values[column] ?? ''
    if (name === undefined || given.trim() === '') continue
    fields.push(readField({ name, column, given, order }))
  }
  const fault =
    faultOfRow(row, mapping) ??
    misfit(row.values.length, width ?? row.values.length) ??
    faultOfNote(row.values[reasons] ?? '')
  return fault === undefined ? { fields } : { fields, fault }
}

type Given = Readonly<{ name: string; column: number; given: string; order: DayOrder | undefined }>

function readField({ name, column, given, order }: Given): ReadField {
  const plain = unguarded(given)
  const text = name === verbatim ? plain : plain.trim()
  const { value, as = plain === given ? undefined : ('guard' as const) } = readCell(name, text, order)
  const field = as === undefined ? { name, value, column, given } : { name, value, column, given, as }
  return isDay(name) && isUncertainDay(value) ? { ...field, isUncertain: true } : field
}

/** The `attribute` of a coupon is opaque. */
const verbatim: string = couponColumns.attribute.wire

function faultOfRow({ fault }: FileRow, mapping: Mapping): Text | undefined {
  if (fault?.column === undefined) return fault
  return mapping[indexOfLetters(fault.column)] === undefined ? undefined : fault
}

/** The index of a column by its letters, as `AB`. */
function indexOfLetters(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

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
