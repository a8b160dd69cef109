import { guarded } from '#import/formula-guard'
import type { RawCoupon } from '#server'
import { exportColumns } from './export-columns.ts'

/** How coupons are written: the text before the first one, and one coupon including its line break. */
export type RowFormat = Readonly<{ head: string; row: (coupon: RawCoupon) => string }>

/** CSV (RFC 4180, LF) with a header row. Absent values are blank. */
export function csvFormat({ guardsFormulas }: Readonly<{ guardsFormulas: boolean }>): RowFormat {
  const text = guardsFormulas ? (value: string) => quoted(guarded(value)) : quoted
  return {
    head: `${exportColumns.map(({ name }) => name).join(',')}\n`,
    row: (coupon) => `${exportColumns.map(({ property }) => text(coupon[property] ?? '')).join(',')}\n`,
  }
}

/** One JSON object per line. Absent members are left out. */
export const ndjsonFormat: RowFormat = {
  head: '',
  row(coupon) {
    const members = exportColumns.map(({ property, name }) => [name, coupon[property]])
    return `${JSON.stringify(Object.fromEntries(members.filter(([, value]) => value !== undefined)))}\n`
  },
}

function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}
