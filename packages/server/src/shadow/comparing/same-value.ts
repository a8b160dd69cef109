import { isDeepStrictEqual } from 'node:util'
import { erpCouponFields } from '@yaoquan/api'

const { couponAmount, orderAmount, shop, category, attribute } = erpCouponFields
const amounts: ReadonlySet<string> = new Set([couponAmount.wire, orderAmount.wire])
const lists: ReadonlySet<string> = new Set([shop.wire, category.wire])

/**
 * Whether two texts of a member of a coupon mean the same: amounts as numbers, lists of shops and categories as sets, attributes as JSON
 * where both are. Other members are texts, also where they look like numbers, such as codes and cards.
 * @param name wire name of the member
 */
export function isSameValue(name: string, left: string, right: string): boolean {
  if (left === right) return true
  if (amounts.has(name)) return isSameNumber(left, right)
  if (lists.has(name)) return isDeepStrictEqual(setOf(left), setOf(right))
  return name === attribute.wire && isSameJson(left, right)
}

const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i

function isSameNumber(left: string, right: string): boolean {
  return (
    [left, right].every((text) => decimal.test(text) && Number.isFinite(Number(text))) && Number(left) === Number(right)
  )
}

function setOf(list: string): ReadonlySet<string> {
  return new Set(
    list
      .split(/[,，]/)
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  )
}

function isSameJson(left: string, right: string): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(left), JSON.parse(right))
  } catch {
    return false
  }
}
