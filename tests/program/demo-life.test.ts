import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TopClient } from '@yaoquan/client'
import { type RunningServer, startServer } from '@yaoquan/server'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openStore } from '../../packages/server/src/store/open-store.ts'
import { patienceMs } from '../harness/patience.ts'
import { withoutMidnight } from '../harness/without-midnight.ts'

/** What expired yesterday is recorded at midnight. */
const takenMs = 120_000
let dataDir: string
let server: RunningServer
let client: TopClient

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'yaoquan-demo-'))
  await withoutMidnight(takenMs)
  await start()
})

afterAll(async () => {
  await server?.close()
  await rm(dataDir, { recursive: true, force: true })
})

async function start(): Promise<void> {
  let announced = ''
  server = await startServer({
    host: '127.0.0.1',
    port: 0,
    dataDir,
    isDemo: true,
    isSandbox: false,
    logLevel: 'silent',
    announce: (text) => {
      announced += text.zh
    },
  })
  const [, appKey = '', appSecret = ''] = /app_key (\S+) +app_secret (\S+)/.exec(announced) ?? []
  client = new TopClient({ url: `${server.url}/router/rest`, appKey, appSecret })
}

async function counted() {
  return vi.waitFor(
    async () => {
      const overview = await client.overviewFigures({ fromDay: daysAgo(180), groupBy: 'day' })
      expect(overview.asOfEvent).toBe(overview.newestEvent)
      expect(overview.totals.expired).toBeGreaterThan(0)
      return overview
    },
    { timeout: patienceMs, interval: 500 },
  )
}

function daysAgo(days: number): string {
  return new Date(Date.now() + (8 - days * 24) * 3_600_000).toISOString().slice(0, 10)
}

it('has half a year of every act, in every template, channel and shop', async () => {
  const { totals, rows, outstanding, expiring } = await counted()
  for (const name of ['claimed', 'held', 'redeemed', 'returned', 'voided', 'expired', 'orders', 'later'] as const) {
    expect([name, totals[name]]).toEqual([name, expect.any(Number)])
    expect(totals[name], name).toBeGreaterThan(0)
  }
  expect(totals.redeemed).toBeGreaterThan(200)
  expect(Number(totals.redemptionRate)).toBeGreaterThan(15)
  expect(rows.filter(({ redeemed }) => redeemed > 0).length).toBeGreaterThan(120)
  expect(outstanding?.coupons).toBeGreaterThan(expiring?.coupons ?? 0)
  const period = { fromDay: daysAgo(180) }
  const names = async (groupBy: 'coupon_id' | 'channel' | 'shop') => {
    const grouped = await client.overviewFigures({ ...period, groupBy })
    return grouped.rows.flatMap(({ name, redeemed }) => (redeemed > 0 ? [name] : [])).sort()
  }
  const ids = Array.from({ length: 10 }, (_, place) => `D${String(place + 1).padStart(2, '0')}`)
  expect(await names('coupon_id')).toEqual([...ids, 'SAMPLE'])
  expect(await names('shop')).toEqual(['01', '02', '03', '04', '05', '06'])
  expect((await names('channel')).length).toBe(5)
})

it('ends today, keeps the coupon of the page', async () => {
  const orders = await client.searchOrderPage({ createdFrom: daysAgo(3) })
  expect(orders.orders.length).toBeGreaterThan(0)
  const page = await client.queryCoupons({ couponCode: '111aaa', pageSize: 10, pageNum: 1 })
  expect(page.totalCount).toBe(1)
})

it('has templates of every state, stock that is partly used, and a second version', async () => {
  const templates = (await client.listTemplates({})).templates
  const found = new Map(templates.map((template) => [template.couponId, template]))
  // Four of them are those of samples.
  expect(templates.length).toBe(18)
  expect(found.get('D07')).toMatchObject({ version: 2, discountCap: '80' })
  expect(found.get('D11')).toMatchObject({ closed: true, issuedCount: 28 })
  expect(found.get('D12')).toMatchObject({ closed: false, shop: '@城区门店', issuedCount: 36 })
  expect(found.get('D13')).toMatchObject({ state: 'draft' })
  expect(found.get('D14')?.claimFrom?.slice(0, 10)).toBe(daysAgo(-10))
  for (const couponId of ['D01', 'D03', 'D05', 'D10', 'D12']) {
    const { issuedCount = 0, stockTotal = 0 } = found.get(couponId) ?? {}
    expect(issuedCount / stockTotal, couponId).toBeGreaterThan(0.5)
    expect(issuedCount / stockTotal, couponId).toBeLessThan(1)
  }
})

it('has finished jobs and imports, groups of shops, and operators whom only the owner lets in', async () => {
  const store = await openStore({ dataDir })
  try {
    const sellerId = '111'
    const jobs = await store.jobStore.listJobs({ sellerId, kind: undefined, before: undefined, limit: 10 })
    expect(jobs.map(({ task, state, counts }) => ({ kind: task.kind, state, ...counts }))).toEqual([
      { kind: 'extend', state: 'done', total: 36, done: 36, unchanged: 0, refused: 0 },
      { kind: 'import-members', state: 'done', total: 6, done: 4, unchanged: 1, refused: 1 },
      { kind: 'send', state: 'done', total: 36, done: 36, unchanged: 0, refused: 0 },
      { kind: 'import-coupons', state: 'done', total: 8, done: 8, unchanged: 0, refused: 0 },
      { kind: 'send', state: 'done', total: 28, done: 28, unchanged: 0, refused: 0 },
    ])
    const groups = await store.storedGroups.listGroups(sellerId)
    expect(groups.map(({ shops }) => shops).sort()).toEqual(['01,02,03,04', '05,06'])
    const people = (await store.operatorRegistry.listOperators()).map(({ operator }) => operator)
    expect(people.flatMap(({ roles }) => roles.map(({ role }) => role)).sort()).toEqual([
      ...['marketing', 'owner', 'shop_clerk'],
    ])
    const usable = people.filter(({ passwordEndsAtMs = Infinity }) => passwordEndsAtMs > Date.now())
    expect(usable.map(({ name }) => name)).toEqual(['owner'])
  } finally {
    await store.close()
  }
})

it('has refusals of several reasons, and what their orders cost', async () => {
  const store = await openStore({ dataDir })
  try {
    const span = { fromMs: Date.now() - 30 * 86_400_000, untilMs: Date.now() + 1 }
    const [seller] = await store.appRegistry.listSellers()
    const reasons = await store.refusalLog.countReasons(seller?.sellerId ?? '', span, 1_000)
    // Claims have no order.
    expect(reasons.filter(({ orderFen = 0 }) => orderFen > 0).length).toBeGreaterThan(1)
  } finally {
    await store.close()
  }
})

it('is lived once: another start adds nothing', async () => {
  const before = await counted()
  await server.close()
  await start()
  const { newestEvent, totals } = await counted()
  expect(newestEvent).toBe(before.newestEvent)
  expect(totals).toEqual(before.totals)
})
