import { expect } from 'vitest'
import { type LifecycleClient, lifecycleClient } from './lifecycle-client.ts'
import type { TestServer } from './test-server.ts'

type Line = Readonly<{ lineNo: number; amount: string; quantity?: string; category?: string }>

/** Sells orders with coupons on a test server, and takes them back. */
export function soldOrders(server: TestServer) {
  const caller: LifecycleClient = lifecycleClient(server)
  let count = 0
  const write = (method: Parameters<LifecycleClient['call']>[0], requested: object) =>
    caller.call(method, { outRequestNo: caller.newNo(), ...requested })
  const redeem = (requested: object) => write('yaoquan.coupon.redeem', requested)

  /** Claims a coupon of a template of its own. @returns its code */
  async function claimed(terms: object): Promise<string> {
    count += 1
    const couponId = `T${count}`
    const fixed = { couponId, couponName: couponId, validFromDay: 0, validToDay: 29 }
    expect(await write('yaoquan.template.save', { template: { ...fixed, ...terms } })).toMatchObject({ success: true })
    const { coupons: [coupon] = [] } = Object(await write('yaoquan.coupon.claim', { couponId, phone: '18612255668' }))
    return coupon.couponCode
  }

  const newOrder = () => {
    count += 1
    return `SO-${count}`
  }

  return {
    caller,
    claimed,
    newOrder,
    redeem,
    giveBack: (requested: object) => write('yaoquan.redemption.return', { reason: '顾客退货', ...requested }),
    returnCoupon: (redemptionId: string) => write('yaoquan.coupon.return', { redemptionId, reason: '顾客退货' }),
    upload: (requested: object) => write('yaoquan.redemption.upload', requested),
    statusOf: async (couponCode: string) =>
      Object(await caller.call('yaoquan.coupon.get', { couponCode })).coupon.status,
    /** Redeems coupons on an order of its own. @returns its number and the redemptions */
    async sold(terms: readonly object[], lines: readonly Line[]) {
      const [couponCodes, orderId] = [await Promise.all(terms.map(claimed)), newOrder()]
      const answer = await redeem({ couponCodes, orderId, lines })
      expect(answer).toMatchObject({ success: true })
      const redemptions: readonly { couponCode: string; redemptionId: string }[] = Object(answer).redemptions
      const idOf = (code = '') => redemptions.find(({ couponCode }) => couponCode === code)?.redemptionId ?? ''
      return { orderId, couponCodes, redemptionIds: couponCodes.map(idOf), payAmount: String(answer['payAmount']) }
    },
  }
}

/** Units of lines to be returned. */
export function units(...lines: readonly (readonly [lineNo: number, quantity: string])[]) {
  return lines.map(([lineNo, quantity]) => ({ lineNo, quantity }))
}

/** Cash of 10 yuan. */
export const cash = { kind: 'cash', couponAmount: '10' } as const

/** Lines of 150 and 50 yuan. */
export const twoLines = [
  { lineNo: 1, amount: '150' },
  { lineNo: 2, amount: '50' },
] as const
