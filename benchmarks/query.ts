import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { callInTurn } from './harness/call-in-turn.ts'
import { type ChainOptions, chainOptions } from './harness/chain-options.ts'
import { type ChildServer, startChild } from './harness/child-server.ts'
import { median, prepareLoad } from './harness/load.ts'
import { app, buildLongChain, chainSize, mainChannel, memberCount, memberPhone } from './harness/long-chain.ts'
import { signedBody } from './harness/signed-body.ts'
import { fillPlainTable } from './plain/fill-plain-table.ts'

const seconds = Number(process.env['BENCH_SECONDS'] ?? 3)
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)
const pageSize = 10
/** Below this the plain version is asked one call at a time. */
const slowPerSecond = 50

type Case = Readonly<{ name: string; format: 'json' | 'xml'; query: (n: number) => object }>

function casesOf(coupons: number): readonly Case[] {
  const members = memberCount(chainSize(coupons))
  const phoneQuery = (n: number) => ({ page_size: pageSize, page_num: 1, phone: memberPhone((n * 7919) % members) })
  const pages = [1, 1_000, 10_000, 100_000, 1_000_000].filter((page) => page * pageSize <= coupons)
  return [
    { name: 'phone, 8 rows, JSON', format: 'json', query: phoneQuery },
    { name: 'phone, 8 rows, XML', format: 'xml', query: phoneQuery },
    ...pages.map((page): Case => {
      const query = { page_size: pageSize, page_num: page, channel: mainChannel }
      return { name: `channel page ${page.toLocaleString('en')}`, format: 'json', query: () => query }
    }),
  ]
}

/**
 * Requests per second of signed queries as a ratio to bare node:http that returns the same bytes, in the same run: one
 * that answers at once, which is the ratio of record, and one that reads the body first. Ours is asked twice: as it is,
 * when each page was asked for before, and told to keep no pages, so that each is read. Beside them the plain version,
 * which everyone writes first, with the same coupons and the same answers. Other programs on the machine take time from
 * whoever runs at that moment: that changes calls per second much and the processor's time of a call less.
 */
