import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { MessageChannel, Worker } from 'node:worker_threads'
import type { BulkOrder, BulkReport } from './harness/bulk-order.ts'
import { type ChildServer, startChild } from './harness/child-server.ts'
import type { EvaluationOrder, EvaluationReport } from './harness/evaluation-callers.ts'
import { fillHugeMember, hugeEvaluation } from './harness/huge-basket.ts'
import { median } from './harness/load.ts'
import { type Latency, percentile, type QueryTimes, timeQueries } from './harness/time-queries.ts'
import { fillQuietSeller, registerSellers } from './harness/two-sellers.ts'

const seconds = Number(process.env['BENCH_SECONDS'] ?? 4)
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 1)
const callers = 64
const couponsPerCall = 1000
const evaluators = 12

type Round = Readonly<{ alone: QueryTimes; loaded: QueryTimes; callsPerSecond: number; processorMs: number }>

/**
 * Measures the latency of one seller's phone queries: alone, while 64 callers of another seller issue 1,000 coupons a call, and while 12
 * of them evaluate baskets of 500 lines for a member with 200 coupons.
 * @param against another checkout of the project, measured alternately with this one
 * @returns Markdown tables
 */
export async function benchmarkFairness(against: string | undefined): Promise<string> {
  return `${await benchmarkIssuers(against)}\n\n${await benchmarkEvaluators(against)}`
}

async function benchmarkIssuers(against: string | undefined): Promise<string> {
  const checkouts = [process.cwd(), ...(against === undefined ? [] : [against])]
  const measured = checkouts.map((checkout) => ({ checkout, results: [] as Round[] }))
  for (let round = 0; round < rounds; round += 1) {
    for (const { checkout, results } of measured) results.push(await measureRound(checkout))
  }
  const [ours, theirs] = measured.map(({ results }) => results)
  const lines = [
    `| server | ${latencyTitles} | issues of 1,000, calls/s | processor, ms an issue |`,
    '|---|---|---|---|---|---|---|---|---|---|',
    tableRow('this checkout', ours ?? []),
  ]
  if (ours === undefined || theirs === undefined) return lines.join('\n')
  const ratio = (of: (round: Round) => number) =>
    median(ours.map((round, place) => of(round) / of(theirs[place] ?? round))).toFixed(2)
  return [
    ...lines,
    tableRow('the other checkout', theirs),
    '',
    `issues: ${ratio(({ callsPerSecond }) => callsPerSecond)} of the other checkout's calls/s, ${ratio(({ processorMs }) => processorMs)} of its processor time`,
  ].join('\n')
}

type EvaluatorsRound = Readonly<{ alone: QueryTimes; loaded: QueryTimes; perSecond: number; refused: number }>

async function benchmarkEvaluators(against: string | undefined): Promise<string> {
  const checkouts = [process.cwd(), ...(against === undefined ? [] : [against])]
  const rows = checkouts.map((checkout, place) => ({
    checkout,
    name: names[place] ?? '',
    results: [] as EvaluatorsRound[],
  }))
  for (let round = 0; round < rounds; round += 1) {
    for (const { checkout, results } of rows) results.push(await onFreshServer(checkout, measureEvaluators))
  }
  return [
    `| server | ${latencyTitles} | evaluations/s | refused |`,
    '|---|---|---|---|---|---|---|---|---|---|',
    ...rows.map(({ name, results }) => {
      const of = (value: (round: EvaluatorsRound) => number) => median(results.map(value)).toFixed(1)
      const cells = [...latencyCells(results), of(({ perSecond }) => perSecond), of(({ refused }) => refused)]
      return `| ${name} | ${cells.join(' | ')} |`
    }),
  ].join('\n')
}

const names = ['this checkout', 'the other checkout']

async function measureEvaluators(server: ChildServer): Promise<EvaluatorsRound> {
  const { url } = server
  await fillQuietSeller(url)
  await fillHugeMember(url)
  await timeQueries(server, 0.5)
  const alone = await timeQueries(server, seconds / 2)
  const workerData: EvaluationOrder = { url, body: hugeEvaluation(), callers: evaluators, seconds: seconds + 1 }
  const worker = new Worker(new URL('./harness/evaluation-callers.ts', import.meta.url), { workerData })
  await once(worker, 'message')
  const ended: Promise<EvaluationReport[]> = once(worker, 'message')
  // The first answers come after all callers' bodies were read.
  await delay(500)
  const loaded = await timeQueries(server, seconds)
  const [report] = await ended
  if (report === undefined || report.failures.length > 0)
    throw new Error(`an evaluation failed: ${report?.failures[0]}`)
  return { alone, loaded, perSecond: report.calls / (seconds + 1), refused: report.refused }
}

