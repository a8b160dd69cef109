import type { OrderVersion, ShopOrderLine } from '#domain/orders/shop-order'

const line = {
  goodsId: '1',
  category: undefined,
  quantityMilli: 2000,
  priceFen: 600,
  paidFen: 1000,
  refundFen: undefined,
  insuredFen: undefined,
  drugClass: undefined,
} as const

/** A line of two pieces of 6 yuan, unless changed. */
export function orderLineWith(changes: Partial<ShopOrderLine>): ShopOrderLine {
  return { ...line, ...changes }
}

/** An order of one line that names nobody. */
export function orderVersionWith(changes: Partial<OrderVersion>): OrderVersion {
  const absent = { status: undefined, paidAtMs: undefined, stampMs: undefined, phone: undefined, cardNo: undefined }
  const version = {
    deliveryFen: undefined,
    ...absent,
    orderId: 'SO',
    createdAtMs: 0,
    paidFen: 1000,
    shop: '01',
    channel: 'erp',
    couponCodes: [],
    lines: [line],
    content: '{}',
    ...changes,
  }
  return { ...version, content: JSON.stringify(version) }
}
