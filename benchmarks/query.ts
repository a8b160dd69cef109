import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatTimestamp, signParameters } from '@yaoquan/protocol'
import { openAdministration, type RawCoupon } from '@yaoquan/server'
import { type ChildServer, startChild } from './harness/child-server.ts'
import { median, prepareLoad } from './harness/load.ts'

const couponCount = 200_000
const couponsPerPhone = 8
const phoneCount = couponCount / couponsPerPhone
const app = { appKey: '12345678', appSecret: 'helloworld' } as const
const seconds = Number(process.env['BENCH_SECONDS'] ?? 3)
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)

type Case = Readonly<{ name: string; format: 'json' | 'xml'; query: (n: number) => object }>

const cases: readonly Case[] = [
  {
    name: 'phone, 8 rows, JSON',
    format: 'json',
    query: (n) => ({ page_size: 10, page_num: 1, phone: phone(n * 7919) }),
  },
  { name: 'phone, 8 rows, XML', format: 'xml', query: (n) => ({ page_size: 10, page_num: 1, phone: phone(n * 7919) }) },
  { name: 'channel page 1', format: 'json', query: () => ({ page_size: 10, page_num: 1, channel: 'erp' }) },
  { name: 'channel page 10,000', format: 'json', query: () => ({ page_size: 10, page_num: 10_000, channel: 'erp' }) },
]

/**
 * Requests per second of signed queries as a ratio to bare node:http that returns the same bytes, in the same run: one
 * that answers at once, which is the ratio of record, and one that reads the body first.
 */
export async function benchmarkQueries(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yaoquan-bench-'))
  try {
    const dataDir = join(folder, 'data')
    await fill(dataDir)
    const log = join(folder, 'log')
    const server = await startChild(['packages/cli/bin/yaoquan.js', 'serve', '--port', '0', '--data', dataDir], log)
    try {
      const results: Result[] = []
      for (const one of cases) results.push(await benchmarkCase(one, { folder, log, url: server.url }))
      const bare = await startChild(['-e', 'console.log("listening on now");setInterval(()=>0,1000)'], log)
      const lines = [...table(results), '', pageLine(results), '', startLine(server, bare)]
      await bare.stop()
      return lines.join('\n')
    } finally {
      await server.stop()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type Place = Readonly<{ folder: string; log: string; url: string }>

/** Calls per second of ours, and of bare node:http without and with reading the body. */
type Rates = Readonly<{ ours: number; bare: number; reading: number }>
type Result = Readonly<{ name: string; rounds: readonly Rates[] }>

async function benchmarkCase({ name, format, query }: Case, place: Place): Promise<Result> {
  const { folder, log, url } = place
  const bodies = Array.from({ length: 5_000 }, (_, n) => signedBody(query(n), format))
  const answer = await fetch(`${url}/router/rest`, { method: 'POST', body: new URLSearchParams(bodies[0]) })
  const bytes = await answer.text()
  if (!bytes.includes('total_count') || bytes.includes('QUERY_RESULT_EMPTY'))
    throw new Error(`${name}: ${bytes.slice(0, 300)}`)
  const file = join(folder, 'answer')
  await writeFile(file, bytes)
  const args = ['benchmarks/harness/bare-server.js', file, answer.headers.get('content-type') ?? '']
  const bare = await startChild(args, log)
  const reading = await startChild([...args, 'read'], log)
  try {
    const load = await prepareLoad(folder, 'bodies', bodies)
    for (const warm of [url, bare.url, reading.url]) await load(warm, 1)
    const results: Rates[] = []
    for (let round = 0; round < rounds; round += 1) {
      const ours = await load(url, seconds)
      if (ours.failed > 0) throw new Error(`${name}: ${ours.failed} failed`)
      const theirs = [await load(bare.url, seconds), await load(reading.url, seconds)]
      const [atOnce = 0, afterBody = 0] = theirs.map(({ requestsPerSecond }) => requestsPerSecond)
      results.push({ ours: ours.requestsPerSecond, bare: atOnce, reading: afterBody })
    }
    return { name, rounds: results }
  } finally {
    await bare.stop()
    await reading.stop()
  }
}

function table(results: readonly Result[]): readonly string[] {
  return [
    '| query | ours, calls/s | bare node:http, calls/s | ratio | ratio to bare that reads the body |',
    '|---|---|---|---|---|',
    ...results.map(({ name, rounds }) => {
      const ours = median(rounds.map((rates) => rates.ours))
      const bare = median(rounds.map((rates) => rates.bare))
      const ratio = median(rounds.map((rates) => rates.ours / rates.bare))
      const toReading = median(rounds.map((rates) => rates.ours / rates.reading))
      return `| ${name} | ${ours.toFixed(0)} | ${bare.toFixed(0)} | ${ratio.toFixed(2)} | ${toReading.toFixed(2)} |`
    }),
  ]
}

function pageLine(results: readonly Result[]): string {
  const [first = 0, far = 0] = results
    .filter(({ name }) => name.startsWith('channel page'))
    .map(({ rounds }) => median(rounds.map(({ ours, bare }) => ours / bare)))
  return `channel page 10,000 costs ${(first / far).toFixed(2)} of page 1`
}

function startLine(server: ChildServer, bare: ChildServer): string {
  const times = (server.startMs / bare.startMs).toFixed(1)
  return `start-up: ${server.startMs.toFixed(0)} ms, ${times} times a bare node process; peak memory ${server.peakMemoryMb()} MB, bare node ${bare.peakMemoryMb()} MB`
}

export function signedBody(query: object, format: string): string {
  const parameters = {
    method: 'alibaba.alihealth.nr.crm.coupon.querycoupon',
    app_key: app.appKey,
    timestamp: formatTimestamp(Date.now()),
    format,
    v: '2.0',
    query_d_t_o: JSON.stringify(query),
  }
  return new URLSearchParams(signParameters({ parameters, secret: app.appSecret, method: 'md5' })).toString()
}

export async function fill(dataDir: string): Promise<void> {
  const administration = await openAdministration({ dataDir })
  await administration.createChain({ sellerId: '111', name: 'benchmark' })
  await administration.createApp({ name: 'benchmark', sellerIds: ['111'], allowedIps: [], allowedMethods: [], ...app })
  for (let from = 0; from < couponCount; from += 1000) {
    const rows = Array.from({ length: 1000 }, (_, n) => coupon(from + n))
    await administration.importCoupons({ sellerId: '111', rows })
  }
  await administration.close()
}

export function phone(n: number): string {
  return `139${String(10_000_000 + (n % phoneCount))}`
}

function coupon(n: number): RawCoupon {
  return {
    status: '0',
    startDate: '2026-01-01',
    phone: phone(n),
    orderAmount: '199',
    endDate: '2027-12-31',
    description: '全场通用',
    couponName: '满199减99',
    couponId: '11',
    couponCode: `BENCH${String(1_000_000 + n)}`,
    couponAmount: '99',
    channel: n % 5 < 3 ? 'erp' : '线下门店',
    cardNo: `8600${String(n % phoneCount)}`,
    billDate: '2026-01-01',
    attribute: '{ "firstName":"Bill" , "lastName":"Gates" }',
    shop: '01,02',
    category: '1001,10012',
  }
}
