import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openStore, type Store } from '../packages/server/src/store/open-store.ts'
import { issuerOf } from '../packages/server/src/testing/issue-drafts.ts'
import { startChild } from './harness/child-server.ts'
import { type DataOptions, dataOptions } from './harness/data-options.ts'
import { buildLargeSeller, draftOf, memberCount, memberPhone, sellerId, sellerSize } from './harness/large-seller.ts'
import { type Load, median, prepareLoad } from './harness/load.ts'
import { signedBody } from './harness/signed-body.ts'

const seconds = Number(process.env['BENCH_SECONDS'] ?? 2)
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3)
/** Coupons that another program issues per second, each to a queried member. */
const writeRates = [0, 20, 200]
const queriedMembers = 5_000

type Measured = Readonly<{ writesPerSecond: number; load: Load }>

/**
 * Measures phone queries with the page cache while another program issues coupons to the queried members, relative to
 * queries without writes.
 * @returns a Markdown table
 */
export async function benchmarkCachedPages({ coupons, dataDir }: DataOptions): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yaoquan-bench-known-'))
  const data = dataDir ?? join(folder, 'data')
  await buildLargeSeller({ dataDir: data }, sellerSize(coupons), () => undefined)
  const serve = ['packages/cli/bin/yaoquan.js', 'serve', '--port', '0', '--data', data]
  const server = await startChild(serve, join(folder, 'log'))
  const store = await openStore({ dataDir: data })
  try {
    const members = memberCount(sellerSize(coupons))
    const phoneOf = (n: number) => memberPhone((n * 7919) % members)
    const query = (n: number) => ({ page_size: 10, page_num: 1, phone: phoneOf(n) })
    const bodies = Array.from({ length: queriedMembers }, (_, n) => signedBody(query(n), 'json'))
    const load = await prepareLoad(folder, 'bodies', bodies)
    await load(server.url, seconds)
    const measured: Measured[][] = []
    for (let round = 0; round < rounds; round += 1) {
      const found: Measured[] = []
      for (const rate of writeRates) {
        const writer = startWriter(store, rate, phoneOf)
        const done = await load(server.url, seconds)
        found.push({ load: done, writesPerSecond: (await writer.stop()) / seconds })
      }
      measured.push(found)
    }
    return table(measured)
  } finally {
    await store.close()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

let written = 0

/** Issues coupons until stopped; `stop` returns how many. */
function startWriter(store: Store, perSecond: number, phoneOf: (n: number) => string) {
  let isOver = perSecond === 0
  let issued = 0
  const run = async () => {
    while (!isOver) {
      const { terms, state } = draftOf(written, 1)
      const couponCode = `WRITTEN-${process.pid}-${Date.now()}-${written}`
      const draft = { state, terms: { ...terms, couponCode, phone: phoneOf(written) } }
      await issuerOf(store).issueCoupons(sellerId, [draft], Date.now())
      written += 1
      issued += 1
      await delay(1000 / perSecond)
    }
  }
  const running = run()
  return {
    async stop() {
      isOver = true
      await running
      return issued
    },
  }
}

function table(measured: readonly (readonly Measured[])[]): string {
  const rows = writeRates.map((_, place) => {
    const of = (value: (one: Measured, base: Measured) => number) =>
      median(measured.flatMap((found) => (found[place] && found[0] ? [value(found[place], found[0])] : [])))
    const writes = of(({ writesPerSecond }) => writesPerSecond).toFixed(0)
    const calls = of(({ load }) => load.requestsPerSecond).toFixed(0)
    const ratio = of(({ load }, base) => load.requestsPerSecond / base.load.requestsPerSecond).toFixed(2)
    return `| ${writes} | ${calls} | ${ratio} |`
  })
  return [
    '| coupons issued per second | phone queries, calls/s | ratio to none issued |',
    '|---|---|---|',
    ...rows,
  ].join('\n')
}

if (import.meta.main) console.log(await benchmarkCachedPages(dataOptions()))
