import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { figuresOf, listReports } from '@yaoquan/server'
import { type ChildServer, startChild } from './harness/child-server.ts'
import { buildLargeSeller, memberCount, memberPhone, sellerId } from './harness/large-seller.ts'
import { median } from './harness/load.ts'
import type { OpenLoopOrder, OpenLoopTimes } from './harness/open-loop.ts'
import { waitedForProcessorMs } from './harness/process-usage.ts'
import { signedBody } from './harness/signed-body.ts'

const perSecond = Number(process.env['BENCH_RATE'] ?? 500)
const seconds = Number(process.env['BENCH_SECONDS'] ?? 4)
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)
const coupons = 20_000
const bodyCount = 2_000

type Way = Readonly<{ name: string; server: ChildServer; rounds: Round[] }>
type Round = Readonly<{ p50Ms: number; p99Ms: number; processorUs: number; waitedMs: number }>

/**
 * Sends 500 calls a second from an open loop to an upstream that answers with fixed bytes: directly, through a shadow, and through one that
 * compares with a store of 20,000 coupons, in turn. Each answer deviates, which costs the comparison most.
 * @returns Markdown: the times, and the median difference to the upstream alone in paired rounds
 */
export async function benchmarkShadow(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yaoquan-bench-shadow-'))
  const started: ChildServer[] = []
  const start = async (...args: readonly string[]) => {
    const child = await startChild(args, join(folder, 'log'))
    started.push(child)
    return child
  }
  try {
    const data = join(folder, 'data')
    await buildLargeSeller({ dataDir: data }, coupons, () => undefined)
    const answer = join(folder, 'answer.json')
    await writeFile(answer, fixedAnswer())
    const upstream = await start('benchmarks/harness/bare-server.js', answer, 'text/javascript;charset=UTF-8')
    const shadow = ['packages/cli/bin/yaoquan.js', 'shadow', '--upstream', upstream.url, '--port', '0']
    const passing = await start(...shadow, '--admin-listen', 'off')
    const comparing = await start(...shadow, '--admin-listen', 'off', '--data', data, '--seller', sellerId)
    const ways: readonly Way[] = [
      { name: 'upstream alone', server: upstream, rounds: [] },
      { name: 'shadow', server: passing, rounds: [] },
      { name: 'shadow that compares', server: comparing, rounds: [] },
    ]
    for (const way of ways) await runRound(way)
    for (let round = 0; round < rounds; round += 1) {
      for (const way of round % 2 === 0 ? ways : ways.toReversed()) way.rounds.push(await runRound(way))
    }
    await comparing.stop()
    return [...table(ways), '', comparedLine(data)].join('\n')
  } finally {
    for (const child of started.reverse()) await child.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** A page of eight coupons, none of which the store has. */
function fixedAnswer(): string {
  const list = Array.from({ length: 8 }, (_, n) => ({ coupon_code: `old-${n}`, serller_id: sellerId, status: '0' }))
  const page = { current_page: 1, result_arr_list: { erp_coupon_d_t_o: list }, total_count: 8, total_page: 1 }
  const answer = { result: { result: page, success: true }, request_id: 'r' }
  return JSON.stringify({ alibaba_alihealth_nr_crm_coupon_querycoupon_response: answer })
}

/** Signed anew for each round, since the comparison checks timestamps. */
function bodies(): readonly string[] {
  const members = memberCount(coupons)
  return Array.from({ length: bodyCount }, (_, n) =>
    signedBody({ page_size: 20, page_num: 1, phone: memberPhone((n * 7919) % members) }, 'json'),
  )
}

async function runRound({ server }: Way): Promise<Round> {
  const workerData: OpenLoopOrder = { url: server.url, bodies: bodies(), perSecond, seconds }
  const [processorMs, waitedMs] = [server.processorMs(), waitedForProcessorMs(server.primaryPid)]
  const thread = new Worker(new URL('./harness/open-loop.ts', import.meta.url), { workerData })
  const [times]: OpenLoopTimes[] = await once(thread, 'message')
  if (times === undefined || times.failures > 0) throw new Error(`${times?.failures} calls got no result`)
  const at = (share: number) => times.timesMs[Math.ceil(share * times.timesMs.length) - 1] ?? Number.NaN
  return {
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    processorUs: ((server.processorMs() - processorMs) * 1000) / times.timesMs.length,
    waitedMs: waitedForProcessorMs(server.primaryPid) - waitedMs,
  }
}

function table(ways: readonly Way[]): readonly string[] {
  const [alone] = ways
  const row = ({ name, rounds: own }: Way): string => {
    const of = (value: (round: Round) => number) => median(own.map(value))
    const more = (value: (round: Round) => number) =>
      median(own.map((round, place) => value(round) - value(alone?.rounds[place] ?? round))).toFixed(2)
    const times = [of(({ p50Ms }) => p50Ms).toFixed(2), of(({ p99Ms }) => p99Ms).toFixed(2)]
    const further = [more(({ p50Ms }) => p50Ms), more(({ p99Ms }) => p99Ms)]
    const usage = [of(({ processorUs }) => processorUs).toFixed(0), of(({ waitedMs }) => waitedMs).toFixed(0)]
    return `| ${[name, ...times, ...further, ...usage].join(' | ')} |`
  }
  return [
    `| at ${perSecond} calls/s | p50, ms | p99, ms | p50 more than alone | p99 more than alone (aim: 3) | processor µs a call | waited for a processor, ms a round |`,
    '|---|---|---|---|---|---|---|',
    ...ways.map(row),
  ]
}

function comparedLine(dataDir: string): string {
  const [report] = listReports(dataDir)
  const calls = perSecond * seconds * (rounds + 1)
  if (report === undefined) return 'nothing was compared'
  const { calls: of, skipped } = figuresOf(report)
  const leftOut = Object.entries(skipped).map(([reason, count]) => `, ${reason} ${count}`)
  return `compared: ${((100 * of.compared) / calls).toFixed(1)} % of ${calls} calls${leftOut.join('')}`
}

if (import.meta.main) console.log(await benchmarkShadow())
