import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { couponsOf, orderJson, orderLine, orderSync } from '../harness/order-calls.ts'
import { type CliServer, runCli, serveCli } from '../harness/run-cli.ts'

let folder = ''
let server: CliServer
let credentials: readonly string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-cli-orders-'))
  const store = ['--data', join(folder, 'data'), '--seller', '111']
  await runCli(['seller', 'create', ...store, '--name', '康民大药房'])
  const app = JSON.parse(
    (await runCli(['app', 'create', ...store, '--name', 'ERP', '--preset', 'full', '--json'])).stdout,
  )
  credentials = ['--app-key', app.app_key, '--app-secret', app.app_secret]
  server = await serveCli(['--data', join(folder, 'data')])
})

afterAll(async () => {
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

const gateway = () => ['--url', server.url, ...credentials]
const inFolder = (name: string) => join(folder, name)
const buyer = { phone: '18612255668', card_no: '88001' }

async function done(args: readonly string[]): Promise<string> {
  const run = await runCli(args)
  expect([run.code, run.stderr]).toEqual([0, expect.any(String)])
  return run.stdout
}

async function sync(changes: object): Promise<string> {
  return done(['call', orderSync, `order=${JSON.stringify(orderJson(changes))}`, ...gateway()])
}

it('shows orders that were synced, and lists them by member and day', async () => {
  const details = [{ ...orderLine, quantity: '1.5', category: '1001' }]
  const order = { ...buyer, details, coupons: couponsOf('missing'), attributes: '{收货人:王小明}' }
  expect(await sync({ order_id: 'CLI-1', ...order })).toContain('created')
  await sync({ order_id: 'CLI-2', create_time: '2026-11-20 09:00:00', phone: buyer.phone })
  await sync({ order_id: 'CLI-3' })
  const shown = await done(['order', 'get', 'CLI-1', ...gateway()])
  expect(shown).toMatch(/^order_id +CLI-1$/m)
  expect(shown).toMatch(/^phone +186\*{4}5668$/m)
  expect(shown).toMatch(/^1 +1 +1001 +1\.5 +6\.00 +10\.00$/m)
  expect(shown).toMatch(/^missing +refused +COUPON_NOT_FOUND$/m)
  expect(shown).not.toContain('王小明')
  expect(await done(['order', 'get', 'CLI-1', '--with-phones', ...gateway()])).toContain('王小明')
  expect(JSON.parse(await done(['order', 'get', 'CLI-1', '--json', ...gateway()]))).toMatchObject({
    order: { order_id: 'CLI-1', phone: buyer.phone, lines: [{ line_no: 1, quantity: '1.5' }] },
  })
  const listed = await done(['order', 'search', '--card-no', '88001', ...gateway()])
  expect(listed).toMatch(/CLI-2 .*\n.*CLI-1 .*186\*{4}5668 +88001 +missing refused\n没有下一页/)
  const page = await done([
    'order',
    'search',
    '--from',
    '2026-11-20',
    '--to',
    '2026-11-20',
    '--limit',
    '1',
    ...gateway(),
  ])
  expect(page).toMatch(/CLI-2 /)
  expect(page).not.toMatch(/CLI-[13] /)
})

it('refuses an order that does not exist', async () => {
  const { code, stderr } = await runCli(['order', 'get', 'nowhere', ...gateway()])
  expect([code, stderr]).toEqual([1, expect.stringContaining('订单不存在')])
})

it('keeps orders through a rotation of the key, a backup and a move', async () => {
  const before = [
    await done(['order', 'get', 'CLI-1', '--json', ...gateway()]),
    await done(['order', 'get', 'CLI-3', '--json', ...gateway()]),
  ].map(orderOf)
  await done(['key', 'rotate', '--data', join(folder, 'data')])
  expect(await sync({ order_id: 'CLI-3' })).toContain('unchanged')
  await server.stop()
  const [data, backup, restored, moved] = [
    inFolder('data'),
    inFolder('backup'),
    inFolder('restored'),
    inFolder('moved'),
  ]
  await done(['backup', backup, '--data', data])
  for (const target of [restored, moved]) {
    await mkdir(target)
    await copyFile(join(data, 'master.key'), join(target, 'master.key'))
  }
  await done(['restore', backup, '--data', restored])
  const move = ['migrate-store', '--from', `sqlite:${restored}`, '--to', `sqlite:${moved}`]
  for (const flags of [[], ['--switch']]) await done([...move, ...flags])
  expect(await done(['audit', 'verify', '--data', moved])).toContain('111')
  server = await serveCli(['--data', moved])
  const after = [
    await done(['order', 'get', 'CLI-1', '--json', ...gateway()]),
    await done(['order', 'get', 'CLI-3', '--json', ...gateway()]),
  ].map(orderOf)
  expect(after).toEqual(before)
  expect(await sync({ order_id: 'CLI-3' })).toContain('unchanged')
  expect(await sync({ order_id: 'CLI-3', channel: 'new' })).toContain('updated')
})

function orderOf(text: string): unknown {
  return JSON.parse(text).order
}
