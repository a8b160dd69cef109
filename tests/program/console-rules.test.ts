import { afterAll, beforeAll, expect, test } from 'vitest'
import { askConsole, firstSignIn } from '../harness/console.ts'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { runCli } from '../harness/run-cli.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer
let caller: LifecycleClient
let cookie: string

type Answer = Readonly<Record<string, unknown>>

async function ask(method: string, body: object = {}): Promise<Answer> {
  const { body: answered } = await askConsole(server.url, `yaoquan.console.${method}`, { cookie, body })
  return (answered as Readonly<{ result: Answer }>).result
}

const call = (method: string, body: object = {}) => ask(`policy.${method}`, body)

async function set(changes: object): Promise<Answer> {
  const { version } = await call('get')
  return call('set', { out_request_no: caller.newNo(), version, ...changes })
}

const refusedWith = (error_code: string, facts: object = {}) => ({ success: false, error_code, ...facts })

beforeAll(async () => {
  server = await startTestServer()
  caller = lifecycleClient(server)
  const roles = [{ sellerId: '111', role: 'owner', shops: undefined }]
  const made = await server.administration.createOperator({ name: 'wang.fang', displayName: '王芳', roles })
  const password = made.kind === 'changed' ? made.password : ''
  cookie = await firstSignIn(server.url, 'wang.fang', password, 'correct horse battery')
})
afterAll(() => server.close())

test('an owner reads the rules that the command line has, and the packs there are', async () => {
  const shown = await runCli(['policy', 'get', '--data', server.dataDir, '--seller', '111', '--json'])
  const {
    seller_id: _,
    set_at: __,
    template_approval,
    known_shops,
    second_person,
    order_numbers,
    ...rules
  } = JSON.parse(shown.stdout)
  const switches = {
    template_approval: template_approval === 'on',
    known_shops: known_shops === 'on',
    second_person: second_person === 'on',
    order_numbers: order_numbers === 'on',
  }
  expect(await call('get')).toMatchObject({
    ...rules,
    ...switches,
    packs: [{ name: 'rx-excluded@1', zh: '处方药不参与任何优惠券' }, { name: 'special-price-excluded@1' }],
  })
})

test('a change is one event of that person and call, whatever often it is sent', async () => {
  const { version } = await call('get')
  const changes = { max_per_order: 3, member_weekdays: ['6', '3'], rule_packs: ['rx-excluded@1'], known_shops: false }
  const requested = { out_request_no: caller.newNo(), version, ...changes }
  const next = Number(version) + 1
  expect(await call('set', requested)).toEqual({ version: next, success: true })
  expect(await call('set', requested)).toEqual({ already_done: true, version: next, success: true })
  expect(await call('get')).toMatchObject({ ...changes, member_weekdays: ['3', '6'], version: next })
  const { events } = await caller.client.listEvents({ afterSeq: 0, limit: 1000 })
  const written = events.filter(({ kind }) => kind === 'policy')
  expect(written).toMatchObject([{ actor: 'operator:wang.fang', requestId: expect.any(String) }])
  expect(written[0]?.after).toContain('"max_per_order":3')
  expect(await set({ member_weekdays: [], rule_packs: [] })).toMatchObject({ success: true })
  expect(await call('get')).toMatchObject({ member_weekdays: [], rule_packs: [], max_per_order: 3 })
})

test('of two people who change the same version the second is refused', async () => {
  const { version } = await call('get')
  const ask = (max_per_order: number) => call('set', { out_request_no: caller.newNo(), version, max_per_order })
  expect(await ask(4)).toMatchObject({ success: true })
  expect(await ask(6)).toMatchObject(refusedWith('POLICY_CHANGED'))
  expect(await call('get')).toMatchObject({ max_per_order: 4 })
})

