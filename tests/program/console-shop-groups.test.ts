import { afterAll, beforeAll, expect, test } from 'vitest'
import { askConsole, firstSignIn } from '../harness/console.ts'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { runCli } from '../harness/run-cli.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer
let caller: LifecycleClient
let cookie: string

type Answered = Readonly<{ result: Readonly<Record<string, unknown>> }>

async function call(method: string, body: object = {}): Promise<Readonly<Record<string, unknown>>> {
  const { body: answered } = await askConsole(server.url, `yaoquan.console.shopGroup.${method}`, { cookie, body })
  return (answered as Answered).result
}

const refusedWith = (error_code: string, facts: object = {}) => ({ success: false, error_code, ...facts })

async function saveTemplate(coupon_id: string, terms: object): Promise<void> {
  const template = {
    couponId: coupon_id,
    couponName: coupon_id,
    kind: 'cash',
    couponAmount: '10',
    validToDay: 29,
  } as const
  const input = { outRequestNo: caller.newNo(), template: { ...template, ...terms } }
  expect(await caller.call('yaoquan.template.save', input)).toMatchObject({ success: true })
}

beforeAll(async () => {
  server = await startTestServer()
  caller = lifecycleClient(server)
  const roles = [{ sellerId: '111', role: 'manager', shops: undefined }]
  const made = await server.administration.createOperator({ name: 'li.na', displayName: '李娜', roles })
  cookie = await firstSignIn(server.url, 'li.na', made.kind === 'changed' ? made.password : '', 'correct horse battery')
})
afterAll(() => server.close())

test('a manager creates, changes and reads a group, each change as an event of that person and call', async () => {
  const created = await call('set', { name: '华东', shops: ['01', '02', '01'], version: 0 })
  expect(created).toMatchObject({ shop_count: 2, success: true })
  const version = Number(created['version']) + 1
  const change = { name: '华东', shops: ['02', '03', '04'], version: version - 1 }
  expect(await call('set', change)).toMatchObject({ version })
  expect(await call('get', { name: '华东' })).toEqual({ version, shops: ['02', '03', '04'], success: true })
  expect(await call('list')).toMatchObject({ groups: [{ name: '华东', version, shop_count: 3 }] })
  const { events } = await caller.client.listEvents({ afterSeq: 0, limit: 1000 })
  const changes = events.filter(({ kind }) => kind === 'shop_group')
  expect(changes).toMatchObject([{ actor: 'operator:li.na' }, { actor: 'operator:li.na' }])
  expect(changes.every(({ requestId }) => requestId !== undefined)).toBe(true)
  expect((await runCli(['shop-group', 'get', '华东', '--data', server.dataDir, '--seller', '111'])).stdout).toBe(
    '02\n03\n04\n',
  )
})

test('of two people who change the same version the second is refused, and a repeat does nothing', async () => {
  const { version } = await call('set', { name: '两人', shops: ['01'], version: 0 })
  const next = Number(version) + 1
  expect(await call('set', { name: '两人', shops: ['01', '02'], version })).toMatchObject({ version: next })
  expect(await call('set', { name: '两人', shops: ['01', '02'], version })).toMatchObject({ version: next })
  for (const changed of [
    { shops: ['01', '03'], version },
    { shops: ['09'], version: 0 },
  ]) {
    expect(await call('set', { name: '两人', ...changed })).toMatchObject(refusedWith('SHOP_GROUP_CHANGED'))
  }
})

test.each([
  [{ name: '@华东', shops: ['01'] }, 'name'],
  [{ name: '华 东', shops: ['01'] }, 'name'],
  [{ name: '南方', shops: ['@华东'] }, 'shops'],
  [{ name: '南方', shops: [','] }, 'shops'],
])('%j is refused by the rule of %s', async (requested, field) => {
  expect(await call('set', { version: 0, ...requested })).toMatchObject(refusedWith('INVALID_SETTING', { field }))
})

test('a group that does not exist is neither shown nor deleted', async () => {
  for (const method of ['get', 'delete']) {
    expect(await call(method, { name: '没有' })).toMatchObject(refusedWith('SHOP_GROUP_NOT_FOUND'))
  }
})

test('a group is deleted once no open template names it, at the console as by the command', async () => {
  await call('set', { name: '试点', shops: ['01', '02'], version: 0 })
  await saveTemplate('T1', { shop: '07,@试点' })
  await saveTemplate('T2', { shop: '@试点' })
  // A draft without the group: members still claim the version that names it.
  await saveTemplate('T2', { shop: '07', state: 'draft' })
  // A version that is to be published, behind a draft without the group.
  await saveTemplate('T0', { shop: '07' })
  await saveTemplate('T0', { shop: '@试点', publishAt: '2099-01-01 00:00:00' })
  await saveTemplate('T0', { shop: '07', state: 'draft' })
  await saveTemplate('T3', { shop: '01' })
  const use = (coupon_id: string, closed: boolean) => ({ name: '试点', coupon_id, coupon_name: coupon_id, closed })
  expect(await call('uses')).toEqual({ uses: [use('T0', false), use('T1', false), use('T2', false)], success: true })
  const used = refusedWith('SHOP_GROUP_USED', { coupon_ids: ['T0', 'T1', 'T2'] })
  expect(await call('delete', { name: '试点', dry_run: true })).toMatchObject(used)
  expect(await call('delete', { name: '试点' })).toMatchObject(used)
  const command = ['shop-group', 'delete', '试点', '--data', server.dataDir, '--seller', '111']
  const refused = await runCli(command)
  expect([refused.code, refused.stderr]).toEqual([
    1,
    expect.stringContaining('还有 3 个模板在用门店组 @试点：T0, T1, T2'),
  ])

  await caller.call('yaoquan.template.close', { outRequestNo: caller.newNo(), couponId: 'T1' })
  await saveTemplate('T2', { shop: '07' })
  await saveTemplate('T0', { shop: '07' })
  expect(await call('uses')).toEqual({ uses: [use('T1', true)], success: true })
  const would = { dry_run: true, shop_count: 2, closed_count: 1, success: true }
  expect(await call('delete', { name: '试点', dry_run: true })).toEqual(would)
  expect((await call('get', { name: '试点' }))['success']).toBe(true)
  expect(await call('delete', { name: '试点' })).toEqual({ shop_count: 2, closed_count: 1, success: true })
  expect(await call('get', { name: '试点' })).toMatchObject(refusedWith('SHOP_GROUP_NOT_FOUND'))
})
