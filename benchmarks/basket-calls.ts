import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { evaluationBodies, fillBasketSeller, phoneQueryBodies } from './harness/basket-seller.ts'
import { type ChildServer, startChild } from './harness/child-server.ts'
import { median, prepareLoad } from './harness/load.ts'
import type { OpenLoopOrder, OpenLoopTimes } from './harness/open-loop.ts'
import { percentile } from './harness/time-queries.ts'
import { registerSellers } from './harness/two-sellers.ts'

const perSecond = 200
const seconds = Number(process.env['BENCH_SECONDS'] ?? 4)
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)

/**
 * Evaluates baskets over HTTP, 50 lines and the 30 coupons of a member, beside phone queries of the same members without
 * page cache: each 200 times per second without waiting for answers, then as fast as 32 connections can.
 * @returns a Markdown table
 */
export async function benchmarkBasketCalls(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yaoquan-bench-basket-'))
  try {
    const data = join(folder, 'data')
    await registerSellers(process.cwd(), data)
    const flags = process.env['BENCH_NODE_FLAGS']?.split(' ') ?? []
    const serve = ['packages/cli/bin/yaoquan.js', 'serve', '--port', '0', '--data', data, '--cached-coupons', '0']
    const server = await startChild([...flags, ...serve], join(folder, 'log'))
    try {
      await fillBasketSeller(server.url)
      return await measure(server, folder)
    } finally {
      await server.stop()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type Rate = Readonly<{ perSecond: number; processorUs: number }>

async function measure(server: ChildServer, folder: string): Promise<string> {
  const evaluations = evaluationBodies()
  const queries = phoneQueryBodies()
  const loads = {
    evaluate: await prepareLoad(folder, 'evaluations', evaluations),
    query: await prepareLoad(folder, 'queries', queries),
  }
  const rate = async (load: (typeof loads)['query']): Promise<Rate> => {
    const before = server.processorMs()
    const { requests, requestsPerSecond, failed } = await load(server.url, seconds)
    if (failed > 0) throw new Error(`${failed} calls failed`)
    return { perSecond: requestsPerSecond, processorUs: ((server.processorMs() - before) * 1000) / requests }
  }
  await rate(loads.evaluate)
  const openEvaluate: number[] = []
  const openQuery: number[] = []
  const results: Readonly<{ evaluate: Rate; query: Rate }>[] = []
  for (let round = 0; round < rounds; round += 1) {
    openEvaluate.push(...(await openLoop(server, evaluations)))
    openQuery.push(...(await openLoop(server, queries)))
    results.push({ evaluate: await rate(loads.evaluate), query: await rate(loads.query) })
  }
  const row = (name: string, open: readonly number[], of: (result: (typeof results)[number]) => Rate): string => {
    const sorted = open.toSorted((left, right) => left - right)
    const atMs = [0.5, 0.99, 1].map((share) => percentile(sorted, share).toFixed(1))
    const rates = [
      median(results.map((result) => of(result).perSecond)),
      median(results.map((result) => of(result).processorUs)),
    ]
    return `| ${[name, ...atMs, ...rates.map((value) => value.toFixed(0))].join(' | ')} |`
  }
  const ratio = median(results.map(({ evaluate, query }) => evaluate.processorUs / query.processorUs))
  return [
    `| call | p50, ms, at ${perSecond}/s | p99 | longest | calls/s over 32 connections | processor µs a call |`,
    '|---|---|---|---|---|---|',
    row('evaluate, 50 lines, 30 coupons', openEvaluate, ({ evaluate }) => evaluate),
    row('query by phone, 20 rows, uncached', openQuery, ({ query }) => query),
    '',
    `an evaluation takes ${ratio.toFixed(1)} times the processor time of a query`,
  ].join('\n')
}

/** Runs in a thread of its own, so that waiting for it does not delay its calls. */
async function openLoop({ url }: ChildServer, bodies: readonly string[]): Promise<readonly number[]> {
  const workerData: OpenLoopOrder = { url, bodies, perSecond, seconds }
  const thread = new Worker(new URL('./harness/open-loop.ts', import.meta.url), { workerData })
  const [times]: OpenLoopTimes[] = await once(thread, 'message')
  if (times === undefined || times.failures > 0) throw new Error(`${times?.failures} calls got no result`)
  return times.timesMs
}

if (import.meta.main) console.log(await benchmarkBasketCalls())
