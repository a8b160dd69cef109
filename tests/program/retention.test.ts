import { mkdtemp, rm } from 'node:fs/promises'
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
/** Removed in several steps. */
const numbers = 198
/** Periods that the first test sets, each under a number of its own. */
const periods = 3
const dayMs = 86_400_000
const minuteMs = 60_000
const ahead = new URL('../harness/host-clock-ahead.ts', import.meta.url).href

let dataDir: string
let store: readonly string[]
let server: CliServer | undefined

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'yaoquan-retention-'))
  store = ['--data', dataDir]
  const administration = await openAdministration({ dataDir })
  await administration.createSeller({ sellerId, name: '康民大药房' })
  await administration.createApp({ name: 'ERP', sellerIds: [sellerId], ...testApp })
  await administration.close()
})

afterAll(async () => {
  await server?.stop('SIGKILL')
  await rm(dataDir, { recursive: true, force: true })
})

async function serve(aheadMs: number): Promise<CliServer> {
  const clock = { NODE_OPTIONS: `--import ${ahead}`, YAOQUAN_TEST_AHEAD_MS: String(aheadMs) }
  server = await serveCli(store, clock)
  return server
}

const clientOf = ({ url }: CliServer) =>
  new TopClient({ url: `${url}/router/rest`, ...testApp, timeoutMs: patienceMs, retries: 0 })

/** Claims with the same request number. */
async function claim(client: TopClient) {
  const { alreadyDone = false, coupons } = await client.claimCoupons({
    outRequestNo: 'CLAIM',
    couponId: 'T',
    phone: '18612255668',
  })
  return { alreadyDone, couponCode: coupons?.[0]?.couponCode }
}

function ask<Value>(text: string): readonly Value[] {
  const database = new Database(join(dataDir, 'yaoquan.db'), { readonly: true, timeout: patienceMs })
  const rows = database.prepare<[], Value>(text).pluck().all()
  database.close()
  return rows
}

const countKept = () => ask<number>('SELECT COUNT(*) FROM out_request')[0] ?? 0
const reports = () =>
  ask<string>("SELECT after_text FROM chain_event WHERE kind = 'retention' AND actor = 'system'").map(
    (text): { removed_requests: number } => JSON.parse(text),
  )

function execute(statement: string): void {
  const database = new Database(join(dataDir, 'yaoquan.db'), { timeout: patienceMs })
  database.exec(statement)
  database.close()
}

/** Makes the removal of the last numbers take for ever: it counts a product of six tables. */
function hangAtLastNumbers(): void {
  const names = ['a', 'b', 'c', 'd', 'e', 'f']
  const endless = `SELECT COUNT(*) FROM ${names.map((name) => `chain_event AS ${name}`).join(', ')}`
  const last = '(SELECT COUNT(*) FROM out_request) < 5'
  execute(`CREATE TRIGGER hang BEFORE DELETE ON out_request WHEN ${last} BEGIN ${endless}; END`)
}

async function expectIntact(): Promise<void> {
  const run = await runCli(['audit', 'verify', ...store])
  expect([run.code, run.stderr]).toEqual([0, ''])
}

it('says what a period means, and refuses one that is shorter than callers repeat', async () => {
  const set = (days: string) => runCli(['retention', 'set', ...store, '--seller', sellerId, '--requests', days])
  const help = await runCli(['retention', 'set', '--help'])
  expect(help.stdout.replaceAll('\n', '')).toContain('已清理的请求号不能恢复')
  for (const days of ['29', '3651', 'x']) expect(await set(days)).toMatchObject({ code: 2, stdout: '' })
  expect(await set('400')).toMatchObject({ code: 0, stdout: expect.stringContaining('保留 400 天') })
  expect(await set('off')).toMatchObject({ code: 0, stdout: expect.stringContaining('永久保留') })
  const shown = await runCli(['retention', 'show', ...store, '--seller', sellerId, '--json'])
  expect(JSON.parse(shown.stdout)).toMatchObject({ seller_id: sellerId, request_days: null })
  expect(await set('30')).toMatchObject({ code: 0 })
})

