import { isSameCell } from '#database/record'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import type { CouponFilter } from '#domain/coupon/coupon-store'
import type { Named } from '#domain/members/identity-resolution'
import { cardRefOfRow, pageCoupon, phoneRefOfRow } from '#store/tables/coupon'
import type { FilterColumn, NarrowKey } from '#store/tables/coupon-lists'
import type { MergedKeys } from '#store/tables/merged-lists'
import type { CouponKeys } from './coupon-keys.ts'

/** The coupons of a seller under one key, or under any of several, that meet the filters, in order of issue. */
export type NarrowList = Readonly<{
  sellerId: string
  key: NarrowKey
  keyValue: SqlValue
  /** Present where a member has coupons under other keys too; the key is the first of them. */
  merged?: MergedKeys | undefined
  /** If the key is a code: keys of a member, one of which the coupon must have. */
  oneOf?: MergedKeys | undefined
  filters: readonly Readonly<{ column: FilterColumn; value: SqlValue }>[]
}>

/**
 * The lists that answer a filter, narrowest first: each finds by one of the given filters and tests the others.
 * A code finds at most one coupon, so its list is the only one. Empty without code, phone and card.
 */
export function narrowListsOf(
  { sellerId, filter }: Readonly<{ sellerId: string; filter: CouponFilter }>,
  keys: CouponKeys,
): readonly NarrowList[] {
  const { phoneRef, cardRef } = keys
  const { couponCode, channel } = filter
  const ofChannel = channel === undefined ? [] : [{ column: 'channel', value: channel } as const]
  const merged = mergedKeysOf(keys)
  if (merged !== undefined) {
    const list = { sellerId, filters: ofChannel }
    const { column, ref } = merged.first
    if (couponCode === undefined) return [{ ...list, key: column, keyValue: ref, merged }]
    return [{ ...list, key: 'coupon_code', keyValue: couponCode, oneOf: merged }]
  }
  const ofMember = [
    ...(phoneRef === undefined ? [] : [{ column: 'phone_ref', value: phoneRef } as const]),
    ...(cardRef === undefined ? [] : [{ column: 'card_ref', value: cardRef } as const]),
  ]
  const tests = [...ofMember, ...ofChannel]
  if (couponCode !== undefined) return [{ sellerId, key: 'coupon_code', keyValue: couponCode, filters: tests }]
  return ofMember.map(({ column, value }) => {
    return { sellerId, key: column, keyValue: value, filters: tests.filter((other) => other.column !== column) }
  })
}

/** @returns undefined where there is one key */
export function mergedKeysOf({ phoneRef, cardRef, otherCardRefs, otherPhoneRefs }: CouponKeys): MergedKeys | undefined {
  if (otherCardRefs.length === 0 && otherPhoneRefs.length === 0) return undefined
  if (phoneRef !== undefined) {
    return {
      first: { column: 'phone_ref', ref: phoneRef },
      cardRefs: otherCardRefs,
      phoneRefs: otherPhoneRefs,
      cardRef,
    }
  }
  return { first: { column: 'card_ref', ref: cardRef ?? 0 }, cardRefs: otherCardRefs, phoneRefs: otherPhoneRefs }
}

/** The phone and card of a filter. */
export function namedBy({ phone, cardNo }: CouponFilter): Named {
  return { phone, cardNo }
}

/** Whether a row found under the list's key is of the list. */
export function meetsFilters(row: SqlRow, { filters, oneOf }: NarrowList): boolean {
  return (
    filters.every(({ column, value }) => isSameCell(row[pageCoupon.at[column]], value)) &&
    (oneOf === undefined || isUnderOne(row, oneOf))
  )
}

function isUnderOne(row: SqlRow, { first, cardRefs, phoneRefs, cardRef: onlyCard }: MergedKeys): boolean {
  const [phoneRef, cardRef] = [phoneRefOfRow(row), cardRefOfRow(row)]
  if (onlyCard !== undefined && cardRef !== onlyCard) return false
  if (first.ref === (first.column === 'phone_ref' ? phoneRef : cardRef)) return true
  if (cardRef !== onlyCard) return cardRef !== undefined && cardRefs.includes(cardRef)
  return phoneRef !== undefined && phoneRefs.includes(phoneRef)
}
