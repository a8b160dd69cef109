import type { BasketLine } from '@yaoquan/basket'
import type { RedeemedBasket } from '#domain/lifecycle/judge-on-order'
import { amountOf, basketLinesOf, type SentLine } from './basket-lines.ts'

/** An order as tills send it with coupons. */
type SentOrder = Readonly<{
  shop?: string | undefined
  orderAmount?: string | undefined
  channel?: string | undefined
  memberLevel?: string | undefined
  lines?: readonly SentLine[] | undefined
}>

export type OrderOfCall = Readonly<{ shop: string | undefined; basket: RedeemedBasket }>

/** @throws InvalidInput naming the field and the rule that it breaks */
export function orderOfLines({ shop, orderAmount, channel, memberLevel, lines: sent = [] }: SentOrder): OrderOfCall {
  const amountFen = orderAmount === undefined ? undefined : amountOf('order_amount', orderAmount)
  const lines = basketLinesOf(sent)
  const member = memberLevel === undefined ? undefined : { level: memberLevel }
  return { shop, basket: { amounts: amountsOf(lines, amountFen), channel, member } }
}

/** Lines say more than their sum. */
function amountsOf(lines: readonly BasketLine[], amountFen: number | undefined): RedeemedBasket['amounts'] {
  if (lines.length > 0) return { kind: 'lines', lines }
  return amountFen === undefined ? { kind: 'unknown' } : { kind: 'total', fen: amountFen }
}
