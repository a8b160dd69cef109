import { erpCouponFields } from '../methods/erp-coupon.ts'

/** What an importer reads in another form than the file has it. */
export type ReadDifferently = 'list' | 'day'

/**
 * Reads a value of a file of coupons as people type it and Excel saves it in China: a list with `，` or `、` has commas, and the day
 * `2026/11/1` is `2026-11-01`.
 * @param wire name of the field
 * @returns the value as calls send it, and what it was read differently as; undefined if it stays
 */
export function readTypedCell(
  wire: string,
  value: string,
): Readonly<{ value: string; as: ReadDifferently }> | undefined {
  const as = kinds.get(wire)
  if (as === undefined) return undefined
  const read = as === 'list' ? plainList(value) : plainDay(value)
  return read === value ? undefined : { value: read, as }
}

const { shop, category, startDate, endDate, billDate } = erpCouponFields

const kinds: ReadonlyMap<string, ReadDifferently> = new Map([
  ...[shop, category].map(({ wire }) => [wire, 'list'] as const),
  ...[startDate, endDate, billDate].map(({ wire }) => [wire, 'day'] as const),
])

/** A comma list, whichever commas a Chinese keyboard wrote. */
export function plainList(text: string): string {
  return text.replace(/[，、]/g, ',')
}

function plainDay(text: string): string {
  const [, year, month = '', day = ''] = /^\s*(\d{4})\/(\d{1,2})\/(\d{1,2})\s*$/.exec(text) ?? []
  return year === undefined ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

/**
 * A date of birth without its year, which is not kept: `1980-5-2` as `05-02`.
 * @returns the text itself if it is no date
 */
export function dayOfBirth(text: string): string {
  const [, month = '', day = ''] = /^\d{4}[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00(?::00)?)?$/.exec(text) ?? []
  return month === '' ? text : `${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

/** How many rows of a file were read in another form than they have. */
export type ReadDifferentlyCounts = Readonly<Record<ReadDifferently, number>>

/** What an importer says of it, line by line. */
export function readDifferentlyTexts({
  list,
  day,
}: ReadDifferentlyCounts): readonly Readonly<{ zh: string; en: string }>[] {
  return [
    ...(list === 0
      ? []
      : [
          {
            zh: `${list} 行的列表用了 ， 或 、，已按逗号读取`,
            en: `lists of ${list} rows had ， or 、, read as commas`,
          },
        ]),
    ...(day === 0
      ? []
      : [
          {
            zh: `${day} 行的日期形如 2026/11/1，已按 2026-11-01 读取`,
            en: `days of ${day} rows such as 2026/11/1 were read as 2026-11-01`,
          },
        ]),
  ]
}
