import {
  type CouponColumn,
  couponColumnNames,
  couponColumns,
  guarded,
  maskCard,
  maskPhone,
  quotedCsv,
} from '@yaoquan/api'
import { encodeGbk } from '@yaoquan/protocol'
import type { RawCoupon } from '#server'

/** How coupons are written: the text before the first one, and one coupon including its line break. */
export type RowFormat = Readonly<{ head: string; row: (coupon: RawCoupon) => string }>

/** CSV (RFC 4180, LF) with a header row. Absent values are blank, and none is run as a formula. */
export const csvFormat: RowFormat = {
  head: `${couponColumnNames.map((property) => couponColumns[property].wire).join(',')}\n`,
  row: (coupon) =>
    `${cellsOf(coupon)
      .map((value) => quotedCsv(guarded(value)))
      .join(',')}\n`,
}

/** The values of a coupon in the order of the columns; absent ones are blank. */
export function cellsOf(coupon: RawCoupon): readonly string[] {
  return exportColumns.map(({ property }) => coupon[property] ?? '')
}

/** One JSON object per line. Absent members are left out. */
export const ndjsonFormat: RowFormat = {
  head: '',
  row(coupon) {
    const members = exportColumns.map(({ property, name }) => [name, coupon[property]])
    return `${JSON.stringify(Object.fromEntries(members.filter(([, value]) => value !== undefined)))}\n`
  },
}

export type ExportedProperty = keyof RawCoupon & CouponColumn

/**
 * The columns of an export: those that `import` reads, the code first. The seller id is left out, so that the file can be imported
 * for another seller.
 */
export const exportColumns: readonly Readonly<{ property: ExportedProperty; name: string }>[] = couponColumnNames.map(
  (property) => ({ property, name: couponColumns[property].wire }),
)

/** A coupon as a masked export shows it. A card number that is the phone is masked as the phone. */
export function maskedCoupon(coupon: RawCoupon): RawCoupon {
  const { phone, cardNo } = coupon
  return {
    ...coupon,
    ...(phone === undefined ? {} : { phone: maskPhone(phone) }),
    ...(cardNo === undefined ? {} : { cardNo: cardNo === phone ? maskPhone(cardNo) : maskCard(cardNo) }),
  }
}

/** Converts text to bytes. @returns undefined if a character has no code */
export type TextEncoding = (text: string) => Uint8Array | undefined

export const utf8: TextEncoding = (text) => Buffer.from(text, 'utf8')

/** GBK, which many ERPs and spreadsheets in China expect. `import` reads back exactly the same characters. */
export const gbk: TextEncoding = encodeGbk
