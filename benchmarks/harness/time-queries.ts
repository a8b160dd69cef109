import { setTimeout as delay } from 'node:timers/promises'
import { call, quietChain, quietPhones } from './two-chains.ts'

/** Milliseconds from the first byte of a query to the last of its answer, sorted. */
export type Latency = readonly number[]

/** Between two queries. */
const intervalMs = 10

/**
 * Asks for the members of the quiet chain every 10 ms, whether or not the answers before have come: a server that stops
 * for a second is then seen by a hundred queries, not by one.
 * @throws Error when an answer holds no coupons
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

/** @param share 0..1; 1 is the longest */
export function percentile(latency: Latency, share: number): number {
  const value = latency[Math.min(latency.length - 1, Math.floor(latency.length * share))]
  if (value === undefined) throw new Error('no queries were answered')
  return value
}

async function timeQuery(url: string, phone: string): Promise<number> {
  const startedMs = performance.now()
  const query = JSON.stringify({ phone, page_size: 20, page_num: 1 })
  const text = await call(url, quietChain, {
    method: 'alibaba.alihealth.nr.crm.coupon.querycoupon',
    query_d_t_o: query,
  })
  if (!text.includes('"coupon_code"')) throw new Error(`no coupons: ${text.slice(0, 200)}`)
  return performance.now() - startedMs
}
