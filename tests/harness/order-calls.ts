import { post, signedParameters } from './signed-call.ts'
import { testApp } from './test-server.ts'

export const orderSync = 'alibaba.alihealth.nr.crm.order.sync'

/** A coupon as the answer tells of it. */
export type SyncedCoupon = Readonly<{
  coupon_code: string
  outcome: string
  redemption_id?: string
  error_code?: string
  error_msg?: string
  needs_reconciling?: boolean
}>

export type SyncResult = Readonly<{
  order_id?: string
  outcome?: string
  coupons: readonly SyncedCoupon[]
  success: boolean
  error_code?: string
  error_msg?: string
}>

/** The line of an order, unless others are given. */
export const orderLine = {
  actual_total_fee: 1000,
  auction_id: '1',
  auction_price: 600,
  auction_title: '感冒灵颗粒',
} as const

/** The JSON of an order of one line, with members put over it. */
export function orderJson(changes: object = {}): Readonly<Record<string, unknown>> {
  const order = { order_id: 'SO-1', actual_total_fee: 1000, create_time: '2026-11-24 10:00:00', details: [orderLine] }
  return { ...order, ...changes }
}

export function couponsOf(...codes: readonly string[]) {
  return codes.map((coupon_code) => ({ coupon_code, coupon_name: '满100减50' }))
}

/** Sends the text of an order. */
export async function sendOrder(url: string, order: string, app = testApp): Promise<string> {
  return post(url, signedParameters({ method: orderSync, app_key: app.appKey, order }, app.appSecret))
}

/** Syncs an order and gives the result. @throws Error for another answer */
export async function syncOrder(url: string, changes: object = {}): Promise<SyncResult> {
  const text = await sendOrder(url, JSON.stringify(orderJson(changes)))
  const answer = JSON.parse(text)[`${orderSync.replaceAll('.', '_')}_response`]
  if (answer === undefined) throw new Error(text)
  const { coupons, ...result } = answer.result
  return { ...result, coupons: coupons.synced_coupon ?? [] }
}
