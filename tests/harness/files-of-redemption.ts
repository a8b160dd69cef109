/**
 * Prints the product's files of which a redemption with lines runs functions, each on a line. It runs in a process of its own: the server in
 * its main thread, in which V8 counts calls, and the caller in another one. A file counts if each of three redemptions ran it, so what a
 * timer runs meanwhile does not.
 */
import { once } from 'node:events'
import { Session } from 'node:inspector/promises'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { lifecycleClient } from './lifecycle-client.ts'
import { startTestServer } from './test-server.ts'

const lines = [
  { lineNo: 1, goodsId: '6901', category: '10,1001', quantity: '2', amount: '140.00' },
  { lineNo: 2, category: '1002', amount: '60.00' },
]
const codes = ['A1', 'A2', 'A3', 'A4']

if (isMainThread) await count()
else await redeemWhenTold()

/** Issues coupons, and redeems one for each message. Answers each with what was taken off. */
async function redeemWhenTold(): Promise<void> {
  const caller = lifecycleClient(workerData, workerData.startedMs)
  const coupons = codes.map((couponCode) => ({ couponCode, couponAmount: '50', orderAmount: '200' }))
  await caller.call('yaoquan.coupon.issue', { outRequestNo: caller.newNo(), coupons })
  parentPort?.on('message', async (couponCode: string) => {
    const input = { outRequestNo: caller.newNo(), couponCode, orderId: `SO-${couponCode}`, lines }
    parentPort?.postMessage((await caller.call('yaoquan.coupon.redeem', input))['offAmount'])
  })
  parentPort?.postMessage('ready')
}

async function count(): Promise<void> {
  const server = await startTestServer(undefined, { isProduction: true })
  const { url, startedMs } = server
  const caller = new Worker(new URL(import.meta.url), { workerData: { url, startedMs } })
  await once(caller, 'message')
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
  const runs: ReadonlySet<string>[] = []
  for (const couponCode of codes) {
    await filesRun(session)
    caller.postMessage(couponCode)
    const [offAmount] = await once(caller, 'message')
    if (offAmount !== '50.00') throw new Error(`${couponCode} took ${offAmount}`)
    runs.push(await filesRun(session))
  }
  // The first one also fills caches.
  const [first, ...others] = runs.slice(1)
  const files = [...(first ?? [])].filter((file) => others.every((run) => run.has(file)))
  process.stdout.write(`${files.sort().join('\n')}\n`)
  await caller.terminate()
  await server.close()
}

/** The files of which functions ran since the last time. The function of a whole module starts at 0 and has no name. */
async function filesRun(session: Session): Promise<ReadonlySet<string>> {
  const { result } = await session.post('Profiler.takePreciseCoverage')
  const ran = result.filter(({ functions }) =>
    functions.some(({ functionName, ranges: [range] }) => {
      return range !== undefined && range.count > 0 && (functionName !== '' || range.startOffset > 0)
    }),
  )
  return new Set(ran.flatMap(({ url }) => /\/packages\/(?!conformance\/)(.+)$/.exec(url)?.[1] ?? []))
}
