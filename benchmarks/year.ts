import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { startRetentionSchedule } from '../packages/server/src/background/retention-schedule.ts'
import { addDays, dayOf } from '../packages/server/src/domain/dates.ts'
import { openStore, type Store } from '../packages/server/src/store/open-store.ts'
import { setRetention } from '../packages/server/src/testing/change-rules.ts'
import * as calls from '../packages/server/src/testing/lifecycle-calls.ts'
import { requestOf } from '../packages/server/src/testing/requests.ts'
import { sellerId } from './harness/large-seller.ts'

const dayMs = 86_400_000
const firstDayMs = Date.parse('2026-01-01T12:00:00+08:00')
const months = 12
const daysPerMonth = 30
const claimsPerDay = Number(process.env['YEAR_CLAIMS'] ?? 60)
const members = 2_000
/** The shortest that are accepted, so that what they remove is gone after three months. */
const days = { request: 30, event: 90 }

type Month = Readonly<{ month: number; fileBytes: number; freeBytes: number; coupons: number; bytes: Bytes }>
type Bytes = Readonly<Record<'coupons' | 'removable' | 'rest', number>>

/**
 * A year of a chain by a moved clock, in one process on SQLite: as many claims each day, two of five redeemed the same day, the others expire
 * after 30 days, and retention removes request numbers and events once a day.
 * @returns Markdown: the file at the end of each month
 */
export async function simulateYear(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'yaoquan-bench-year-'))
  const store = await openStore({ dataDir })
  try {
    await calls.save(store, requestOf(sellerId, { nowMs: firstDayMs }), {})
    await setRetention(store, { sellerId, days, nowMs: firstDayMs, actor: 'operator:bench' })
    const ends: Month[] = []
    for (let day = 0; day < months * daysPerMonth; day += 1) {
      const nowMs = firstDayMs + day * dayMs
      await liveOneDay(store, nowMs)
      if ((day + 1) % daysPerMonth === 0) ends.push(fileOf(join(dataDir, 'yaoquan.db'), (day + 1) / daysPerMonth))
    }
    return tableOf(ends)
  } finally {
    await store.close()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function liveOneDay(store: Store, nowMs: number): Promise<void> {
  const sell = async (place: number) => {
    const claim = { phone: `186${String((place * 7919 + nowMs / dayMs) % members).padStart(8, '0')}` }
    const { couponCodes } = calls.answerOf(await calls.claim(store, requestOf(sellerId, { nowMs }), claim))
    if (place % 5 > 1) return
    const order = { couponCodes, orderId: `SO-${couponCodes[0]}`, shop: String(place % 100), amountFen: 10_000 }
    calls.answerOf(await calls.redeem(store, requestOf(sellerId, { nowMs }), order))
  }
  await Promise.all(Array.from({ length: claimsPerDay }, (_, place) => sell(place)))
  await store.expiryRecorder.recordExpired(sellerId, addDays(dayOf(nowMs), -1), 1_000, nowMs)
  for (const behind of await store.figureFolder.listBehind()) {
    while ((await store.figureFolder.step(behind)) === 'more');
  }
  await removeOld(store, nowMs)
}

/** One pass, as a server does it once a day. */
async function removeOld(store: Store, nowMs: number): Promise<void> {
  const schedule = startRetentionSchedule({
    retention: store.retentionWork,
    lifecycle: store.lifecycleStore,
    clock: () => nowMs,
    telemetry: {
      oldRemoved: () => undefined,
      backgroundFailed({ error }) {
        throw error
      },
    },
  })
  // A pass that goes on has a lease of minutes; one that is done is due a day later.
  const isGoingOn = async () => (await store.retentionWork.listLeases()).some(({ dueMs }) => dueMs < nowMs + dayMs)
  while (await isGoingOn()) await delay(5)
  await schedule.stop()
}

function fileOf(file: string, month: number): Month {
  const database = new Database(file)
  try {
    database.pragma('wal_checkpoint(TRUNCATE)')
    const number = (text: string) => Number(database.prepare(text).pluck().get())
    const pageBytes = number('PRAGMA page_size')
    const bytes = { coupons: 0, removable: 0, rest: 0 }
    const tables = database
      .prepare<[], { name: string; bytes: number }>(
        `SELECT s.tbl_name AS name, SUM(d.pgsize) AS bytes FROM dbstat d JOIN sqlite_schema s ON s.name = d.name GROUP BY s.tbl_name`,
      )
      .all()
    for (const { name, bytes: size } of tables) bytes[kindOf(name)] += size
    return {
      month,
      fileBytes: number('PRAGMA page_count') * pageBytes,
      freeBytes: number('PRAGMA freelist_count') * pageBytes,
      coupons: number('SELECT COUNT(*) FROM coupon'),
      bytes,
    }
  } finally {
    database.close()
  }
}

function kindOf(table: string): keyof Bytes {
  if (/^(coupon|redemption|sale)/.test(table)) return 'coupons'
  return /^(chain_event|out_request|used_sign)/.test(table) ? 'removable' : 'rest'
}

function tableOf(ends: readonly Month[]): string {
  const [first] = ends
  const mb = (bytes: number) => (bytes / 1e6).toFixed(1)
  const rows = ends.map(
    ({ month, fileBytes, freeBytes, coupons, bytes }) =>
      `| ${month} | ${coupons} | ${mb(fileBytes)} | ${(fileBytes / (first?.fileBytes ?? 1)).toFixed(2)} | ${mb(bytes.coupons)} | ${mb(bytes.removable)} | ${mb(bytes.rest)} | ${mb(freeBytes)} |`,
  )
  return [
    '| month | coupons | file, MB | to the first | coupons, redemptions | events, request numbers | rest | free |',
    '|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n')
}

if (process.argv[1]?.endsWith('year.ts') === true) console.log(await simulateYear())
