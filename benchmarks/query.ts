import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { callInTurn } from './harness/call-in-turn.ts'
import { type ChildServer, startChild } from './harness/child-server.ts'
import { type DataOptions, dataOptions } from './harness/data-options.ts'
import { app, buildLargeSeller, mainChannel, memberCount, memberPhone, sellerSize } from './harness/large-seller.ts'
import { median, prepareLoad, warmUp } from './harness/load.ts'
import { signedBody } from './harness/signed-body.ts'
import { fillPlainTable } from './plain/fill-plain-table.ts'

const seconds = Number(process.env['BENCH_SECONDS'] ?? 1)
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3)
const pageSize = 10
/** Below this rate the plain version is called sequentially. */
const slowPerSecond = 50

type Case = Readonly<{ name: string; format: 'json' | 'xml'; query: (n: number) => object }>

function casesOf(coupons: number): readonly Case[] {
  const members = memberCount(sellerSize(coupons))
  const phoneQuery = (n: number) => ({ page_size: pageSize, page_num: 1, phone: memberPhone((n * 7919) % members) })
  const [lastPage = 1] = [1_000_000, 100_000, 10_000, 1_000, 100].filter((page) => page * pageSize <= coupons)
  return [
    { name: 'phone, 8 rows, JSON', format: 'json', query: phoneQuery },
    { name: 'phone, 8 rows, XML', format: 'xml', query: phoneQuery },
    ...[1, lastPage].map((page): Case => {
      const query = { page_size: pageSize, page_num: page, channel: mainChannel }
      return { name: `channel page ${page.toLocaleString('en')}`, format: 'json', query: () => query }
    }),
  ]
}

/**
 * Measures signed queries per second as a ratio to bare node:http that returns the same bytes without reading the body, in the same run.
 * Our server is measured with its page cache, after each page was queried before, and without it. The plain version is a straightforward implementation
 * with the same coupons and answers. Other programs on the machine distort calls per second much, processor time per
 * call less.
 * @returns Markdown
 */
