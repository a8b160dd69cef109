import { afterAll, beforeAll, expect, test } from 'vitest'
import { askConsole, firstSignIn } from '../harness/console.ts'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { startTestServer, type TestServer, testNowMs } from '../harness/test-server.ts'

const password = 'correct horse battery'
let server: TestServer
let app: LifecycleClient
const cookies = new Map<string, string>()

beforeAll(async () => {
  server = await startTestServer(async (administration) => {
    await administration.changePolicy({ sellerId: '111', changes: { isApprovalAsked: true } })
  })
  app = lifecycleClient(server)
  for (const name of ['owner', 'marketing', 'manager']) {
    const roles = [{ sellerId: '111', role: name, shops: undefined }]
    const made = await server.administration.createOperator({ name, displayName: name, roles })
    cookies.set(name, await firstSignIn(server.url, name, made.kind === 'changed' ? made.password : '', password))
  }
})

afterAll(() => server.close())

type Result = Readonly<Record<string, unknown>>

async function call(name: string, method: string, body: object = {}): Promise<Result> {
  const { body: answered } = await askConsole(server.url, method, { cookie: cookies.get(name), body })
  return (answered as Readonly<{ result?: Result }>).result ?? (answered as Result)
}

const write = (name: string, method: string, body: object) =>
  call(name, method, { out_request_no: app.newNo(), ...body })

const terms = { coupon_name: '10元券', kind: 'cash', coupon_amount: '10', valid_to_day: 29, stock_total: 100 }

const save = (name: string, coupon_id: string, more: object = {}) =>
  write(name, 'yaoquan.template.save', { template: { coupon_id, ...terms, ...more } })

const approve = (name: string, coupon_id: string, version: number, note?: string) =>
  write(name, 'yaoquan.console.template.approve', { coupon_id, version, note })

const reject = (name: string, coupon_id: string, version: number, note: string) =>
  write(name, 'yaoquan.console.template.reject', { coupon_id, version, note })

const templateOf = async (coupon_id: string) =>
  (await call('owner', 'yaoquan.template.get', { coupon_id }))['template'] as Result

const claim = (couponId: string) =>
  app.call('yaoquan.coupon.claim', { outRequestNo: app.newNo(), couponId, phone: '18612255668' })

test('the console is told that the seller asks for approval', async () => {
  const { body } = await askConsole(server.url, 'session', { verb: 'GET', cookie: cookies.get('owner') })
  expect(body).toMatchObject({ sellers: [{ id: '111', asksApproval: true }] })
})

test('a template is a draft until another person approves it, and history names both', async () => {
  expect(await save('marketing', 'A')).toEqual({ version: 1, awaits_approval: true, success: true })
  expect(await templateOf('A')).toMatchObject({ state: 'draft', approval: 'waiting', saved_by: 'operator:marketing' })
  expect(await claim('A')).toMatchObject({ errorCode: 'TEMPLATE_NOT_PUBLISHED' })
  expect(await approve('manager', 'A', 1, '已核对 18612255668')).toMatchObject({
    version: 2,
    success: true,
    warnings: [{ code: 'PHONE_MASKED', field: 'note' }],
  })
  expect(await claim('A')).toMatchObject({ success: true })
  expect(await templateOf('A')).toMatchObject({
    state: 'published',
    approval: 'approved',
    saved_by: 'operator:manager',
    submitted_by: 'operator:marketing',
    approval_note: '已核对 186****5668',
  })
  const { events } = await app.client.listEvents({ afterSeq: 0, limit: 1000 })
  const event = events.findLast(({ kind }) => kind === 'template_saved')
  expect(event?.actor).toBe('operator:manager')
  expect(JSON.parse(event?.after ?? '')).toMatchObject({
    approval: { kind: 'approved', submitted_by: 'operator:marketing' },
  })
})

test('nobody approves the own version, and the second of two approvers is told who was first', async () => {
  await save('owner', 'B')
  expect(await approve('owner', 'B', 1)).toMatchObject({ error_code: 'APPROVER_IS_SUBMITTER', success: false })
  expect(await approve('manager', 'B', 1)).toMatchObject({ version: 2, success: true })
  expect(await reject('owner', 'B', 1, '太多')).toMatchObject({
    error_code: 'TEMPLATE_NOT_WAITING',
    error_msg: expect.stringMatching(/manager 已于 2026-11-24 22:\d\d:\d\d 保存第 2 版/),
  })
})

