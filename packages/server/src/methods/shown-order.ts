import type { getOrder, ResponseOf, searchOrders } from '@yaoquan/api'
import { momentText } from '#domain/dates'
import { formatPrice } from '#domain/money'
import type { ListedOrder, ShopOrder } from '#domain/orders/order-store'
import type { CouponOfOrder, ShopOrderLine } from '#domain/orders/shop-order'
import { quantityText } from './basket-lines.ts'
import { ifGiven } from './method.ts'
import { codeOfProblem } from './refusal-errors.ts'

type Shown = NonNullable<ResponseOf<typeof getOrder>['result']['order']>
type Listed = ResponseOf<typeof searchOrders>['result']['orders'][number]

/** An order as lists show it. */
export function listedOrder(order: ListedOrder): Listed {
  const { orderId, status, createdAtMs, paidAtMs, stampMs, syncedAtMs, paidFen, coupons } = order
  const { phone, cardNo, shop, channel } = order
  return {
    orderId,
    orderStatus: status,
    createTime: momentText(createdAtMs),
    payTime: ifGiven(paidAtMs, momentText),
    updateTime: ifGiven(stampMs, momentText),
    syncedAt: momentText(syncedAtMs),
    payAmount: formatPrice(paidFen),
    phone,
    cardNo,
    shop,
    channel,
    coupons: coupons.map(shownCoupon),
  }
}

/** An order with everything that is kept of it. */
export function shownOrder(order: ShopOrder): Shown {
  const { lines, history, content } = order
  return { ...listedOrder(order), lines: lines.map(shownLine), versions: history.entries.length, sentText: content }
}

function shownCoupon({ couponCode, outcome, problem, redemptionId }: CouponOfOrder): Shown['coupons'][number] {
  const reconciles = outcome === 'refused' ? true : undefined
  return {
    couponCode,
    outcome,
    redemptionId: outcome === 'refused' ? undefined : redemptionId,
    errorCode: codeOfProblem(problem),
    reconciles,
  }
}

function shownLine(line: ShopOrderLine, place: number): Shown['lines'][number] {
  const { goodsId, category, quantityMilli, priceFen, paidFen, refundFen } = line
  return {
    lineNo: place + 1,
    goodsId,
    category,
    quantity: ifGiven(quantityMilli, quantityText),
    price: formatPrice(priceFen),
    payAmount: formatPrice(paidFen),
    refundAmount: ifGiven(refundFen, formatPrice),
  }
}