function measureRound(checkout: string): Promise<Round> {
  return onFreshServer(checkout, measure)
}

async function onFreshServer<Result>(
  checkout: string,
  measureOn: (server: ChildServer) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'yaoquan-bench-fairness-'))
  try {
    const dataDir = join(folder, 'data')
    await registerSellers(checkout, dataDir)
    const program = join(checkout, 'packages/cli/bin/yaoquan.js')
    const flags = process.env['BENCH_NODE_FLAGS']?.split(' ') ?? []
    const server = await startChild([...flags, program, 'serve', '--port', '0', '--data', dataDir], join(folder, 'log'))
    try {
      return await measureOn(server)
    } finally {
      await server.stop()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function measure(server: ChildServer): Promise<Round> {
  const { url, processorMs } = server
  await fillQuietSeller(url)
  await timeQueries(server, 0.5)
  const alone = await timeQueries(server, seconds / 2)
  const bulk = startBulk(url)
  await bulk.started
  const beforeMs = processorMs()
  const loaded = await timeQueries(server, seconds)
  const { calls, seconds: took, failures } = await bulk.report
  if (failures.length > 0) throw new Error(`the busy seller was refused: ${failures[0]}`)
  return { alone, loaded, callsPerSecond: calls / took, processorMs: (processorMs() - beforeMs) / calls }
}

function startBulk(url: string): Readonly<{ started: Promise<void>; report: Promise<BulkReport> }> {
  const { port1, port2 } = new MessageChannel()
  const workerData: BulkOrder = { url, callers, couponsPerCall, seconds, port: port2 }
  const program = new URL('./harness/bulk-callers.ts', import.meta.url)
  const worker = new Worker(program, { workerData, transferList: [port2] })
  const failed = new Promise<never>((_, reject) => worker.once('error', reject))
  const started = Promise.withResolvers<void>()
  const report = Promise.withResolvers<BulkReport>()
  port1.on('message', (message: 'started' | BulkReport) => {
    if (message === 'started') return started.resolve()
    port1.close()
    report.resolve(message)
  })
  return { started: Promise.race([started.promise, failed]), report: Promise.race([report.promise, failed]) }
}

function tableRow(name: string, results: readonly Round[]): string {
  const of = (value: (round: Round) => number) => median(results.map(value)).toFixed(1)
  const cells = [
    ...latencyCells(results),
    of(({ callsPerSecond }) => callsPerSecond),
    of(({ processorMs }) => processorMs),
  ]
  return `| ${name} | ${cells.join(' | ')} |`
}

const latencyTitles =
  'phone query alone: p50, ms | p99 | beside the callers: p50 | p99 | longest | less waiting for a processor: p50 | p99'

function latencyCells(results: readonly Readonly<{ alone: QueryTimes; loaded: QueryTimes }>[]): readonly string[] {
  const of = (latency: (round: Readonly<{ alone: QueryTimes; loaded: QueryTimes }>) => Latency, share: number) =>
    median(results.map((round) => percentile(latency(round), share))).toFixed(1)
  return [
    of(({ alone }) => alone.wallMs, 0.5),
    of(({ alone }) => alone.wallMs, 0.99),
    of(({ loaded }) => loaded.wallMs, 0.5),
    of(({ loaded }) => loaded.wallMs, 0.99),
    of(({ loaded }) => loaded.wallMs, 1),
    of(({ loaded }) => loaded.netMs, 0.5),
    of(({ loaded }) => loaded.netMs, 0.99),
  ]
}

/** Reads `--against DIR`, another checkout of the project. */
export function otherCheckout(): string | undefined {
  const { values } = parseArgs({ options: { against: { type: 'string' } }, strict: false })
  return typeof values.against === 'string' ? values.against : undefined
}

if (import.meta.main) console.log(await benchmarkFairness(otherCheckout()))
