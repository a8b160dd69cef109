import { formatPrice } from '#domain/money'
import type { ReturnedLine } from '#domain/sales/sale'
import { quantityText } from './basket-lines.ts'

/** A line that came back, as it is shown. */
export function shownReturnedLine({ lineNo, quantityMilli, refundFen }: ReturnedLine) {
  const refundAmount = refundFen === undefined ? undefined : formatPrice(refundFen)
  return { lineNo, quantity: quantityText(quantityMilli), refundAmount }
}
