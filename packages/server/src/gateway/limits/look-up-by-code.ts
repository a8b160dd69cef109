import { businessErrors, queryCoupon } from '@yaoquan/api'

/** A call that names coupons by their codes and no member. */
export type CodeLookUp = Readonly<{ shop: string | undefined }>

/** Finds calls that could be used to guess codes: those that name coupons by code and neither phone nor card. */
export function lookUpByCode(input: object): CodeLookUp | undefined {
  const query = member(input, 'query')
  const asked = typeof query === 'object' && query !== null ? query : input
  const isByCode = member(asked, 'couponCode') !== undefined || member(asked, 'couponCodes') !== undefined
  const namesMember = member(asked, 'phone') !== undefined || member(asked, 'cardNo') !== undefined
  if (!isByCode || namesMember) return undefined
  const shop = member(asked, 'shop')
  return { shop: typeof shop === 'string' ? shop : undefined }
}

/** @returns how many of the codes no coupon has, as far as the answer tells */
export function missedCodes(response: object): number {
  const result = member(response, 'result')
  if (typeof result !== 'object' || result === null) return 0
  const items = member(result, 'items')
  const missing = Array.isArray(items) ? items.filter((item) => member(item, 'outcome') === 'not_found').length : 0
  return missing > 0 ? missing : Number(notFoundCodes.has(member(result, 'errorCode')))
}

const notFoundCodes: ReadonlySet<unknown> = new Set([
  businessErrors.couponNotFound.code,
  queryCoupon.errorCodes[0].code,
])

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