test.each([
  [{ member_weekdays: ['8'] }, 'member_weekdays'],
  [{ member_days_of_month: ['08'] }, 'member_days_of_month'],
  [{ rule_packs: ['none'] }, 'rule_packs'],
])('%j is refused by the rule of %s', async (changes, field) => {
  expect(await set(changes)).toMatchObject(refusedWith('INVALID_SETTING', { field }))
})

test('the approval of templates is switched on at the console, and off by the command line without another person', async () => {
  expect(await set({ template_approval: true })).toMatchObject({ success: true })
  expect(await set({ template_approval: false })).toMatchObject({ awaits_approval: true })
  expect(await set({ template_approval: true, max_per_order: 9 })).toMatchObject({ success: true })
  expect(await call('get')).toMatchObject({ template_approval: true, max_per_order: 9 })
  const command = ['policy', 'set', '--data', server.dataDir, '--seller', '111', '--template-approval', 'off']
  expect((await runCli(command)).code).toBe(0)
  expect(await call('get')).toMatchObject({ template_approval: false })
  expect(await set({ template_approval: false })).toMatchObject({ success: true })
})

test('shorter periods of retention wait a day, each step is an event, and an owner cancels them', async () => {
  const retention = (method: string, body: object = {}) => ask(`retention.${method}`, body)
  const written = (changes: object) => ({ out_request_no: caller.newNo(), ...changes })
  expect(await retention('get')).toEqual({ success: true })
  const input = written({ request_days: 400, event_days: 365 })
  const waits = await retention('set', input)
  expect(waits).toMatchObject({ takes_effect_at: expect.stringMatching(/^\d{4}-/), success: true })
  expect(await retention('set', input)).toEqual({ ...waits, already_done: true })
  const by = { asked_by: 'operator:wang.fang', takes_effect_at: waits['takes_effect_at'] }
  expect(await retention('get')).toMatchObject({ waiting: { request_days: 400, event_days: 365, ...by } })
  expect(await retention('set', written({ request_days: 29 }))).toMatchObject(
    refusedWith('INVALID_SETTING', { field: 'request_days' }),
  )
  // The command sets it immediately, and the same kind waits no longer.
  const command = ['retention', 'set', '--data', server.dataDir, '--seller', '111', '--requests', '300']
  expect((await runCli(command)).code).toBe(0)
  expect(await retention('get')).toMatchObject({ request_days: 300, waiting: { event_days: 365, ...by } })
  expect(await retention('set', written({ request_days: 0 }))).toMatchObject({ success: true })
  const cancelling = written({})
  expect(await retention('cancel', cancelling)).toEqual({ success: true })
  expect(await retention('cancel', cancelling)).toEqual({ already_done: true, success: true })
  expect(await retention('cancel', written({}))).toMatchObject(refusedWith('RETENTION_NOT_WAITING'))
  expect(Object.keys(await retention('get'))).toEqual(['set_at', 'success'])
  const { events } = await caller.client.listEvents({ afterSeq: 0, limit: 1000 })
  const told = events
    .filter(({ kind }) => kind === 'retention')
    .map(({ actor, after = '' }) => [actor, JSON.parse(after)])
  const [owner, cli] = ['operator:wang.fang', 'operator:retention']
  expect(told).toMatchObject([
    [owner, { act: 'wait', request_days: 400, event_days: 365, takes_effect_at_ms: expect.any(Number) }],
    [cli, { request_days: 300 }],
    [cli, { act: 'wait', event_days: 365 }],
    [owner, { request_days: null }],
    [owner, { act: 'cancel' }],
  ])
})

test('a preview counts what periods would remove now, and removes nothing', async () => {
  const input = { request_days: 30, member_days: 180, event_days: 90 }
  expect(await ask('retention.preview', input)).toMatchObject({
    requests: { count: 0, whole: true },
    members: { count: 0, whole: true },
    events: { count: 0, whole: true },
  })
  expect(Object.keys(await ask('retention.preview', { request_days: 30 }))).toEqual(['requests', 'success'])
})
