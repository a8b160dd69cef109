import type { getRedemption, ResponseOf } from '@yaoquan/api'
import { readSplit } from '#domain/basket/split-text'
import { momentText } from '#domain/dates'
import { formatPrice } from '#domain/money'
import type { FoundRedemption } from '#domain/search/redemption-search'

type Shown = NonNullable<ResponseOf<typeof getRedemption>['result']['redemption']>

/** A redemption as it is looked up. */
export function shownRedemption(redemption: FoundRedemption): Shown {
  const { redemptionId, couponCode, couponId, couponName, orderId, shop, atMs, returned, amounts } = redemption
  return {
    ...{ redemptionId, couponCode, couponId, couponName, orderId, shop },
    redeemedAt: momentText(atMs),
    returnedAt: returned && momentText(returned.atMs),
    returnReason: returned?.reason,
    offAmount: amounts && formatPrice(amounts.offFen),
    lines: amounts && readSplit(amounts.split).map(({ lineNo, fen }) => ({ lineNo, offAmount: formatPrice(fen) })),
  }
}
