import { businessErrors, type getOrder, type ResponseOf, type searchOrders } from '@yaoquan/api'
import { momentText } from '#domain/dates'
import type { UseRefusal } from '#domain/lifecycle/use-coupons'
import { formatPrice } from '#domain/money'
import type { ListedOrder, ShopOrder } from '#domain/orders/order-store'
import type { CouponOfOrder, ShopOrderLine } from '#domain/orders/shop-order'

type Shown = NonNullable<ResponseOf<typeof getOrder>['result']['order']>
type Listed = ResponseOf<typeof searchOrders>['result']['orders'][number]

/** An order as lists show it. */
export function listedOrder(order: ListedOrder): Listed {
  const { orderId, status, createdAtMs, paidAtMs, stampMs, syncedAtMs, paidFen, coupons } = order
  const { phone, cardNo, shop, channel } = order
  return {
    ...{ orderId, orderStatus: status, createTime: momentText(createdAtMs) },
    payTime: paidAtMs === undefined ? undefined : momentText(paidAtMs),
    updateTime: stampMs === undefined ? undefined : momentText(stampMs),
    syncedAt: momentText(syncedAtMs),
    payAmount: formatPrice(paidFen),
    ...{ phone, cardNo, shop, channel },
    coupons: coupons.map(shownCoupon),
  }
}

/** An order with everything that is kept of it. */
export function shownOrder(order: ShopOrder): Shown {
  const { lines, versions, content } = order
  return { ...listedOrder(order), lines: lines.map(shownLine), versions, sentText: content }
}

function shownCoupon({ couponCode, outcome, problem, redemptionId }: CouponOfOrder): Shown['coupons'][number] {
  const reconciles = outcome === 'refused' ? true : undefined
  return {
    ...{ couponCode, outcome, redemptionId: outcome === 'refused' ? undefined : redemptionId },
    ...{ errorCode: codeOfProblem(problem), reconciles },
  }
}

function shownLine(line: ShopOrderLine, place: number): Shown['lines'][number] {
  const { goodsId, category, quantityMilli, priceFen, paidFen, refundFen } = line
  return {
    ...{ lineNo: place + 1, goodsId, category },
    quantity: quantityMilli === undefined ? undefined : String(quantityMilli / 1000),
    price: formatPrice(priceFen),
    payAmount: formatPrice(paidFen),
    refundAmount: refundFen === undefined ? undefined : formatPrice(refundFen),
  }
}

/** The error code of a refusal that is kept with an order. */
function codeOfProblem(problem: string | undefined): string | undefined {
  const codes: Readonly<Record<string, string>> = problemCodes
  return problem === undefined ? undefined : codes[problem]
}

/** Orders that are synced have no quote, and their coupons are not priced. */
const problemCodes: Readonly<Record<Exclude<UseRefusal['kind'], 'not-fitting' | 'quote-stale'>, string>> = {
  'coupon-not-found': businessErrors.couponNotFound.code,
  'already-used': businessErrors.couponAlreadyUsed.code,
  held: businessErrors.couponHeld.code,
  void: businessErrors.couponVoid.code,
  expired: businessErrors.couponExpired.code,
  'not-started': businessErrors.couponNotStarted.code,
  'shop-not-allowed': businessErrors.shopNotAllowed.code,
  'category-not-allowed': businessErrors.categoryNotAllowed.code,
  'amount-too-low': businessErrors.orderAmountTooLow.code,
  'not-stackable': businessErrors.notStackable.code,
  'order-covered': businessErrors.orderCovered.code,
  'redeemed-too-early': businessErrors.redeemedTooEarly.code,
  'redeemed-at-not-allowed': businessErrors.redeemedAtNotAllowed.code,
  'redemption-not-found': businessErrors.redemptionNotFound.code,
  'return-not-allowed': businessErrors.returnNotAllowed.code,
}