it('removes numbers once they are old enough, kill -9 in the middle included, and does them again afterwards', async () => {
  const client = clientOf(await serve(0))
  const template = { couponId: 'T', couponName: '10元券', kind: 'cash', couponAmount: '10', validToDay: 400 } as const
  await client.saveTemplate({ outRequestNo: 'SAVE', template })
  const first = await claim(client)
  expect(await claim(client)).toEqual({ ...first, alreadyDone: true })
  await server?.stop()
  const administration = await openAdministration({ dataDir })
  const generated = Array.from({ length: numbers }, (_, number) =>
    administration.generateCoupons({
      sellerId,
      outRequestNo: `N${number}`,
      part: 1,
      couponId: 'T',
      channel: undefined,
      total: 1,
      count: 1,
    }),
  )
  await Promise.all(generated)
  await administration.close()
  const used = numbers + 2 + periods
  expect(countKept()).toBe(used)

  hangAtLastNumbers()
  await serve(31 * dayMs)
  await expect.poll(countKept).toBeLessThan(used)
  await server?.stop('SIGKILL')
  execute('DROP TRIGGER hang')
  const left = countKept()
  expect(left).toBeGreaterThan(0)
  expect(left).toBeLessThan(used)
  expect(reports()).toEqual([])
  await expectIntact()

  await serve(31 * dayMs + 11 * minuteMs)
  await expect.poll(reports).toEqual([{ removed_requests: used, request_days: 30 }])
  expect(countKept()).toBe(0)
  const adminUrl = /^admin on (http:\S+)$/m.exec(server?.stdout() ?? '')?.[1]
  const metrics = await (await fetch(`${adminUrl}/metrics`)).text()
  expect(metrics).toContain(`yaoquan_retention_removed_total{kind="request"} ${left}\n`)
  await server?.stop()
  await expectIntact()

  const again = await claim(clientOf(await serve(0)))
  expect(again).toMatchObject({ alreadyDone: false, couponCode: expect.any(String) })
  expect(again.couponCode).not.toBe(first.couponCode)
  expect(await server?.stop()).toBe(0)
  await expectIntact()
  const shown = await runCli(['retention', 'show', ...store, '--seller', sellerId])
  expect(shown.stdout).toMatch(/保留 30 天\n(.*永久保留\n){2}设于: .*\n下次清理: /)
})

it('erases members without activity for a number of days, which may first be tried', async () => {
  const retention = (...args: string[]) => runCli(['retention', ...args, ...store, '--seller', sellerId])
  for (const days of ['179', '3651', 'x'])
    expect(await retention('set', '--inactive-members-days', days)).toMatchObject({ code: 2, stdout: '' })
  const named = await retention('set')
  expect([named.code, named.stdout]).toEqual([2, ''])
  expect(named.stderr).toContain('--requests --inactive-members-days')

  const administration = await openAdministration({ dataDir })
  const rows = [{ couponCode: 'past', phone: '13900000001', endDate: '2018-11-11' }]
  await administration.importCoupons({ sellerId, rows: [...rows, { couponCode: 'open', phone: '13900000002' }] })
  await administration.close()
  const tried = await retention('set', '--inactive-members-days', '180', '--dry-run', '--json')
  expect(JSON.parse(tried.stdout)).toMatchObject({ member_days: 180, inactive_members: 0, dry_run: true })
  const preview = await retention('set', '--requests', '400', '--event-days', '90', '--dry-run')
  expect(preview.stdout).toMatch(
    /^请求号: 现在会删除 0 个，保留 \d+ 个\n事件: 现在会删除 0 个，保留 \d+ 个\n未作任何改变\n$/,
  )
  expect(JSON.parse((await retention('show', '--json')).stdout)).toMatchObject({ request_days: 30, member_days: null })
  expect(await retention('set', '--inactive-members-days', '180')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('180 天没有活动的会员将被彻底删除'),
  })
  await serve(200 * dayMs)
  const erased = () => ask<string>("SELECT actor FROM chain_event WHERE kind = 'member_erased'")
  await expect.poll(erased).toEqual(['retention:inactive-members'])
  expect(ask('SELECT state FROM member ORDER BY member_no')).toEqual([0, 2, 0])
  expect(await retention('set', '--inactive-members-days', 'off')).toMatchObject({ code: 0 })
  const shown = await retention('show')
  expect(shown.stdout).toMatch(/请求号: 保留 30 天\n不活跃会员: 永久保留\n/)
  expect(shown.stdout.replaceAll('\n', '')).toContain('删除不能撤销')
  expect(await server?.stop()).toBe(0)
  await expectIntact()
})
