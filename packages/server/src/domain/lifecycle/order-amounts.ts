import type { OrderVersion, ShopOrderLine } from '#domain/orders/shop-order'
import type { Order, OrderLine } from './check-order.ts'

/**
 * An order as coupons are checked against it. What the lines cost before coupons is known only where each has a quantity; otherwise
 * amounts are not checked, nor are categories where a line has none.
 */
export function orderOf({ shop, lines }: Pick<OrderVersion, 'shop' | 'lines'>): Order {
  const costs = lines.map(costOf)
  const known = costs.filter((fen) => fen !== undefined)
  const amountFen = known.length === lines.length ? known.reduce((sum, fen) => sum + fen, 0) : undefined
  const ofCategories = lines.flatMap(({ category }, place): readonly OrderLine[] => {
    const lineFen = costs[place]
    return category === undefined || lineFen === undefined ? [] : [{ categories: [category], amountFen: lineFen }]
  })
  return { shop, amountFen, lines: ofCategories.length === lines.length ? ofCategories : [] }
}

/** What a line costs before coupons, fen; undefined without a quantity. */
export function costOf({ quantityMilli, priceFen, paidFen }: ShopOrderLine): number | undefined {
  if (quantityMilli === undefined) return undefined
  return Math.max(Math.round((priceFen * quantityMilli) / 1000), paidFen)
}

/** Whether what was refunded of the lines adds up to what was paid. */
export function isFullyRefunded({ paidFen, lines }: Pick<OrderVersion, 'paidFen' | 'lines'>): boolean {
  return paidFen > 0 && lines.reduce((sum, { refundFen = 0 }) => sum + refundFen, 0) >= paidFen
}
