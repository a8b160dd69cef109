import { setTimeout as delay } from 'node:timers/promises'
import { waitedForProcessorMs } from './process-usage.ts'
import { call, quietPhones, quietSeller } from './two-sellers.ts'

/** Milliseconds from the first byte of a query to the last of its answer, sorted. */
export type Latency = readonly number[]

/**
 * Both sorted. `netMs` leaves out how long the threads that ask and answer were ready to run and waited for a processor: a machine that
 * also runs the callers has too few, which a server does not have to answer for.
 */
export type QueryTimes = Readonly<{ wallMs: Latency; netMs: Latency }>

/** The time between two queries. */
const intervalMs = 10

/**
 * Queries members of the quiet seller every 10 ms without waiting for earlier answers, so that a pause of a second
 * delays a hundred queries and not one.
 * @param server `pid`: the process that answers
 * @throws Error if an answer has no coupons
 */
export async function timeQueries(
  { url, pid }: Readonly<{ url: string; pid: number }>,
  seconds: number,
): Promise<QueryTimes> {
  const waitedMs = () => waitedForProcessorMs(pid) + waitedForProcessorMs(process.pid)
  const untilMs = performance.now() + seconds * 1000
  const pending: Promise<Readonly<{ wallMs: number; netMs: number }>>[] = []
  for (let dueMs = performance.now(); dueMs < untilMs; dueMs += intervalMs) {
    const waitMs = dueMs - performance.now()
    if (waitMs > 0) await delay(waitMs)
    pending.push(timeQuery(url, quietPhones[pending.length % quietPhones.length] ?? '', waitedMs))
  }
  const times = await Promise.all(pending)
  return { wallMs: sorted(times.map(({ wallMs }) => wallMs)), netMs: sorted(times.map(({ netMs }) => netMs)) }
}

function sorted(times: readonly number[]): Latency {
  return times.toSorted((left, right) => left - right)
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

async function timeQuery(
  url: string,
  phone: string,
  waitedMs: () => number,
): Promise<Readonly<{ wallMs: number; netMs: number }>> {
  const waitedBeforeMs = waitedMs()
  const startedMs = performance.now()
  const query = JSON.stringify({ phone, page_size: 20, page_num: 1 })
  const text = await call(url, quietSeller, {
    method: 'alibaba.alihealth.nr.crm.coupon.querycoupon',
    query_d_t_o: query,
  })
  if (!text.includes('"coupon_code"')) throw new Error(`no coupons: ${text.slice(0, 200)}`)
  const wallMs = performance.now() - startedMs
  // Both threads may have waited at the same time.
  return { wallMs, netMs: Math.max(0, wallMs - (waitedMs() - waitedBeforeMs)) }
}
