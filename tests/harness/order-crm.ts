import { type SecondCrm, startSecondCrm, topSign } from './second-crm.ts'
import { testApp } from './test-server.ts'

/**
 * A CRM of today that stores orders by their id, and whose state a test sets. It answers as the server does, but for orders whose id begins
 * with `BAD`, which it refuses, and with `OTHER`. It shares no code with the server.
 */
export type OrderCrm = SecondCrm &
  Readonly<{
    /** How often each order was stored, in the order in which they came first. */
    orders: Map<string, number>
    /** Makes the CRM answer otherwise; undefined: as usual. */
    fail(how: 'resets' | 'isp' | undefined): void
  }>

const answer = 'alibaba_alihealth_nr_crm_order_sync_response'

export async function startOrderCrm(): Promise<OrderCrm> {
  const orders = new Map<string, number>()
  let how: 'resets' | 'isp' | undefined
  const error = (code: number, subCode: string) => JSON.stringify({ error_response: { code, sub_code: subCode } })
  const crm = await startSecondCrm(({ body }, response) => {
    if (how === 'resets') return void response.socket?.resetAndDestroy()
    if (how === 'isp') return void response.end(error(15, 'isp.remote-service-error'))
    const parameters = Object.fromEntries(new URLSearchParams(body.toString()))
    const { sign, timestamp = '', order = '{}' } = parameters
    if (sign !== topSign(parameters, testApp.appSecret)) return void response.end(error(25, 'isv.invalid-signature'))
    if (Math.abs(Date.parse(`${timestamp.replace(' ', 'T')}+08:00`) - Date.now()) > 600_000) {
      return void response.end(error(31, 'isv.invalid-timestamp'))
    }
    const { order_id: id } = JSON.parse(order)
    if (id.startsWith('BAD')) return void response.end(error(15, 'isv.order-refused'))
    orders.set(id, (orders.get(id) ?? 0) + 1)
    const own = id.startsWith('OTHER') ? { outcome: 'updated', clerk: '13800138000' } : { outcome: 'created' }
    response.end(JSON.stringify({ [answer]: { result: { success: true, order_id: id, ...own, coupons: [] } } }))
  })
  return {
    ...crm,
    orders,
    fail: (next) => {
      how = next
    },
  }
}
