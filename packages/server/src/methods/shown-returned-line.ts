import { ifGiven } from '#domain/if-given'
import { formatPrice } from '#domain/money'
import type { ReturnedLine } from '#domain/sales/sale'
import { quantityText } from './basket-lines.ts'

/** A line that came back, as it is shown. */
export function shownReturnedLine({ lineNo, quantityMilli, refundFen }: ReturnedLine) {
  return { lineNo, quantity: quantityText(quantityMilli), refundAmount: ifGiven(refundFen, formatPrice) }
}