test('what is sent back stays a draft with the note, and can be submitted again', async () => {
  await save('marketing', 'C')
  expect(await reject('owner', 'C', 1, '库存改为50')).toEqual({ version: 2, success: true })
  expect(await templateOf('C')).toMatchObject({
    state: 'draft',
    approval: 'sent_back',
    submitted_by: 'operator:marketing',
    approval_note: '库存改为50',
  })
  expect(await claim('C')).toMatchObject({ errorCode: 'TEMPLATE_NOT_PUBLISHED' })
  expect(await save('marketing', 'C', { stock_total: 50 })).toMatchObject({ version: 3, awaits_approval: true })
  expect(await approve('owner', 'C', 3)).toMatchObject({ version: 4, success: true })
})

test('only the version that was looked at is approved, and it begins when it was meant to', async () => {
  await save('marketing', 'D')
  await save('marketing', 'D', { coupon_amount: '100', publish_at: '2026-12-01 00:00:00' })
  expect(await approve('owner', 'D', 1)).toMatchObject({ error_code: 'TEMPLATE_NOT_WAITING' })
  expect(await approve('owner', 'D', 2)).toMatchObject({ version: 3, success: true })
  expect(await templateOf('D')).toMatchObject({ state: 'published', publish_at: '2026-12-01 00:00:00' })
  expect(await claim('D')).toMatchObject({ errorCode: 'TEMPLATE_NOT_PUBLISHED', time: '2026-12-01 00:00:00' })
})

test('tighter limits and notes are published without anybody else, a larger stock is not', async () => {
  await save('marketing', 'E')
  await approve('owner', 'E', 1)
  expect(await save('marketing', 'E', { stock_total: 90, notes: '减量' })).toEqual({ version: 3, success: true })
  expect(await save('marketing', 'E', { stock_total: 95 })).toMatchObject({ version: 4, awaits_approval: true })
  await claim('E')
  expect(await templateOf('E')).toMatchObject({ version: 4, approval: 'waiting', issued_count: 1 })
})

test('what an app publishes waits as well', async () => {
  const template = { couponId: 'F', couponName: '10元券', kind: 'cash', couponAmount: '10', validToDay: 29 } as const
  const saved = await app.call('yaoquan.template.save', { outRequestNo: app.newNo(), template })
  expect(saved).toMatchObject({ version: 1, awaitsApproval: true, success: true })
  expect(await templateOf('F')).toMatchObject({ approval: 'waiting', saved_by: expect.stringMatching(/^app:/) })
  expect(await approve('owner', 'F', 1)).toMatchObject({ version: 2, success: true })
})

test('who created an app or was shown its secret does not approve what it saved', async () => {
  const template = { couponId: 'H', couponName: '10元券', kind: 'cash', couponAmount: '10', validToDay: 29 } as const
  const made = await call('owner', 'yaoquan.console.app.create', { name: 'ERP', preset: 'full' })
  const own = { appKey: String(made['app_key']), appSecret: String(made['app_secret']) }
  const erp = lifecycleClient(server, testNowMs, own)
  await erp.call('yaoquan.template.save', { outRequestNo: app.newNo(), template })
  expect(await approve('owner', 'H', 1)).toMatchObject({ error_code: 'APPROVER_KNOWS_SECRET', success: false })
  expect(await reject('owner', 'H', 1, '太多')).toMatchObject({ error_code: 'APPROVER_KNOWS_SECRET' })
  expect(await approve('manager', 'H', 1)).toMatchObject({ version: 2, success: true })
})

