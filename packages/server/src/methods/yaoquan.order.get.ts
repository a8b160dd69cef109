import { getOrder } from '@yaoquan/api'
import type { LifecycleDependencies, Method } from './method.ts'
import { errorResult } from './refused-result.ts'
import { shownOrder } from './shown-order.ts'

/** One order with its lines and coupons. */
export function getOrderMethod({ orders }: Pick<LifecycleDependencies, 'orders'>): Method<typeof getOrder> {
  return {
    definition: getOrder,
    async call({ orderId }, { sellerId }) {
      const order = await orders.findOrder(sellerId, orderId)
      if (order === undefined) return { result: errorResult('orderNotFound') }
      return { result: { order: shownOrder(order), success: true } }
    },
  }
}
