import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ChildServer, startChild } from './harness/child-server.ts'
import { type DataOptions, dataOptions } from './harness/data-options.ts'
import { checkTotalsWhileIssuing } from './harness/exact-totals.ts'
import {
  buildLargeSeller,
  mainChannel,
  memberCount,
  memberPhone,
  placeholderPhone,
  type StorePlace,
  sellerSize,
} from './harness/large-seller.ts'
import { median, prepareLoad } from './harness/load.ts'
import { signedBody } from './harness/signed-body.ts'

const seconds = Number(process.env['BENCH_SECONDS'] ?? 1)
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3)
const pageSize = 10

/** A page of a list. Its cost is reported relative to the page at index `base`. */
type MeasuredPage = Readonly<{ list: string; page: number; base: number; bodies: readonly string[] }>

/**
 * Measures the cost of far pages relative to page 1, and of the placeholder phone relative to a member's phone, through
 * a server without page cache: ratios of paired calls, as medians over the rounds. Then checks totals while another
 * program issues coupons.
 * @returns Markdown
 */
export async function benchmarkPages(options: DataOptions): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yaoquan-bench-pages-'))
  const place: StorePlace = { dataDir: options.dataDir ?? join(folder, 'data'), storeUrl: options.storeUrl }
  try {
    await buildLargeSeller(place, sellerSize(options.coupons), () => undefined)
    const store = place.storeUrl === undefined ? [] : ['--store', place.storeUrl]
    // Without page cache, since cached pages cost the same for every page number.
    const serve = ['packages/cli/bin/yaoquan.js', 'serve', '--cached-coupons', '0']
    const args = [...serve, '--port', '0', '--data', place.dataDir, ...store]
    const server = await startChild(args, join(folder, 'log'))
    try {
      return await measure({ folder, place, server, coupons: options.coupons })
    } finally {
      await server.stop()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type Bench = Readonly<{ folder: string; place: StorePlace; server: ChildServer; coupons: number }>

async function measure({ folder, place, server, coupons }: Bench): Promise<string> {
  const walkMs = await firstAnswerMs(server.url)
  const againMs = await firstAnswerMs(server.url)
  const rows = await compare(pagesOf(coupons), { folder, server })
  const { answers, issued } = await checkTotalsWhileIssuing(place, server.url, 5 * seconds)
  const many = coupons.toLocaleString('en')
  return [
    `${many} coupons in the main channel, a tenth of all coupons under one phone; ${place.storeUrl === undefined ? 'SQLite' : 'MySQL protocol'}`,
    '',
    '| list | page | calls/s | cost in time | in processor time |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    `first call for the placeholder phone after a start: ${walkMs.toFixed(0)} ms, the second ${againMs.toFixed(1)} ms`,
    `exact totals: ${answers} answers checked while ${issued} coupons were issued; peak memory ${server.peakMemoryMb()} MB`,
  ].join('\n')
}

/** The time of one call for the second page of the placeholder phone. */
async function firstAnswerMs(url: string): Promise<number> {
  const startMs = performance.now()
  await callRouter(url, bodyOf({ phone: placeholderPhone }, 2))
  return performance.now() - startMs
}

async function callRouter(url: string, body: string): Promise<void> {
  await (await fetch(`${url}/router/rest`, { method: 'POST', body: new URLSearchParams(body) })).text()
}

function pagesOf(coupons: number): readonly MeasuredPage[] {
  const size = sellerSize(coupons)
  const placeholders = Math.floor(size / 10)
  const pages = (total: number) => [1, 100, 1000, 10_000, 100_000, 1_000_000].filter((page) => page * pageSize <= total)
  const wide = [
    { list: 'whole seller', filter: {}, total: size },
    { list: 'channel', filter: { channel: mainChannel }, total: coupons },
  ].flatMap(({ list, filter, total }, place) =>
    pages(total).map((page) => ({ list, page, base: place * pages(size).length, bodies: [bodyOf(filter, page)] })),
  )
  const members = Array.from({ length: 5000 }, (_, n) => memberPhone((n * 7919) % memberCount(size)))
  const base = wide.length
  const member = { list: 'a member’s phone', page: 1, base, bodies: members.map((phone) => bodyOf({ phone }, 1)) }
  const placeholder = pages(placeholders).map((page) => ({
    list: 'placeholder phone',
    page,
    base,
    bodies: [bodyOf({ phone: placeholderPhone }, page)],
  }))
  const rare = { phone: placeholderPhone, channel: 'wechat' }
  const filtered = { list: 'placeholder phone in a rare channel', page: 1, base, bodies: [bodyOf(rare, 1)] }
  return [...wide, member, ...placeholder, filtered]
}

function bodyOf(filter: object, page: number): string {
  return signedBody({ ...filter, page_size: pageSize, page_num: page }, 'json')
}

/** Time and processor time per call. */
type Cost = Readonly<{ timeUs: number; processorUs: number }>

/** Measures all pages in each round, so that a page and its base are measured under the same conditions. */
async function compare(
  measured: readonly MeasuredPage[],
  { folder, server }: Readonly<{ folder: string; server: ChildServer }>,
): Promise<readonly string[]> {
  // The first call for a long list walks it and sets its checkpoints.
  for (const { bodies } of measured) await callRouter(server.url, bodies[0] ?? '')
  const loads = await Promise.all(measured.map(({ bodies }, place) => prepareLoad(folder, `bodies-${place}`, bodies)))
  const costs: Cost[][] = []
  for (let round = 0; round <= rounds; round += 1) {
    const found: Cost[] = []
    for (const load of loads) found.push(await costOf(load, server))
    // The first round is the warm-up.
    if (round > 0) costs.push(found)
  }
  return measured.map(({ list, page, base }, place) => {
    const ratio = (unit: keyof Cost) => median(costs.map((all) => (all[place]?.[unit] ?? 0) / (all[base]?.[unit] ?? 0)))
    const timeUs = median(costs.map((all) => all[place]?.timeUs ?? 0))
    const rate = (1e6 / timeUs).toFixed(0)
    return `| ${list} | ${page.toLocaleString('en')} | ${rate} | ${ratio('timeUs').toFixed(2)} | ${ratio('processorUs').toFixed(2)} |`
  })
}

async function costOf(load: Awaited<ReturnType<typeof prepareLoad>>, server: ChildServer): Promise<Cost> {
  const startMs = server.processorMs()
  const { requests, requestsPerSecond, failed } = await load(server.url, seconds)
  if (failed > 0) throw new Error(`${failed} calls failed`)
  return { timeUs: 1e6 / requestsPerSecond, processorUs: ((server.processorMs() - startMs) * 1000) / requests }
}

if (import.meta.main) console.log(await benchmarkPages(dataOptions()))
