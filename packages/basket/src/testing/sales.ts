import { evaluateBasket } from '../evaluate/evaluate-basket.ts'
import type { Basket } from '../model/basket.ts'
import type { BasketCoupon } from '../model/coupon.ts'
import { type ChainPolicy, defaultPolicy } from '../model/policy.ts'
import type { Refund, ReturnRequest, Sale } from '../model/sale.ts'
import { refundReturn } from '../returns/refund-return.ts'

/** The sale of a basket with its best coupons and their gifts. */
export function saleOf(basket: Basket, coupons: readonly BasketCoupon[], policy: ChainPolicy = defaultPolicy): Sale {
  const { best, gifts } = evaluateBasket(basket, coupons, policy)
  const codes = [...best.codes, ...gifts.map(({ code }) => code)]
  return {
    lines: basket.lines.map((line, index) => ({
      ...line,
      byCoupon: best.lines[index]?.byCoupon ?? [],
      returnedMilli: 0,
    })),
    coupons: coupons.filter(({ code }) => codes.includes(code)),
    policy,
    refundedFen: 0,
    giftsBack: [],
  }
}

/** Makes a return that must be accepted. @returns its refund, and the sale after it */
export function returned(sale: Sale, request: ReturnRequest): Readonly<{ refund: Refund; sale: Sale }> {
  const answer = refundReturn(sale, request)
  if (answer.kind === 'refused') throw new Error(`refused: ${JSON.stringify(answer.fault)}`)
  const { refund } = answer
  return {
    refund,
    sale: {
      ...sale,
      refundedFen: refund.refundedFen,
      giftsBack: [...sale.giftsBack, ...(request.giftsBack ?? [])],
      lines: sale.lines.map((line) => {
        const units = refund.lines.find(({ lineNo }) => lineNo === line.lineNo)
        return { ...line, returnedMilli: line.returnedMilli + (units?.quantityMilli ?? 0) }
      }),
    },
  }
}
