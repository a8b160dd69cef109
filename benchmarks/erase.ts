import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { openAdministration } from '@yaoquan/server'
import { startChild } from './harness/child-server.ts'
import { type DataOptions, dataOptions } from './harness/data-options.ts'
import { type ErasingOrder, type ErasingReport, erasingApp } from './harness/erasing-caller.ts'
import { buildLargeSeller, memberCount, memberPhone, sellerId, sellerSize } from './harness/large-seller.ts'
import { type Latency, percentile } from './harness/time-queries.ts'
import { call } from './harness/two-sellers.ts'

const seconds = Number(process.env['BENCH_SECONDS'] ?? 5)
const callers = Number(process.env['BENCH_CALLERS'] ?? 32)
/** The time between two queries. */
const intervalMs = 5

/**
 * Measures phone queries of a seller every 5 ms, alone and while members of the same seller are erased; one query in ten is by
 * the phone of a member that is erased meanwhile.
 * @returns a Markdown table
 */
export async function benchmarkErasing({ coupons }: DataOptions): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yaoquan-bench-erase-'))
  const data = join(folder, 'data')
  const size = sellerSize(coupons)
  await buildLargeSeller({ dataDir: data }, size, () => undefined)
  const administration = await openAdministration({ dataDir: data })
  const grants = { preset: 'full', allowed: [], denied: [] }
  await administration.createApp({ name: 'erasing', sellerIds: [sellerId], allowedIps: [], grants, ...erasingApp })
  await administration.close()
  const server = await startChild(
    ['packages/cli/bin/yaoquan.js', 'serve', '--port', '0', '--data', data],
    join(folder, 'log'),
  )
  try {
    const members = memberCount(size)
    const time = (forSeconds: number) => timeQueries(server.url, { forSeconds, members })
    await time(seconds)
    const alone = await time(seconds)
    const beforeMs = server.processorMs()
    const erasing = startErasing({ url: server.url, firstMemberNo: members, callers, seconds })
    const loaded = await time(seconds)
    const { erased, seconds: took } = await erasing
    return [
      '| | queries: p50, ms | p99 | longest | erasures/s | processor in all, ms an erasure |',
      '|---|---|---|---|---|---|',
      `| alone | ${row(alone)} | | |`,
      `| beside ${callers} callers that erase | ${row(loaded)} | ${(erased / took).toFixed(0)} | ${((server.processorMs() - beforeMs) / erased).toFixed(2)} |`,
    ].join('\n')
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

function row(latency: Latency): string {
  return [0.5, 0.99, 1].map((share) => percentile(latency, share).toFixed(1)).join(' | ')
}

function startErasing(workerData: ErasingOrder): Promise<ErasingReport> {
  const worker = new Worker(new URL('./harness/erasing-caller.ts', import.meta.url), { workerData })
  return new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

/** Queries without waiting for earlier answers, so that a pause delays all queries that fall into it. */
async function timeQueries(
  url: string,
  { forSeconds, members }: Readonly<{ forSeconds: number; members: number }>,
): Promise<Latency> {
  const untilMs = performance.now() + forSeconds * 1000
  const pending: Promise<number>[] = []
  for (let dueMs = performance.now(); dueMs < untilMs; dueMs += intervalMs) {
    const waitMs = dueMs - performance.now()
    if (waitMs > 0) await delay(waitMs)
    const place = pending.length
    const member = place % 10 === 0 ? members - 1 - place : (place * 7919) % Math.floor(members / 2)
    pending.push(timeQuery(url, memberPhone(member)))
  }
  return (await Promise.all(pending)).sort((left, right) => left - right)
}

async function timeQuery(url: string, phone: string): Promise<number> {
  const startedMs = performance.now()
  const query = JSON.stringify({ phone, page_size: 20, page_num: 1 })
  const own = { method: 'alibaba.alihealth.nr.crm.coupon.querycoupon', query_d_t_o: query }
  const text = await call(url, { sellerId, ...erasingApp }, own)
  if (!text.includes('"total_count"')) throw new Error(`no answer: ${text.slice(0, 200)}`)
  return performance.now() - startedMs
}

if (import.meta.main) console.log(await benchmarkErasing(dataOptions()))
