import { businessErrors, type getRedemption, type ResponseOf } from '@yaoquan/api'
import { momentText } from '#domain/dates'
import { formatPrice } from '#domain/money'
import { type ReturnedLine, refundedFen, returnedByLine, type StoredRedemption, takenBackFen } from '#domain/sales/sale'
import { readSplit } from '#domain/sales/sale-text'
import type { FoundRedemption, FoundUpload } from '#domain/search/redemption-search'
import { quantityText } from './basket-lines.ts'
import { ifGiven } from './method.ts'
import { codeOfProblem } from './refusal-errors.ts'

type Shown = NonNullable<ResponseOf<typeof getRedemption>['result']['redemption']>

/** A redemption as it is looked up. */
export function shownRedemption(redemption: FoundRedemption): Shown {
  return { ...shownUse(redemption, redemption.returned), ...shownReturns(redemption) }
}

/** A redemption that a till uploaded. It shows the return of the redemption that counts if that is its own. */
export function shownUpload(upload: FoundUpload): Shown {
  const { redemptionId, verdict, problem, winnerId, usedBy, uploadedAtMs, actor, orderFen, tillOffFen } = upload
  const returned = usedBy?.redemptionId === redemptionId ? usedBy.returned : undefined
  const isConflict = verdict === 'conflict'
  return {
    ...shownUse(upload, returned),
    verdict,
    errorCode: isConflict ? businessErrors.couponAlreadyUsed.code : codeOfProblem(problem),
    usedOrderId: isConflict ? usedBy?.orderId : undefined,
    usedShop: isConflict ? usedBy?.shop : undefined,
    usedAt: isConflict && usedBy !== undefined ? momentText(usedBy.atMs) : undefined,
    countedId: winnerId,
    uploadedAt: momentText(uploadedAtMs),
    uploadedBy: actor,
    orderAmount: ifGiven(orderFen, formatPrice),
    tillOffAmount: ifGiven(tillOffFen, formatPrice),
  }
}

function shownUse(use: FoundRedemption | FoundUpload, returned: StoredRedemption['returned']) {
  const { redemptionId, couponCode, couponId, couponName, orderId, shop, atMs, amounts } = use
  return {
    redemptionId,
    couponCode,
    couponId,
    couponName,
    orderId,
    shop,
    redeemedAt: momentText(atMs),
    returnedAt: returned && momentText(returned.atMs),
    returnReason: returned?.reason,
    offAmount: amounts && formatPrice(amounts.offFen),
    lines: amounts && readSplit(amounts.split).map(({ lineNo, fen }) => ({ lineNo, offAmount: formatPrice(fen) })),
  }
}

type ShownReturns = Pick<Shown, 'returnedOffAmount' | 'refundedAmount' | 'returnedLines'>

/** What came back of the goods of its order so far. A coupon without known lines came back whole, or not at all. */
function shownReturns({ redemptionId, returned, amounts, sale }: FoundRedemption): ShownReturns {
  if (sale === undefined) {
    return { returnedOffAmount: returned === undefined ? undefined : amounts && formatPrice(amounts.offFen) }
  }
  if (sale.returns.length === 0) return {}
  return {
    returnedOffAmount: formatPrice(takenBackFen(sale, redemptionId)),
    refundedAmount: ifGiven(refundedFen(sale), formatPrice),
    returnedLines: returnedByLine(sale).map(shownReturnedLine),
  }
}

/** A line that came back, as it is shown. */
export function shownReturnedLine({ lineNo, quantityMilli, refundFen }: ReturnedLine) {
  return { lineNo, quantity: quantityText(quantityMilli), refundAmount: ifGiven(refundFen, formatPrice) }
}