export async function benchmarkQueries({ coupons, dataDir }: ChainOptions): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yaoquan-bench-'))
  try {
    const data = dataDir ?? join(folder, 'data')
    const plainFile = `${data}-plain.db`
    await buildLongChain({ dataDir: data }, chainSize(coupons), () => undefined)
    if (!existsSync(plainFile)) fillPlainTable(plainFile, chainSize(coupons))
    const log = join(folder, 'log')
    const serve = ['packages/cli/bin/yaoquan.js', 'serve', '--port', '0', '--data', data]
    const server = await startChild(serve, log)
    const forgetful = await startChild([...serve, '--known-coupons', '0'], log)
    const plain = await startChild(['benchmarks/plain/plain-server.ts', plainFile, app.appKey, app.appSecret], log)
    try {
      const results: Result[] = []
      for (const one of casesOf(coupons)) {
        results.push(await benchmarkCase(one, { folder, log, server, forgetful, plain }))
      }
      const bare = await startChild(['-e', 'console.log("listening on now");setInterval(()=>0,1000)'], log)
      const lines = [...table(results), '', pageLine(results), '', startLine(server, bare)]
      await bare.stop()
      return lines.join('\n')
    } finally {
      await plain.stop()
      await forgetful.stop()
      await server.stop()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type Place = Readonly<{
  folder: string
  log: string
  server: ChildServer
  /** Ours again, which keeps no pages. */
  forgetful: ChildServer
  plain: ChildServer
}>

/** Of one round; the processor's time is of the whole process, in µs a call. */
type Rate = Readonly<{ perSecond: number; processorUs: number }>
/** Ours with known pages and without, the plain version, and bare node:http without and with reading the body. */
type Rates = Readonly<Record<'ours' | 'anew' | 'plain' | 'bare' | 'reading', Rate>>
type Result = Readonly<{ name: string; rounds: readonly Rates[] }>

async function benchmarkCase({ name, format, query }: Case, place: Place): Promise<Result> {
  const { folder, log, server, forgetful, plain } = place
  const bodies = Array.from({ length: 5_000 }, (_, n) => signedBody(query(n), format))
  const { bytes, contentType } = await askAll([server.url, forgetful.url, plain.url], bodies[0] ?? '')
  const file = join(folder, 'answer')
  await writeFile(file, bytes)
  const args = ['benchmarks/harness/bare-server.js', file, contentType]
  const bare = await startChild(args, log)
  const reading = await startChild([...args, 'read'], log)
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
    const quick = [server, forgetful, bare, reading]
    for (const { url } of isSlow ? quick : [...quick, plain]) await load(url, 1)
    const results: Rates[] = []
    for (let round = 0; round < rounds; round += 1) {
      const [ours, anew, others] = [await rate(server), await rate(forgetful), await rate(plain)]
      results.push({ ours, anew, plain: others, bare: await rate(bare), reading: await rate(reading) })
    }
    return { name, rounds: results }
  } finally {
    await bare.stop()
    await reading.stop()
  }
}

/** @returns the first one's answer, which must hold the coupons that the others hold */
async function askAll(
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

/** An answer without its request id and its totals, which grow where somebody has issued coupons to kept data. */
function couponsOf(answer: string): string {
  return answer.replaceAll(/(request_id|total_count|total_page)(":"?|>)\w+/g, '$1')
}

function table(results: readonly Result[]): readonly string[] {
  const columns = [
    ...['query', 'known page, calls/s', 'ratio to bare', 'processor µs a call', 'bare, µs', 'ratio by processor'],
    ...['to bare that reads the body', 'read anew, calls/s', 'ratio to bare', 'µs', 'ratio by processor'],
    ...['plain version, µs', 'ratio to bare', 'plain to known', 'plain to read anew'],
  ]
  return [`| ${columns.join(' | ')} |`, `|${'---|'.repeat(columns.length)}`, ...results.map(tableRow)]
}

function tableRow({ name, rounds }: Result): string {
  const of = (value: (rates: Rates) => number) => median(rounds.map(value))
  const cells = [
    of(({ ours }) => ours.perSecond).toFixed(0),
    ratioText(of(({ ours, bare }) => ours.perSecond / bare.perSecond)),
    of(({ ours }) => ours.processorUs).toFixed(1),
    of(({ bare }) => bare.processorUs).toFixed(1),
    ratioText(of(({ ours, bare }) => bare.processorUs / ours.processorUs)),
    ratioText(of(({ ours, reading }) => reading.processorUs / ours.processorUs)),
    of(({ anew }) => anew.perSecond).toFixed(0),
    ratioText(of(({ anew, bare }) => anew.perSecond / bare.perSecond)),
    of(({ anew }) => anew.processorUs).toFixed(1),
    ratioText(of(({ anew, bare }) => bare.processorUs / anew.processorUs)),
    of(({ plain }) => plain.processorUs).toFixed(0),
    ratioText(of(({ plain, bare }) => bare.processorUs / plain.processorUs)),
    of(({ ours, plain }) => plain.processorUs / ours.processorUs).toFixed(1),
    of(({ anew, plain }) => plain.processorUs / anew.processorUs).toFixed(1),
  ]
  return `| ${[name, ...cells].join(' | ')} |`
}

function ratioText(ratio: number): string {
  return ratio < 0.01 ? ratio.toPrecision(2) : ratio.toFixed(2)
}

function pageLine(results: readonly Result[]): string {
  const pages = results.filter(({ name }) => name.startsWith('channel page'))
  const costs = pages.map(({ rounds }) => median(rounds.map(({ anew, bare }) => anew.processorUs / bare.processorUs)))
  const [first = Number.NaN] = costs
  return `${pages.at(-1)?.name} costs ${((costs.at(-1) ?? Number.NaN) / first).toFixed(2)} of page 1, read anew`
}

function startLine(server: ChildServer, bare: ChildServer): string {
  const times = (server.startMs / bare.startMs).toFixed(1)
  return `start-up: ${server.startMs.toFixed(0)} ms, ${times} times a bare node process; peak memory ${server.peakMemoryMb()} MB, bare node ${bare.peakMemoryMb()} MB`
}

if (import.meta.main) console.log(await benchmarkQueries(chainOptions()))