test('coupons that an operator issues without a template wait for another person, and are issued once', async () => {
  const coupons = [
    { coupon_code: 'own-1', coupon_name: '满100减50', coupon_amount: '50', phone: '18612255668' },
    { coupon_code: 'own-2', coupon_amount: '50', end_date: 'never' },
  ]
  const input = { out_request_no: app.newNo(), coupons }
  const issue = (changes: object = {}) => call('marketing', 'yaoquan.coupon.issue', { ...input, ...changes })
  const waiting = await issue()
  expect(waiting).toMatchObject({ awaits_approval: true, created_count: 0, items: [], success: true })
  const job_id = String(waiting['job_id'])
  expect(await issue()).toMatchObject({ awaits_approval: true, already_done: true, job_id })
  expect(await issue({ coupons: coupons.slice(1) })).toMatchObject({ error_code: 'IDEMPOTENT_CONFLICT' })
  expect(await issue({ out_request_no: app.newNo(), dry_run: true })).toMatchObject({ dry_run: true, created_count: 1 })
  const stored = () => app.call('yaoquan.coupon.get', { couponCode: 'own-1' })
  expect(await stored()).toMatchObject({ errorCode: 'COUPON_NOT_FOUND' })
  const start = (name: string) => call(name, 'yaoquan.console.job.start', { job_id, confirm_count: 1 })
  expect(await start('marketing')).toMatchObject({ error_code: 'APPROVER_IS_SUBMITTER' })
  expect(await call('manager', 'yaoquan.console.job.items', { job_id })).toMatchObject({
    items: [
      { coupon_code: 'own-1', coupon_name: '满100减50', coupon_amount: '50', phone: '186****5668', state: 'pending' },
      { coupon_code: 'own-2', state: 'refused', field: 'end_date' },
    ],
  })
  expect(await start('manager')).toMatchObject({ success: true })
  await expect.poll(stored).toMatchObject({ coupon: { couponCode: 'own-1' } })
  expect(await issue()).toMatchObject({ already_done: true, job_id })
  const { events } = await call('owner', 'yaoquan.console.audit.list', { kind: 'job', limit: 10 })
  const told = (events as readonly { actor: string; after: string }[]).map(({ actor, after }) => [
    actor,
    JSON.parse(after).act,
  ])
  expect(told).toContainEqual(['operator:marketing', 'submit'])
  expect(told).toContainEqual(['operator:manager', 'start'])
})

test('coupons that wait are discarded by another person or by who submitted them, and are never issued then', async () => {
  const submit = async (name: string) => {
    const coupons = [{ coupon_code: `gone-${name}`, coupon_amount: '50' }]
    return String((await write(name, 'yaoquan.coupon.issue', { coupons }))['job_id'])
  }
  const cancel = (name: string, job_id: string) => call(name, 'yaoquan.console.job.cancel', { job_id })
  expect(await cancel('manager', await submit('marketing'))).toMatchObject({ success: true })
  const own = await submit('owner')
  expect(await cancel('marketing', own)).toMatchObject({ error_code: 'JOB_NOT_ALLOWED' })
  expect(await cancel('owner', own)).toMatchObject({ success: true })
  expect(await call('manager', 'yaoquan.console.job.start', { job_id: own, confirm_count: 1 })).toMatchObject({
    error_code: 'JOB_STATE_WRONG',
  })
})

test('apps issue without approval: they pass on what was issued elsewhere', async () => {
  const issued = await app.call('yaoquan.coupon.issue', {
    outRequestNo: app.newNo(),
    coupons: [{ couponCode: 'app-1' }],
  })
  expect(issued).toMatchObject({ createdCount: 1, success: true })
})

test('a closed or unknown template is not approved, and a repeated approval is done once', async () => {
  await save('marketing', 'G')
  await write('owner', 'yaoquan.template.close', { coupon_id: 'G' })
  expect(await approve('owner', 'G', 1)).toMatchObject({ error_code: 'TEMPLATE_CLOSED' })
  await write('owner', 'yaoquan.template.reopen', { coupon_id: 'G' })
  const input = { out_request_no: app.newNo(), coupon_id: 'G', version: 1 }
  const again = () => call('owner', 'yaoquan.console.template.approve', input)
  expect(await again()).toEqual({ version: 2, success: true })
  expect(await again()).toEqual({ version: 2, already_done: true, success: true })
  expect(await approve('owner', 'none', 1)).toMatchObject({ error_code: 'TEMPLATE_NOT_FOUND' })
  const verified = await call('owner', 'yaoquan.console.audit.verify')
  expect(verified).toMatchObject({ success: true })
})
