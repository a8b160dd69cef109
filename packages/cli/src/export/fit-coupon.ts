import type { RawCoupon } from '#server'
import { OperationFault } from '#terminal/faults'
import { type ExportedProperty, exportColumns } from './export-columns.ts'
import type { TextEncoding } from './text-encoding.ts'

/** Fields that identify coupons and members: another character there would mean another coupon or member. */
const keys: ReadonlySet<ExportedProperty> = new Set(['couponCode', 'couponId', 'channel', 'phone', 'cardNo'])

export type Fitting = Readonly<{ encoding: TextEncoding; replaces: boolean; line: number }>
export type FittedCoupon = Readonly<{ coupon: RawCoupon; replaced: number }>

/**
 * Replaces characters that the encoding lacks by `?`.
 * @returns the coupon and the number of replaced characters
 * @throws OperationFault with line, code and field if a character must not be replaced
 */
export function fitCoupon(coupon: RawCoupon, { encoding, replaces, line }: Fitting): FittedCoupon {
  let replaced = 0
  const fitted = exportColumns.map(({ property, name }) => {
    const value = coupon[property]
    if (value === undefined || encoding.encode(value) !== undefined) return [property, value]
    const fit = (character: string) => {
      if (encoding.encode(character) !== undefined) return character
      if (!replaces || keys.has(property)) throw unmappable({ line, name, character, code: coupon.couponCode ?? '' })
      replaced += 1
      return '?'
    }
    return [property, [...value].map(fit).join('')]
  })
  return { coupon: Object.fromEntries(fitted), replaced }
}

type Unmappable = Readonly<{ line: number; code: string; name: string; character: string }>

function unmappable({ line, code, name, character }: Unmappable): OperationFault {
  const point = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  return new OperationFault(
    `第 ${line} 行（券码 ${code}）的 ${name} 含有GBK没有的字符 U+${point}`,
    `GBK lacks this character; --replace-unmappable writes ? instead, except in codes, ids, channels, phone and card numbers`,
  )
}
