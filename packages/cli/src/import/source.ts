import { type ImportQuestion, openQuestions, type ReadCounts } from '@yaoquan/api'
import type { SourceRow } from './source-row.ts'

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
