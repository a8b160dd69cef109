import { workerData } from 'node:worker_threads'
import type { BulkOrder, BulkReport } from './bulk-order.ts'
import { scatteredCode } from './scattered-code.ts'
import { busySeller, call, couponOf, issueOf } from './two-sellers.ts'

/**
 * A worker thread of the fairness benchmark: callers of the busy seller that issue coupons in consecutive calls. It
 * runs in a separate thread, so that building and signing bodies does not delay the timed queries.
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
    const text = await call(url, busySeller, issueOf(`B${numbers}`, coupons))
    if (text.includes(`"created_count":${couponsPerCall}`)) calls += 1
    else failures.push(text.slice(0, 200))
  }
}

function scatteredCoupon(number: number): object {
  return couponOf(`B${scatteredCode(number)}`, `186${String((number * 7919) % 25_000).padStart(8, '0')}`)
}
