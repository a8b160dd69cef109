import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { startFigureSchedule } from '../packages/server/src/background/figure-schedule.ts'
import { addDays } from '../packages/server/src/domain/dates.ts'
import { noFigures } from '../packages/server/src/domain/figures/figures.ts'
import { readOverview } from '../packages/server/src/domain/figures/overview.ts'
import { openStore, type Store } from '../packages/server/src/store/open-store.ts'
import { encodeFigureDay, type FigureScope, replaceFigureDay } from '../packages/server/src/store/tables/figure-day.ts'
import * as calls from '../packages/server/src/testing/lifecycle-calls.ts'
import { requestOf } from '../packages/server/src/testing/requests.ts'
import { sellerId } from './harness/large-seller.ts'
import { median } from './harness/load.ts'

const callers = 32
const roundMs = 2_000
const rounds = 5
const today = '2026-11-24'

/** A chain that issues ten million coupons a year and redeems three of ten, spread as thinly over its shops and templates as can be. */
const large = { days: 90, templates: 20, channels: 3, shops: 500, redemptionsPerDay: 8_000 } as const

/**
 * Measures, in one process on SQLite: claims and redemptions per second with and without figures being counted beside them, how fast events
 * are counted, and an overview over the figures of a large chain.
 * @returns Markdown
 */
export async function benchmarkFigures(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'yaoquan-bench-figures-'))
  const store = await openStore({ dataDir })
  try {
    const writing = await benchmarkWrites(store)
    const counting = await benchmarkCounting(store)
    fillLarge(join(dataDir, 'yaoquan.db'))
    return [writing, counting, ...(await benchmarkOverview(store))].join('\n\n')
  } finally {
    await store.close()
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** Rounds in turn; what a round left to be counted is counted before the next one. */
async function benchmarkWrites(store: Store): Promise<string> {
  await calls.save(store, requestOf(sellerId), {})
  const ratios: number[] = []
  let rates: readonly string[] = []
  await writeFor(store, roundMs)
  for (let round = 0; round < rounds; round += 1) {
    await countAll(store)
    const without = await writeFor(store, roundMs)
    await countAll(store)
    const schedule = startFigureSchedule({
      figures: store.figureFolder,
      telemetry: {
        backgroundFailed({ error }) {
          throw error
        },
      },
    })
    const beside = await writeFor(store, roundMs)
    await schedule.stop()
    ratios.push(beside / without)
    rates = [without, beside].map((writes) => String(Math.round((writes * 1000) / roundMs)))
  }
  return `claims and redemptions of ${callers} callers, with figures counted beside them / without: ${median(ratios).toFixed(2)} (median of ${rounds} pairs; the last: ${rates[1]} / ${rates[0]} a second)`
}

/** @returns how many writes were done */
async function writeFor(store: Store, durationMs: number): Promise<number> {
  const endMs = performance.now() + durationMs
  let writes = 0
  const caller = async (place: number) => {
    while (performance.now() < endMs) {
      const claimed = await calls.claim(store, requestOf(sellerId), { channel: `c${place % 3}` })
      const [couponCode = ''] = claimed.kind === 'done' ? claimed.answer.couponCodes : []
      const order = { couponCodes: [couponCode], orderId: `SO-${couponCode}`, shop: String(place), amountFen: 10_000 }
      await calls.redeem(store, requestOf(sellerId), order)
      writes += 2
    }
  }
  await Promise.all(Array.from({ length: callers }, (_, place) => caller(place)))
  return writes
}

async function countAll({ figureFolder }: Store): Promise<void> {
  while ((await figureFolder.step(sellerId)) !== 'done');
}

async function benchmarkCounting(store: Store): Promise<string> {
  await store.figureFolder.reset(sellerId)
  const startMs = performance.now()
  await countAll(store)
  const seconds = (performance.now() - startMs) / 1000
  const { newestSeq } = await store.figureReader.read(sellerId, async ({ state }) => state)
  return `counting ${newestSeq} events anew: ${Math.round(newestSeq / seconds)} a second`
}

function fillLarge(file: string): void {
  const database = new Database(file)
  const replace = database.prepare(replaceFigureDay.text)
  const put = (
    scope: FigureScope,
    place: Readonly<{ day: string; couponId?: string; channel?: string; shop?: string }>,
  ) => {
    const named = { couponId: '', channel: '', shop: '', ...place }
    replace.run([
      ...encodeFigureDay('large', { scope, place: named, figures: { ...noFigures, issued: 1, redeemed: 1 } }),
    ])
  }
  database.transaction(() => {
    for (let place = 0; place < large.days; place += 1) {
      const day = addDays(today, -place)
      for (let template = 0; template < large.templates; template += 1)
        for (let channel = 0; channel < large.channels; channel += 1)
          put('coupon', { day, couponId: `T${template}`, channel: `c${channel}` })
      for (let shop = 0; shop < large.shops; shop += 1) put('shop', { day, shop: String(shop) })
      for (let number = 0; number < large.redemptionsPerDay; number += 1) {
        const couponId = `T${number % large.templates}`
        const channel = `c${Math.floor(number / large.templates) % large.channels}`
        put('both', { day, couponId, channel, shop: String((number * 7) % large.shops) })
      }
    }
  })()
  database.close()
}

/** The longest of three, since an operator waits for it. */
async function benchmarkOverview(store: Store): Promise<readonly string[]> {
  const lines = ['| overview of a large chain | 30 days, ms | 90 days, ms |', '|---|---|---|']
  const requested = [
    ['sums', undefined, {}],
    ['by day', 'day', {}],
    ['by template', 'coupon_id', {}],
    ['by shop', 'shop', {}],
    ['a template by shop', 'shop', { couponId: 'T7' }],
    ['a shop by template', 'coupon_id', { shop: '7' }],
    ['a channel by shop', 'shop', { channel: 'c1' }],
  ] as const
  for (const [name, groupBy, filter] of requested) {
    const times: string[] = []
    for (const days of [30, large.days]) {
      const period = { fromDay: addDays(today, 1 - days), toDay: today }
      const compared = { fromDay: addDays(today, 1 - 2 * days), toDay: addDays(today, -days) }
      const query = { sellerId: 'large', period, compared, filter, groupBy, limit: 400, today }
      const measured: number[] = []
      for (let turn = 0; turn < 3; turn += 1) {
        const startMs = performance.now()
        await readOverview(store.figureReader, query)
        measured.push(performance.now() - startMs)
      }
      times.push(Math.max(...measured).toFixed(0))
    }
    lines.push(`| ${name} | ${times.join(' | ')} |`)
  }
  return [lines.join('\n')]
}

if (import.meta.main) console.log(await benchmarkFigures())
