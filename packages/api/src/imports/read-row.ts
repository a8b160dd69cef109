import { unguarded } from '../spreadsheets/formula-guard.ts'
import { couponColumns } from '../words/coupon-columns.ts'
import type { Text } from '../words/text.ts'
import { type DayOrder, isUncertainDay } from '../words/typed-values.ts'
import type { Mapping } from './import-fields.ts'
import { isDay, type ReadAs, readCell } from './read-cell.ts'
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
