import { numberOrder, type ResponseOf } from '@yaoquan/api'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { numberOrder as number, type OrderNotNumbered } from '#domain/lifecycle/number-order'
import { type Method, type WriteDependencies, writeRequest } from '#methods/method'
import { notDoneResult, shopUnknownResult } from '#methods/refused-result'
import { consoleRefusal } from './console-refusal.ts'

/** Makes the number of an order. */
export function numberOrderMethod({ lifecycle }: WriteDependencies): Method<typeof numberOrder> {
  return {
    definition: numberOrder,
    async call(input, context) {
      const request = writeRequest(numberOrder.name, input, context)
      const { sellerId } = context
      const written = await runAct(number, { lifecycle, request, sellerId, shop: input.shop })
      if (written.kind !== 'done') return { result: notDoneResult(written, input, refusedNumber) }
      return { result: { alreadyDone: written.isAlreadyDone ? true : undefined, ...written.answer, success: true } }
    },
  }
}

function refusedNumber(refusal: OrderNotNumbered): ResponseOf<typeof numberOrder>['result'] {
  return refusal.kind === 'shop-unknown' ? shopUnknownResult(refusal.shop) : consoleRefusal('orderNumbersOff')
}
