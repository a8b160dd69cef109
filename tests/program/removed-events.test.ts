import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TopClient } from '@yaoquan/client'
import { openAdministration } from '@yaoquan/server'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { patienceMs } from '../harness/patience.ts'
import { type CliServer, runCli, serveCli } from '../harness/run-cli.ts'
import { testApp } from '../harness/test-server.ts'

const sellerId = '111'
const dayMs = 86_400_000
const ahead = new URL('../harness/host-clock-ahead.ts', import.meta.url).href

let folder: string
let dataDir: string
let store: readonly string[]
let server: CliServer | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-removed-events-'))
  dataDir = join(folder, 'data')
  store = ['--data', dataDir]
  const administration = await openAdministration({ dataDir })
  await administration.createSeller({ sellerId, name: '康民大药房' })
  await administration.createApp({ name: 'ERP', sellerIds: [sellerId], ...testApp })
  await administration.close()
})

afterAll(async () => {
  await server?.stop('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

async function serve(aheadMs: number): Promise<TopClient> {
  const clock = { NODE_OPTIONS: `--import ${ahead}`, YAOQUAN_TEST_AHEAD_MS: String(aheadMs) }
  server = await serveCli(store, clock)
  return new TopClient({ url: `${server.url}/router/rest`, ...testApp, timeoutMs: patienceMs, retries: 0 })
}

const inStore = (...args: string[]) => runCli([...args, ...store, '--seller', sellerId])

function countReports(): unknown {
  const database = new Database(join(dataDir, 'yaoquan.db'), { readonly: true, timeout: patienceMs })
  const count = database
    .prepare("SELECT COUNT(*) FROM chain_event WHERE after_text LIKE '%removed_events%'")
    .pluck()
    .get()
  database.close()
  return count
}

async function expectIntact(data: string, environment: Readonly<Record<string, string>> = {}): Promise<void> {
  const run = await runCli(['audit', 'verify', '--data', data], environment)
  expect([run.code, run.stderr]).toEqual([0, ''])
}

it('removes old events of a seller, says so wherever they are missing, and keeps everything else verifiable', async () => {
  for (const days of ['89', '3651', 'x']) {
    expect(await inStore('retention', 'set', '--event-days', days)).toMatchObject({ code: 2, stdout: '' })
  }
  const first = await serve(0)
  const template = { couponId: 'T', couponName: '10元券', kind: 'cash', couponAmount: '10', validToDay: 400 } as const
  await first.saveTemplate({ outRequestNo: 'SAVE', template: { ...template, stockTotal: 3 } })
  const claim = (client: TopClient, outRequestNo: string) =>
    client.claimCoupons({ outRequestNo, couponId: 'T', phone: '18612255668' })
  const { coupons } = await claim(first, 'CLAIM')
  const couponCode = coupons?.[0]?.couponCode ?? ''
  await first.saveMember({ outRequestNo: 'MEMBER', phone: '18612255668', name: '张三' })
  const checkpoint = async (name: string) => {
    expect(await runCli(['audit', 'checkpoint', ...store, '--out', join(folder, name)])).toMatchObject({ code: 0 })
  }
  await checkpoint('older')
  const redeemed = await first.redeemCoupon({ outRequestNo: 'REDEEM', couponCode, orderId: 'SO-1' })
  expect(redeemed.success).toBe(true)
  // Events stay until figures count them, which they do within seconds.
  const counts = async () => {
    const { asOfEvent, newestEvent } = await first.overviewFigures({})
    return newestEvent - asOfEvent
  }
  await expect.poll(counts).toBe(0)
  await server?.stop()
  await checkpoint('last-removed')
  expect(await inStore('retention', 'set', '--event-days', '90')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('90 天前的、各webhook都已确认的事件将被清理'),
  })

  await serve(100 * dayMs)
  await expect.poll(countReports).toBe(1)
  await server?.stop()
  const client = await serve(0)
  const page = await client.listEvents({ afterSeq: 0 })
  const { removedThroughSeq = 0 } = page
  expect(page.events.map(({ kind }) => kind)).toEqual(['retention', 'retention'])
  expect(page).toMatchObject({ eventsRemovedBefore: expect.stringMatching(/^\d{4}-/), lastSeq: page.newestSeq })
  expect(page.events[0]).toMatchObject({ eventSeq: removedThroughSeq + 1 })
  expect((await client.listEvents({ afterSeq: removedThroughSeq })).removedThroughSeq).toBeUndefined()
  const found = await client.getCoupon({ couponCode })
  expect(found).toMatchObject({ coupon: { status: '1', orderId: 'SO-1' }, timeline: [] })
  expect(found.eventsRemovedBefore).toBe(page.eventsRemovedBefore)
  const exported = await client.exportMember({ outRequestNo: 'EXPORT', phone: '18612255668' })
  expect(exported.eventsRemovedBefore).toBe(page.eventsRemovedBefore)
  expect(exported.coupons[0]).toMatchObject({ couponCode, timeline: [], eventsRemovedBefore: page.eventsRemovedBefore })
  const gateway = ['--url', server?.url ?? '', '--app-key', testApp.appKey, '--app-secret', testApp.appSecret]
  const listed = await runCli(['event', 'list', ...gateway])
  expect([listed.code, listed.stdout]).toEqual([
    0,
    expect.stringContaining(`（序号 ${removedThroughSeq} 及之前）已按保留期限清理`),
  ])

  const refused = await inStore('webhook', 'add', '--url', 'https://erp.example.com/x', '--after-seq', '0')
  expect([refused.code, refused.stdout]).toEqual([1, ''])
  expect(refused.stderr).toContain(`事件 ${removedThroughSeq} 及之前的已按保留期限清理`)
  // The stock goes on where it was.
  expect((await claim(client, 'CLAIM-2')).success).toBe(true)
  expect((await claim(client, 'CLAIM-3')).success).toBe(true)
  await expect(claim(client, 'CLAIM-4')).rejects.toThrow('STOCK_EXHAUSTED')
  await server?.stop()
  await expectIntact(dataDir)
  const verify = (name: string) => runCli(['audit', 'verify', ...store, '--checkpoint', join(folder, name)])
  expect(await verify('older')).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('早于保留的事件'),
  })
  expect(await verify('last-removed')).toMatchObject({ code: 0 })

  const [backups, restored, moved] = [join(folder, 'backups'), join(folder, 'restored'), join(folder, 'moved')]
  const key = { YAOQUAN_MASTER_KEY: (await readFile(join(dataDir, 'master.key'), 'utf8')).trim() }
  for (const [data, args] of [
    [dataDir, ['backup', backups, ...store]],
    [restored, ['restore', backups, '--data', restored]],
    [moved, ['migrate-store', '--from', `sqlite:${dataDir}`, '--to', `sqlite:${moved}`, '--switch']],
  ] as const) {
    const run = await runCli(args, key)
    expect([run.code, run.stderr]).toEqual([0, expect.any(String)])
    await expectIntact(data, key)
  }
})
