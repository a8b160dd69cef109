import {
  couponColumnNames,
  couponColumns,
  erpCouponFields,
  furtherCouponFields,
  type ImportQuestion,
  openQuestions,
  type ReadCounts,
} from '@yaoquan/api'
import { say } from '#terminal/output'

const fields = { ...erpCouponFields, ...furtherCouponFields }

type CouponProperty = keyof typeof fields

/** The texts of one coupon by property name. Blank ones are left out. */
export type CouponTexts = Partial<Record<CouponProperty, string>>

/** Why a row is not imported. Contains no values of the row, since one may be a phone number. */
export type Reason = Readonly<{ zh: string; en: string }>

/** A row of the file. `line` counts from 1 and includes the header. */
export type SourceRow<Texts = CouponTexts> = Readonly<{
  line: number
  /** The row as the file has it, for the list of bad rows. */
  cells: readonly string[]
  texts: Texts
  /** Why the row cannot be used, whatever its texts are. */
  fault?: Reason | undefined
}>

/**
 * The coupon property of a column or member. Its name may be the field name of `querycoupon`, our property name, or the Chinese
 * description of the field.
 */
export function propertyOf(name: string): CouponProperty | undefined {
  return properties.get(name.trim().toLowerCase())
}

/** The field name of a property, for messages. Also accepts the store's names of amounts, which end in `Fen`. */
export function fieldName(property: string): string {
  const name = property.replace(/Fen$/, '')
  return name in fields ? fields[name as CouponProperty].wire : name
}

const properties: ReadonlyMap<string, CouponProperty> = new Map(
  (Object.keys(fields) as CouponProperty[]).flatMap((property) => {
    const { wire, description } = fields[property]
    return [wire, property, description.zh].map((name) => [name.toLowerCase(), property] as const)
  }),
)

/** The columns of a file of coupons, for the help of commands. */
export function couponColumnList(): string {
  const names = couponColumnNames.map((column) => couponColumns[column].wire)
  return names.map((wire, place) => (place === 0 ? say(`${wire}（必填）`, `${wire} (required)`) : wire)).join(', ')
}

/** The rows of a file that is imported. */
export type Source<Texts> = Readonly<{
  /** People write tables. NDJSON is written by programs, which forget nothing, so nothing is asked about it. */
  isTable: boolean
  /** Titles of the columns, for the list of bad rows. */
  titles: readonly string[]
  /** What the file calls a property of a coupon, or a field of a member. */
  nameOf: (property: string) => string
  /** Columns that are not imported, by their titles. */
  leftOut: readonly string[]
  columns: readonly SourceColumn[]
  rows: AsyncIterable<SourceRow<Texts>>
  /** What was read in another form so far. */
  read: ReadCounts
  /** Which part of the file was read so far, 0..1. */
  part: () => number
}>

/** A column that is imported; `place`: from 0. `examples`: the first values and what they were read as. */
export type SourceColumn = Readonly<{
  place: number
  title: string
  field: string
  examples: readonly Readonly<{ given: string; value: string }>[]
}>

type Flags = Readonly<{ bearer?: boolean; zeroAmount?: boolean }>

/** What the rows of a file may be: what the caller says, and all of it where nothing is asked. */
export function answeredFor({ isTable }: Pick<Source<unknown>, 'isTable'>, flags: Flags): readonly ImportQuestion[] {
  // The keys of an object literal are its own.
  return isTable ? answeredBy(flags) : (Object.keys(openQuestions) as ImportQuestion[])
}

/** What the caller says that rows may be. */
function answeredBy({ bearer, zeroAmount }: Flags): readonly ImportQuestion[] {
  return [...(bearer ? (['bearer'] as const) : []), ...(zeroAmount ? (['zero-amount'] as const) : [])]
}
