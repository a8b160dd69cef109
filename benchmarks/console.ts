import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { explainCoupon } from '@yaoquan/api'
import { type ChildServer, startChild } from './harness/child-server.ts'
import { benchmarkInBrowser } from './harness/console-browser.ts'
import { benchmarkJobs } from './harness/console-jobs.ts'
import { type Operator, signInOperator } from './harness/console-operator.ts'
import { couponLists, type Measured, otherScreens, searches, type Wait } from './harness/console-waits.ts'
import { type DataOptions, dataOptions } from './harness/data-options.ts'
import { app, memberPhone, sellerId } from './harness/large-seller.ts'
import { buildLivedInSeller, codeOf, memberCount } from './harness/lived-in-seller.ts'
import { median } from './harness/load.ts'
import { signedBody } from './harness/signed-body.ts'
import { call } from './harness/two-sellers.ts'

/** How often each screen is asked for. */
const turns = Number(process.env['BENCH_TURNS'] ?? 5)

/**
 * Measures what operators wait for at the console of a server with a seller that lived for a year: searches, lists, the overview, in calls and
 * in a browser; then a job on many coupons and an export, with other calls beside them.
 * @returns Markdown
 */
export async function benchmarkConsole(options: DataOptions): Promise<string> {
  const parts: string[] = []
  for await (const part of measureParts(options)) parts.push(part)
  return parts.join('\n\n')
}

async function* measureParts({ coupons, dataDir }: DataOptions): AsyncGenerator<string, void, undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'yaoquan-bench-console-'))
  const data = dataDir ?? join(folder, 'data')
  try {
    await buildLivedInSeller(data, coupons, () => undefined)
    const serve = ['packages/cli/bin/yaoquan.js', 'serve', '--port', '0', '--data', data]
    const server = await startChild(serve, join(folder, 'log'))
    try {
      const operator = await signInOperator(data, server.url)
      const bench = { operator, size: coupons, server, refusedRequestId: await refuseOne(operator, server.url) }
      yield await measureCalls(bench)
      yield await benchmarkInBrowser(server.url, operator, memberPhone(7))
      yield await benchmarkJobs(bench)
    } finally {
      await server.stop()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function measureCalls(bench: Measured & Readonly<{ server: ChildServer }>): Promise<string> {
  const { server, size } = bench
  const yardstickMs = await phoneQueryMs(server, size)
  const rows: string[] = []
  for (const wait of [...searches(bench), ...couponLists(bench), ...otherScreens(bench)]) {
    rows.push(await measure(wait, server, yardstickMs))
  }
  return [
    `${size.toLocaleString('en')} coupons of ${memberCount(size).toLocaleString('en')} members, ${turns} turns; a phone query over HTTP takes ${yardstickMs.toFixed(1)} ms, one at a time`,
    '',
    '| wait | least, ms | median | longest | limit | in phone queries | processor, ms | what came |',
    '|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n')
}

async function measure({ name, limitMs, run }: Wait, server: ChildServer, yardstickMs: number): Promise<string> {
  const times: number[] = []
  const processorStart = server.processorMs()
  let came = ''
  for (let turn = 0; turn < turns; turn += 1) {
    const startMs = performance.now()
    came = await run(turn)
    times.push(performance.now() - startMs)
    // What takes long is not asked for again and again.
    if ((times.at(-1) ?? 0) > 10_000) break
  }
  const processorMs = (server.processorMs() - processorStart) / times.length
  const middle = median(times)
  const cells = [Math.min(...times).toFixed(0), middle.toFixed(0), Math.max(...times).toFixed(0), limitMs ?? '']
  return `| ${name} | ${cells.join(' | ')} | ${(middle / yardstickMs).toFixed(1)} | ${processorMs.toFixed(0)} | ${came} |`
}

/** The median time of one phone query of an app, each for another member. */
async function phoneQueryMs({ url }: ChildServer, size: number): Promise<number> {
  const times: number[] = []
  for (let place = 0; place < 200; place += 1) {
    const body = signedBody(
      { phone: memberPhone((place * 7_907) % memberCount(size)), page_size: 20, page_num: 1 },
      'json',
    )
    const startMs = performance.now()
    await (await fetch(`${url}/router/rest`, { method: 'POST', body: new URLSearchParams(body) })).text()
    times.push(performance.now() - startMs)
  }
  return median(times)
}

/** Has the redemption of a used coupon refused. @returns the request id, once the console can explain it */
async function refuseOne({ call: ask }: Operator, url: string): Promise<string> {
  const own = {
    method: 'yaoquan.coupon.redeem',
    out_request_no: `refused-${Date.now()}`,
    coupon_code: codeOf(7),
    order_id: 'SO-refused',
    shop: 'S1',
    order_amount: '200.00',
  }
  const text = await call(url, { sellerId, ...app }, own)
  const requestId = /"request_id":"(\w+)"/.exec(text)?.[1] ?? ''
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await ask(explainCoupon, { requestId })).result.success) return requestId
    await delay(100)
  }
  throw new Error(`the refusal was not kept: ${text.slice(0, 300)}`)
}

if (import.meta.main) for await (const part of measureParts(dataOptions())) console.log(`${part}\n`)
