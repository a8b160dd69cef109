import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { childrenOf } from '../tests/harness/worker-processes.ts'
import { type ChildServer, startChild } from './harness/child-server.ts'
import { type DataOptions, dataOptions } from './harness/data-options.ts'
import { buildLargeSeller, memberCount, memberPhone, sellerSize } from './harness/large-seller.ts'
import { type Load, median, prepareLoad } from './harness/load.ts'
import { signedBody } from './harness/signed-body.ts'

const seconds = Number(process.env['BENCH_SECONDS'] ?? 3)
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)

/** A server, its worker processes, and the measured loads. */
type Case = Readonly<{ workers: number; server: ChildServer; pids: readonly number[]; loads: Load[] }>

/**
 * Measures phone queries with 1, 2, 4 … workers up to the number of cores, alternately on one store. The load generator
 * runs on the same machine and takes processor time, so calls per processor second of the server are reported too.
 * @returns a Markdown table
 */
export async function benchmarkWorkers({ coupons, dataDir }: DataOptions): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yaoquan-bench-workers-'))
  const cases: Case[] = []
  try {
    const data = dataDir ?? join(folder, 'data')
    await buildLargeSeller({ dataDir: data }, sellerSize(coupons), () => undefined)
    for (const workers of workerCounts()) cases.push(await startCase(workers, data, join(folder, 'log')))
    const members = memberCount(sellerSize(coupons))
    const query = (n: number) => ({ page_size: 10, page_num: 1, phone: memberPhone((n * 7919) % members) })
    const bodies = Array.from({ length: 5_000 }, (_, n) => signedBody(query(n), 'json'))
    const load = await prepareLoad(folder, 'bodies', bodies)
    for (const { server } of cases) await load(server.url, 1)
    for (let round = 0; round < rounds; round += 1) {
      for (const { server, pids, loads } of cases)
        loads.push(await load(server.url, seconds, [server.primaryPid, ...pids]))
    }
    return table(cases)
  } finally {
    for (const { server } of cases) await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Powers of two below the number of cores, and that number. */
function workerCounts(): readonly number[] {
  const cores = availableParallelism()
  const counts = [1, 2, 4, 8, 16, 32, 64].filter((count) => count < cores)
  return [...counts, cores]
}

async function startCase(workers: number, dataDir: string, log: string): Promise<Case> {
  const serve = ['packages/cli/bin/yaoquan.js', 'serve', '--port', '0', '--data', dataDir, '--workers', `${workers}`]
  const server = await startChild(serve, log)
  return { workers, server, pids: childrenOf(server.primaryPid), loads: [] }
}

function table(cases: readonly Case[]): string {
  return [
    `| workers on ${availableParallelism()} cores | calls/s | cores: workers | primary | wrk | calls per processor second of the server |`,
    '|---|---|---|---|---|---|',
    ...cases.map((one) => row(one)),
  ].join('\n')
}

function row({ workers, loads }: Case): string {
  const failed = loads.reduce((sum, load) => sum + load.failed, 0)
  if (failed > 0) throw new Error(`${workers} workers: ${failed} failed`)
  const middle = (of: (load: Load) => number) => median(loads.map(of))
  const all = ({ watchedCores }: Load) => watchedCores.reduce((sum, cores) => sum + cores, 0)
  const primary = ({ watchedCores: [first = 0] }: Load) => first
  const cells = [
    middle(({ requestsPerSecond }) => requestsPerSecond).toFixed(0),
    middle((load) => all(load) - primary(load)).toFixed(2),
    middle(primary).toFixed(2),
    middle(({ ownCores }) => ownCores).toFixed(2),
    middle((load) => load.requestsPerSecond / all(load)).toFixed(0),
  ]
  return `| ${workers} | ${cells.join(' | ')} |`
}

if (import.meta.main) console.log(await benchmarkWorkers(dataOptions()))