export async function benchmarkQueries({ coupons, dataDir }: DataOptions): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yaoquan-bench-'))
  try {
    const data = dataDir ?? join(folder, 'data')
    const plainFile = `${data}-plain.db`
    await buildLargeSeller({ dataDir: data }, sellerSize(coupons), () => undefined)
    if (!existsSync(plainFile)) fillPlainTable(plainFile, sellerSize(coupons))
    const log = join(folder, 'log')
    const serve = ['packages/cli/bin/yaoquan.js', 'serve', '--port', '0', '--data', data]
    const server = await startChild(serve, log)
    const uncached = await startChild([...serve, '--cached-coupons', '0'], log)
    const plain = await startChild(['benchmarks/plain/plain-server.ts', plainFile, app.appKey, app.appSecret], log)
    try {
      const results: Result[] = []
      for (const one of casesOf(coupons)) {
        results.push(await benchmarkCase(one, { folder, log, server, uncached, plain }))
      }
      const bare = await startChild(['-e', 'console.log("listening on now");setInterval(()=>0,1000)'], log)
      const start = startLine(server, bare)
      await bare.stop()
      return [...table(results), '', pageLine(results), '', start].join('\n')
    } finally {
      await plain.stop()
      await uncached.stop()
      await server.stop()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type Servers = Readonly<{
  folder: string
  log: string
  server: ChildServer
  /** Our server without page cache. */
  uncached: ChildServer
  plain: ChildServer
}>

/** The result of one round; `processorUs` is the processor time of the whole process per call. */
type Rate = Readonly<{ perSecond: number; processorUs: number }>
/** Our server with and without page cache, the plain version, and bare node:http. */
type Rates = Readonly<Record<'cached' | 'uncached' | 'plain' | 'bare', Rate>>
type Result = Readonly<{ name: string; rounds: readonly Rates[] }>

async function benchmarkCase({ name, format, query }: Case, servers: Servers): Promise<Result> {
  const { folder, log, server, uncached, plain } = servers
  const bodies = Array.from({ length: 5_000 }, (_, n) => signedBody(query(n), format))
  const { bytes, contentType } = await callAll([server.url, uncached.url, plain.url], bodies[0] ?? '')
  const file = join(folder, 'answer')
  await writeFile(file, bytes)
  const bare = await startChild(['benchmarks/harness/bare-server.js', file, contentType], log)
  try {
    const load = await prepareLoad(folder, 'bodies', bodies)
    const isSlow = (await callInTurn(plain.url, bodies, 0.1)).requestsPerSecond < slowPerSecond
    const rate = async (child: ChildServer): Promise<Rate> => {
      const before = child.processorMs()
      const { requests, requestsPerSecond, failed } =
        child === plain && isSlow ? await callInTurn(child.url, bodies, seconds) : await load(child.url, seconds)
      if (failed > 0) throw new Error(`${name}: ${failed} failed`)
      return { perSecond: requestsPerSecond, processorUs: ((child.processorMs() - before) * 1000) / requests }
    }
    const quick = [server, uncached, bare]
    for (const { url } of isSlow ? quick : [...quick, plain]) await warmUp(url, load)
    const results: Rates[] = []
    for (let round = 0; round < rounds; round += 1) {
      results.push({
        cached: await rate(server),
        uncached: await rate(uncached),
        plain: await rate(plain),
        bare: await rate(bare),
      })
    }
    return { name, rounds: results }
  } finally {
    await bare.stop()
  }
}

/**
 * Sends the same call to all servers.
 * @returns the first answer
 * @throws Error if it has no coupons, or another answer has other coupons
 */
async function callAll(
  urls: readonly string[],
  body: string,
): Promise<Readonly<{ bytes: string; contentType: string }>> {
  const answers = await Promise.all(
    urls.map(async (url) => {
      const answer = await fetch(`${url}/router/rest`, { method: 'POST', body: new URLSearchParams(body) })
      return { bytes: await answer.text(), contentType: answer.headers.get('content-type') ?? '' }
    }),
  )
  const [first = { bytes: '', contentType: '' }, ...others] = answers
  if (!first.bytes.includes('coupon_code')) throw new Error(`no coupons: ${first.bytes.slice(0, 300)}`)
  for (const other of others) {
    if (couponsOf(other.bytes) !== couponsOf(first.bytes)) throw new Error('the answers differ')
  }
  return first
}

/** An answer without its request id and its totals, which have grown if coupons were issued to kept data. */
function couponsOf(answer: string): string {
  return answer.replaceAll(/(request_id|total_count|total_page)(":"?|>)\w+/g, '$1')
}

function table(results: readonly Result[]): readonly string[] {
  const columns = [
    ...['query', 'cached page, calls/s', 'ratio to bare', 'processor µs a call', 'bare, µs', 'ratio by processor'],
    ...['uncached, calls/s', 'ratio to bare', 'µs', 'ratio by processor'],
    ...['plain version, µs', 'ratio to bare', 'plain to cached', 'plain to uncached'],
  ]
  return [`| ${columns.join(' | ')} |`, `|${'---|'.repeat(columns.length)}`, ...results.map(tableRow)]
}

function tableRow({ name, rounds }: Result): string {
  const of = (value: (rates: Rates) => number) => median(rounds.map(value))
  const cells = [
    of(({ cached }) => cached.perSecond).toFixed(0),
    ratioText(of(({ cached, bare }) => cached.perSecond / bare.perSecond)),
    of(({ cached }) => cached.processorUs).toFixed(1),
    of(({ bare }) => bare.processorUs).toFixed(1),
    ratioText(of(({ cached, bare }) => bare.processorUs / cached.processorUs)),
    of(({ uncached }) => uncached.perSecond).toFixed(0),
    ratioText(of(({ uncached, bare }) => uncached.perSecond / bare.perSecond)),
    of(({ uncached }) => uncached.processorUs).toFixed(1),
    ratioText(of(({ uncached, bare }) => bare.processorUs / uncached.processorUs)),
    of(({ plain }) => plain.processorUs).toFixed(0),
    ratioText(of(({ plain, bare }) => bare.processorUs / plain.processorUs)),
    of(({ cached, plain }) => plain.processorUs / cached.processorUs).toFixed(1),
    of(({ uncached, plain }) => plain.processorUs / uncached.processorUs).toFixed(1),
  ]
  return `| ${[name, ...cells].join(' | ')} |`
}

function ratioText(ratio: number): string {
  return ratio < 0.01 ? ratio.toPrecision(2) : ratio.toFixed(2)
}

function pageLine(results: readonly Result[]): string {
  const pages = results.filter(({ name }) => name.startsWith('channel page'))
  const costs = pages.map(({ rounds }) =>
    median(rounds.map(({ uncached, bare }) => uncached.processorUs / bare.processorUs)),
  )
  const [first = Number.NaN] = costs
  return `${pages.at(-1)?.name} costs ${((costs.at(-1) ?? Number.NaN) / first).toFixed(2)} of page 1, uncached`
}

function startLine(server: ChildServer, bare: ChildServer): string {
  const times = (server.startMs / bare.startMs).toFixed(1)
  return `start-up: ${server.startMs.toFixed(0)} ms, ${times} times a bare node process; peak memory ${server.peakMemoryMb()} MB, bare node ${bare.peakMemoryMb()} MB`
}

if (import.meta.main) console.log(await benchmarkQueries(dataOptions()))
