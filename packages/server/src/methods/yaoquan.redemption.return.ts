import { type InputOf, type ResponseOf, returnRedemption } from '@yaoquan/api'
import type { UnitsOfLine } from '@yaoquan/basket'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { type GoodsReturned, returnGoods } from '#domain/lifecycle/return-goods'
import { formatPrice } from '#domain/money'
import type { OrderNamed } from '#domain/sales/sale-store'
import { quantityOf } from './basket-lines.ts'
import { maskedNote } from './masked-note.ts'
import { InvalidInput, ifGiven, type LifecycleDependencies, type Method, writeRequest } from './method.ts'
import { refusedResult } from './refused-result.ts'
import { shownReturnedLine } from './shown-redemption.ts'

type Input = InputOf<typeof returnRedemption>
type Result = ResponseOf<typeof returnRedemption>['result']

/** Takes goods of an order back. */
export function returnRedemptionMethod({ lifecycle }: LifecycleDependencies): Method<typeof returnRedemption> {
  return {
    definition: returnRedemption,
    async call(input, context) {
      const { text: reason, warnings } = maskedNote('reason', input.reason)
      const { giftsBack = [] } = input
      const written = await runAct(returnGoods, {
        lifecycle,
        request: writeRequest(returnRedemption.name, input, context),
        order: orderOf(input),
        lines: input.lines && unitsOf(input.lines),
        giftsBack: [...new Set(giftsBack)],
        reason,
        needsCoupon: false,
      })
      if (written.kind === 'done') {
        const alreadyDone = written.isAlreadyDone || written.answer.isUnchanged ? true : undefined
        return { result: { alreadyDone, ...toResult(written.answer), warnings, success: true } }
      }
      return { result: { ...refusedResult(written, input), coupons: [] } }
    },
  }
}

function orderOf({ redemptionId, orderId }: Input): OrderNamed {
  if (redemptionId !== undefined && orderId === undefined) return { redemptionId }
  if (redemptionId !== undefined || orderId === undefined) {
    throw new InvalidInput('redemption_id', { zh: '与 order_id 应传其一', en: 'is sent or order_id, not both' })
  }
  return { orderId }
}

function unitsOf(lines: NonNullable<Input['lines']>): readonly UnitsOfLine[] {
  const named = new Set<number>()
  return lines.map(({ lineNo, quantity }, place) => {
    if (named.has(lineNo))
      throw new InvalidInput(`lines[${place}].line_no`, {
        zh: '行号不能重复',
        en: 'is the line_no of another line, too',
      })
    named.add(lineNo)
    return { lineNo, quantityMilli: quantityOf(`lines[${place}].quantity`, quantity) }
  })
}

function toResult({ refundFen, refundedFen, heldBackFen, lines, coupons }: GoodsReturned): Omit<Result, 'success'> {
  return {
    refundAmount: ifGiven(refundFen, formatPrice),
    refundedAmount: ifGiven(refundedFen, formatPrice),
    heldBackAmount: heldBackFen === 0 ? undefined : formatPrice(heldBackFen),
    returnedLines: lines.map(shownReturnedLine),
    coupons: coupons.map(({ couponCode, redemptionId, outcome, takenBackFen, endDate }) => {
      return { couponCode, redemptionId, outcome, offAmount: ifGiven(takenBackFen, formatPrice), endDate }
    }),
  }
}
