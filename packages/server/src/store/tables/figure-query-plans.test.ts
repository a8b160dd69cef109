import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStore } from '#store/open-store'
import { countFigures } from '#testing/count-figures'
import { draftOf } from '#testing/example-draft'
import { issuerOf } from '#testing/issue-drafts'
import { type Texts, textsOf } from '#testing/statement-texts'
import { temporaryFolder } from '#testing/temporary-folder'
import { findFigureCoupons, findFigureCouponsByCodes, findFigureCouponsOf } from './figure-coupon.ts'
import { findFigureCursor, moveFigureCursor } from './figure-cursor.ts'
import {
  dailyFiguresQuery,
  deleteFigureDays,
  figureDaysQuery,
  figureSumQuery,
  findAnyFigureDay,
  maxFigureDays,
} from './figure-day.ts'
import { findFigureNames } from './figure-name.ts'
import { maxOutstandingRows, outstandingRowsQuery, sumOutstanding } from './figure-outstanding.ts'

const period = { sellerId: '111', fromDay: '2026-11-01', toDay: '2026-11-30' }
const [couponId, channel, shop, limit] = ['T', 'erp', '01', 100]
const byDays = '(seller_id=? AND scope=? AND day_text>? AND day_text<?)'
const byCoupon = '(seller_id=? AND scope=? AND coupon_id=? AND day_text>? AND day_text<?)'
const byShop = '(seller_id=? AND scope=? AND shop=? AND day_text>? AND day_text<?)'
const primary = 'sqlite_autoindex_figure_day_1'

/** Name, text, and the key and its columns that must be used. */
const planned: readonly (readonly [name: string, text: string, key: string])[] = [
  ['a period', figureSumQuery(period).text, `${primary} ${byDays}`],
  ['days', figureSumQuery(period, 'day', { limit }).text, `${primary} ${byDays}`],
  ['templates', figureSumQuery(period, 'coupon_id', { limit, by: 'redeemed' }).text, `${primary} ${byDays}`],
  ['channels', figureSumQuery(period, 'channel', { limit }).text, `${primary} ${byDays}`],
  ['shops', figureSumQuery(period, 'shop', { limit, by: 'redeemed' }).text, `${primary} ${byDays}`],
  [
    'days of a template',
    figureSumQuery({ ...period, couponId }, 'day', { limit }).text,
    `figure_day_by_coupon ${byCoupon}`,
  ],
  [
    'shops of a template',
    figureSumQuery({ ...period, couponId }, 'shop', { limit }).text,
    `figure_day_by_coupon ${byCoupon}`,
  ],
  [
    'templates of a shop',
    figureSumQuery({ ...period, shop }, 'coupon_id', { limit }).text,
    `figure_day_by_shop ${byShop}`,
  ],
  ['days of templates', dailyFiguresQuery(period, 'coupon_id', ['T1', 'T2']).text, `figure_day_by_coupon ${byCoupon}`],
  ['days of shops', dailyFiguresQuery(period, 'shop', ['01']).text, `figure_day_by_shop ${byShop}`],
  ['days of channels', dailyFiguresQuery(period, 'channel', ['erp']).text, `${primary} ${byDays}`],
  ['a channel', figureSumQuery({ ...period, channel }).text, `${primary} ${byDays}`],
]

const place = { day: period.fromDay, couponId, channel, shop }
const day = { scope: 'coupon', place } as const
const end = { place: { endDate: period.toDay, couponId, channel } }

const searches: readonly (readonly [name: string, statement: Texts])[] = [
  ['cursor', findFigureCursor],
  ['moving the cursor', moveFigureCursor],
  ['names', findFigureNames],
  ['some day', findAnyFigureDay],
  ['removing a day', deleteFigureDays],
  ['issued coupons', findFigureCoupons],
  ['coupons', findFigureCouponsOf],
  ['codes', findFigureCouponsByCodes],
  ['rows', { texts: [1, 8, maxFigureDays].map((length) => figureDaysQuery('111', Array(length).fill(day)).text) }],
  [
    'ends',
    { texts: [1, maxOutstandingRows].map((length) => outstandingRowsQuery('111', Array(length).fill(end)).text) },
  ],
  ...Object.entries(sumOutstanding).map(([name, statement]) => [`outstanding by ${name}`, statement] as const),
]

const folder = temporaryFolder()

describe.each([0, 2000])('on figures of %i coupons', (count) => {
  const dataDir = join(folder, String(count))
  let database: Database.Database
  beforeAll(async () => {
    const store = await openStore({ dataDir })
    for (let place = 0; place < count; place += 100) {
      const drafts = Array.from({ length: 100 }, (_, number) =>
        draftOf({ couponCode: `c${place + number}`, couponId: `T${number % 7}`, channel: `c${number % 3}` }),
      )
      await issuerOf(store).issueCoupons('111', drafts, Date.parse('2026-11-01') + place * 864_000)
    }
    await countFigures(store, '111')
    await store.close()
    database = new Database(join(dataDir, 'yaoquan.db'))
  })
  afterAll(() => database.close())

  test.each(planned)('%s: searches its key, with statistics too', (_name, text, key) => {
    expect(stepsOf(database, text).at(0)).toContain(key)
    database.exec('ANALYZE')
    expect(stepsOf(database, text).at(0)).toContain(key)
    database.exec('DROP TABLE IF EXISTS sqlite_stat1; DROP TABLE IF EXISTS sqlite_stat4')
  })

  test.each(searches.flatMap(([name, statement]) => textsOf(name, statement)))(
    '%s: searches and scans nothing',
    (_name, text) => {
      const steps = stepsOf(database, text).filter((step) => !/^(MULTI-INDEX OR|INDEX \d+)$/.test(step))
      for (const step of steps)
        expect(step).toMatch(
          /^SEARCH .*\(seller_id=\? AND|^SEARCH figure_(cursor|name|day|outstanding) .*\(seller_id=\?/,
        )
      expect(steps.length).toBeGreaterThan(0)
    },
  )
})

function stepsOf(database: Database.Database, text: string): readonly string[] {
  const marks = text.split('?').length - 1
  const plan = database.prepare<unknown[], readonly unknown[]>(`EXPLAIN QUERY PLAN ${text}`).raw()
  return plan.all(Array(marks).fill(1)).map((row) => String(row[3]))
}
