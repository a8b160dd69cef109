import { couponColumnNames, couponColumns } from '@yaoquan/api'
import { say } from '#terminal/language'

/** The columns of a file of coupons, for the help of commands. */
export function couponColumnList(): string {
  const names = couponColumnNames.map((column) => couponColumns[column].wire)
  return names.map((wire, place) => (place === 0 ? say(`${wire}（必填）`, `${wire} (required)`) : wire)).join(', ')
}
