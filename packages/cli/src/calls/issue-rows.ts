import type { issueCoupons, RequestOf } from '@yaoquan/api'
import type { ResultOf, TopClient } from '@yaoquan/client'
import type { ImportTarget, RowOutcome } from '#import/import-rows'
import type { CouponTexts } from '#import/source-row'

type IssuedCoupon = RequestOf<typeof issueCoupons>['coupons'][number]
type Item = ResultOf<typeof issueCoupons>['items'][number]

/** Maximum number of characters of the coupons of one call. Escaped for the wire they stay below the gateway's limit of 10 MB. */
const maxCharacters = 1_000_000

/**
 * Stores rows by calling a gateway. The calls have the request numbers `NUMBER-1`, `NUMBER-2` …, so repeating the same rows with
 * the same number repeats the same calls.
 */
export function issueRows(client: Pick<TopClient, 'issueCoupons'>, outRequestNo: string): ImportTarget['store'] {
  let calls = 0
  return async (rows) => {
    const outcomes: RowOutcome[] = []
    for (const coupons of cutBySize(rows.map(couponOf))) {
      calls += 1
      const { items } = await client.issueCoupons({ outRequestNo: `${outRequestNo}-${calls}`, coupons })
      outcomes.push(...items.map(outcomeOf))
    }
    return outcomes
  }
}

/** Leaves out the seller id, which the call implies. The server checks the status like every other value. */
function couponOf({ sellerId: _, couponCode = '', status, ...texts }: CouponTexts): IssuedCoupon {
  const coupon = { couponCode, ...texts }
  return status === undefined ? coupon : { ...coupon, status: status as '0' }
}

function cutBySize(coupons: readonly IssuedCoupon[]): readonly (readonly IssuedCoupon[])[] {
  const calls: IssuedCoupon[][] = []
  let characters = Number.POSITIVE_INFINITY
  for (const coupon of coupons) {
    const size = Object.values(coupon).reduce((sum, text) => sum + (text?.length ?? 0), 0)
    characters += size
    if (characters > maxCharacters) {
      calls.push([])
      characters = size
    }
    calls.at(-1)?.push(coupon)
  }
  return calls
}

function outcomeOf({ outcome, field = '', rule = '' }: Item): RowOutcome {
  switch (outcome) {
    case 'created':
    case 'existing':
    case 'duplicate':
      return { kind: outcome }
    case 'conflict':
      return { kind: 'conflict', fields: field.split(',') }
    case 'invalid':
      return { kind: 'invalid', faults: [{ field, rule: { zh: rule, en: 'breaks a rule' } }] }
  }
}
