import { erpCouponFields, issuedCouponFields, lineText, parseLine, unknownRule } from '@yaoquan/api'
import type { RawCoupon, RawCouponField } from '#domain/coupon/coupon-draft'

/** One line of an upload. */
export type CouponLine =
  | Readonly<{ kind: 'coupon'; raw: RawCoupon }>
  /** Breaks a rule before those of a coupon. `field` is a wire name, empty if the line is not an object. */
  | Readonly<{ kind: 'invalid'; couponCode: string | undefined; field: string; rule: string }>

/**
 * Reads a coupon of an upload: an object in wire names. An unknown member is refused, since a misspelt date would be
 * lost unnoticed in every line; the seller's id is allowed if it is this one.
 */
export function readCouponLine(text: string, sellerId: string): CouponLine {
  const object = parseLine(text)
  if (object === undefined) return invalid(undefined, '', '不是JSON对象')
  const given: unknown = Reflect.get(object, issuedCouponFields.couponCode.wire)
  const couponCode = typeof given === 'string' ? given.slice(0, maxShown) : undefined
  const raw: Partial<Record<RawCouponField, string>> = {}
  for (const [wire, value] of Object.entries(object)) {
    const valueText = lineText(value)
    const property = properties.get(wire)
    if (valueText === undefined) return invalid(couponCode, shown(wire), '应为文本或16位以内的数字')
    if (property !== undefined) raw[property] = valueText
    else if (wire !== erpCouponFields.sellerId.wire)
      return invalid(couponCode, shown(wire), unknownRule(wire, [...properties.keys()]))
    else if (valueText.trim() !== sellerId) return invalid(couponCode, wire, '不是本次调用的连锁')
  }
  return { kind: 'coupon', raw }
}

const maxShown = 64

const properties: ReadonlyMap<string, RawCouponField> = new Map(
  (Object.keys(issuedCouponFields) as RawCouponField[]).map((property) => [
    issuedCouponFields[property].wire,
    property,
  ]),
)

function invalid(couponCode: string | undefined, field: string, rule: string): CouponLine {
  return { kind: 'invalid', couponCode, field, rule }
}

function shown(name: string): string {
  return name.slice(0, maxShown)
}
