import { workerData } from 'node:worker_threads'
import type { BulkOrder, BulkReport } from './bulk-order.ts'
import { busyChain, call, couponOf, issueOf } from './two-chains.ts'

/**
 * A worker thread of the fairness benchmark: many callers of the busy chain, each of which issues coupons call after
 * call. A thread of its own, so that making and signing their bodies does not delay the queries that are timed.
 */
const { url, callers, couponsPerCall, seconds, port } = workerData as BulkOrder
const startedMs = performance.now()
let numbers = 0
let calls = 0
const failures: string[] = []
port.postMessage('started')
await Promise.all(Array.from({ length: callers }, issueUntilTheEnd))
const report: BulkReport = { calls, seconds: (performance.now() - startedMs) / 1000, failures: failures.slice(0, 3) }
port.postMessage(report)
port.close()

async function issueUntilTheEnd(): Promise<void> {
  while (performance.now() < startedMs + seconds * 1000) {
    numbers += 1
    const first = numbers * couponsPerCall
    const coupons = Array.from({ length: couponsPerCall }, (_, place) => scatteredCoupon(first + place))
    const text = await call(url, busyChain, issueOf(`B${numbers}`, coupons))
    if (text.includes(`"created_count":${couponsPerCall}`)) calls += 1
    else failures.push(text.slice(0, 200))
  }
}

/** Codes scatter like real ones, so that each call touches the key of codes everywhere. */
function scatteredCoupon(number: number): object {
  const scattered = (Math.imul(number, 2_654_435_761) >>> 0).toString(16).padStart(8, '0')
  return couponOf(`B${scattered}`, `186${String((number * 7919) % 25_000).padStart(8, '0')}`)
}
