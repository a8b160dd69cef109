import { setTimeout as delay } from 'node:timers/promises'
import { call, quietPhones, quietSeller } from './two-sellers.ts'

/** Milliseconds from the first byte of a query to the last of its answer, sorted. */
export type Latency = readonly number[]

/** The time between two queries. */
const intervalMs = 10

/**
 * Queries members of the quiet seller every 10 ms without waiting for earlier answers, so that a pause of a second
 * delays a hundred queries and not one.
 * @throws Error if an answer has no coupons
 */
export async function timeQueries(url: string, seconds: number): Promise<Latency> {
  const untilMs = performance.now() + seconds * 1000
  const pending: Promise<number>[] = []
  for (let dueMs = performance.now(); dueMs < untilMs; dueMs += intervalMs) {
    const waitMs = dueMs - performance.now()
    if (waitMs > 0) await delay(waitMs)
    pending.push(timeQuery(url, quietPhones[pending.length % quietPhones.length] ?? ''))
  }
  return (await Promise.all(pending)).sort((left, right) => left - right)
}

/**
 * A percentile.
 * @param share 0 to 1; 1 is the longest
 */
export function percentile(latency: Latency, share: number): number {
  const value = latency[Math.min(latency.length - 1, Math.floor(latency.length * share))]
  if (value === undefined) throw new Error('no queries were answered')
  return value
}

async function timeQuery(url: string, phone: string): Promise<number> {
  const startedMs = performance.now()
  const query = JSON.stringify({ phone, page_size: 20, page_num: 1 })
  const text = await call(url, quietSeller, {
    method: 'alibaba.alihealth.nr.crm.coupon.querycoupon',
    query_d_t_o: query,
  })
  if (!text.includes('"coupon_code"')) throw new Error(`no coupons: ${text.slice(0, 200)}`)
  return performance.now() - startedMs
}
