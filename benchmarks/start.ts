import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { childrenOf } from '../tests/harness/worker-processes.ts'
import { otherCheckout } from './fairness.ts'
import { startChild } from './harness/child-server.ts'
import { median } from './harness/load.ts'
import { call, fillQuietSeller, quietPhones, quietSeller, registerSellers } from './harness/two-sellers.ts'

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 10)
const queries = 1_000

type Round = Readonly<{ startMs: number; processorMs: number; startedMb: number; usedMb: number; replacedMs: number }>

/**
 * Measures a server on a small store: from its start to `listening on`, the memory of all of its processes then and after 1,000 queries,
 * and how long a worker that is killed does not answer.
 * @param against another checkout of the project, measured alternately with this one
 * @returns a Markdown table
 */
export async function benchmarkStart(against: string | undefined): Promise<string> {
  const checkouts = [process.cwd(), ...(against === undefined ? [] : [against])]
  const measured = checkouts.map((checkout) => ({ checkout, results: [] as Round[] }))
  for (let round = 0; round < rounds; round += 1) {
    const inTurn = round % 2 === 0 ? measured : measured.toReversed()
    for (const { checkout, results } of inTurn) results.push(await measureRound(checkout))
  }
  return [
    '| checkout | start, ms: median | least | processor, ms | memory, MB | after 1,000 queries | replaced, ms |',
    '|---|---|---|---|---|---|---|',
    ...measured.map(({ results }, place) => tableRow(place === 0 ? 'this' : 'the other', results)),
  ].join('\n')
}

async function measureRound(checkout: string): Promise<Round> {
  const folder = await mkdtemp(join(tmpdir(), 'yaoquan-bench-start-'))
  try {
    const dataDir = join(folder, 'data')
    await registerSellers(checkout, dataDir)
    const program = join(checkout, 'packages/cli/bin/yaoquan.js')
    const server = await startChild([program, 'serve', '--port', '0', '--data', dataDir], join(folder, 'log'))
    try {
      const { startMs, primaryPid, url } = server
      const started = { startMs, processorMs: server.processorMs(), startedMb: memoryMb(primaryPid) }
      await fillQuietSeller(url)
      for (let n = 0; n < queries; n += 1) await query(url, n)
      const usedMb = memoryMb(primaryPid)
      return { ...started, usedMb, replacedMs: server.pid === primaryPid ? 0 : await replace(server.pid, url) }
    } finally {
      await server.stop()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function query(url: string, n: number): Promise<void> {
  const phone = quietPhones[n % quietPhones.length]
  await call(url, quietSeller, {
    method: 'alibaba.alihealth.nr.crm.coupon.querycoupon',
    query_d_t_o: JSON.stringify({ phone, page_size: 20, page_num: 1 }),
  })
}

/** Kills a worker. @returns milliseconds until a query is answered again */
async function replace(worker: number, url: string): Promise<number> {
  const killedMs = performance.now()
  process.kill(worker, 'SIGKILL')
  for (;;) {
    try {
      await query(url, 0)
      return performance.now() - killedMs
    } catch (error) {
      if (performance.now() - killedMs > 60_000) throw error
      await delay(10)
    }
  }
}

/** Linux only: memory of primary and workers, without the build of the console; pages that several of them share are counted once. */
function memoryMb(pid: number): number {
  const serving = [pid, ...childrenOf(pid)].filter((one) =>
    readFileSync(`/proc/${one}/cmdline`, 'utf8').includes('serve'),
  )
  const shares = serving.map((one) => readFileSync(`/proc/${one}/smaps_rollup`, 'utf8'))
  return shares.reduce((sum, text) => sum + Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1]) / 1024, 0)
}

function tableRow(name: string, results: readonly Round[]): string {
  const of = (value: (round: Round) => number) => median(results.map(value)).toFixed(0)
  const cells = [
    of(({ startMs }) => startMs),
    Math.min(...results.map(({ startMs }) => startMs)).toFixed(0),
    of(({ processorMs }) => processorMs),
    of(({ startedMb }) => startedMb),
    of(({ usedMb }) => usedMb),
    of(({ replacedMs }) => replacedMs),
  ]
  return `| ${name} | ${cells.join(' | ')} |`
}

if (import.meta.main) console.log(await benchmarkStart(otherCheckout()))
