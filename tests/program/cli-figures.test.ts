import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { patienceMs } from '../harness/patience.ts'
import { type CliServer, runCli, serveCli } from '../harness/run-cli.ts'

let folder = ''
let server: CliServer
let store: readonly string[] = []
let gateway: readonly string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-cli-figures-'))
  const dataDir = join(folder, 'data')
  store = ['--data', dataDir, '--seller', '111']
  await runCli(['seller', 'create', ...store, '--name', '康民大药房'])
  const app = await json(['app', 'create', ...store, '--name', 'ERP'])
  server = await serveCli(['--data', dataDir])
  gateway = ['--url', server.url, '--app-key', app.app_key, '--app-secret', app.app_secret]
  const file = join(folder, 'issue.csv')
  await writeFile(file, 'coupon_code,coupon_amount,channel\nfig1,,erp\nfig2,,erp\nfig3,50,wechat\n')
  await json(['coupon', 'issue', file, '--bearer', ...gateway])
  await json(['coupon', 'redeem', 'fig3', '--order', 'SO-F', '--shop', '02', '--order-amount', '150', ...gateway])
  await vi.waitFor(async () => expect((await show()).totals.redeemed).toBe(1), { timeout: patienceMs, interval: 500 })
})

afterAll(async () => {
  expect([await server?.stop(), server?.stderr()]).toEqual([0, ''])
  await rm(folder, { recursive: true, force: true })
})

async function json(args: readonly string[]) {
  const run = await runCli([...args, '--json'])
  if (run.code !== 0) throw new Error(`exit code ${run.code}: ${run.stderr}`)
  return JSON.parse(run.stdout)
}

const show = (...flags: readonly string[]) => json(['figures', 'show', ...flags, ...gateway])

it('show prints sums beside those of the period before, rows, what is outstanding, and up to which event', async () => {
  const { stdout } = await runCli(['figures', 'show', '--by', 'shop', ...gateway])
  expect(stdout).toMatch(/^issued +3 +0$/m)
  expect(stdout).toMatch(/^off_amount +50\.00 +0\.00$/m)
  expect(stdout).toMatch(/^02 +0 +1 +0 +50\.00$/m)
  expect(stdout).toMatch(/^outstanding\.coupons +2$/m)
  expect(stdout).toMatch(/^as_of_event +6$/m)
})

it('show filters by template, channel and shop', async () => {
  expect((await show('--channel', 'wechat', '--by', 'template')).rows).toMatchObject([
    { name: '', issued: 1, redeemed: 1 },
  ])
  expect((await show('--shop', '01')).totals).toMatchObject({ redeemed: 0 })
  expect((await show('--template', 'none')).totals).toMatchObject({ issued: 0 })
})

it('rebuild counts everything anew beside the server, and comes to the same', async () => {
  const { totals, rows } = await show('--by', 'day')
  expect(await json(['figures', 'rebuild', ...store])).toEqual({ as_of_event: 6, newest_event: 6 })
  expect(await show('--by', 'day')).toMatchObject({ totals, rows })
})

it('rebuild refuses a seller that does not exist', async () => {
  const { code, stderr } = await runCli(['figures', 'rebuild', ...store.slice(0, 2), '--seller', 'nobody'])
  expect([code, stderr]).toEqual([1, expect.stringContaining('nobody')])
})
