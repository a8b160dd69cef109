import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askConsole, firstSignIn, signIn } from '../harness/console.ts'
import { type HeldRole, hireOperator } from '../harness/hire-operator.ts'
import { lifecycleClient } from '../harness/lifecycle-client.ts'
import { post, signedParameters } from '../harness/signed-call.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

const password = 'correct horse battery'
let server: TestServer
const cookies = new Map<string, string>()

async function hire(name: string, ...roles: readonly HeldRole[]): Promise<void> {
  cookies.set(name, await hireOperator(server, { name, password, roles }))
}

type Answered = Readonly<{ result: Readonly<Record<string, unknown>> }>

async function call(
  name: string,
  method: string,
  body: object = {},
  seller = '111',
): Promise<Readonly<Record<string, unknown>>> {
  const input = { cookie: cookies.get(name), body, seller }
  const { status, body: answered } = await askConsole(server.url, `yaoquan.console.${method}`, input)
  expect([status, answered]).toEqual([200, expect.objectContaining({ result: expect.anything() })])
  return (answered as Answered).result
}

const done = expect.objectContaining({ success: true })
const granted = { assigned: { role: 'auditor' }, success: true }
const refusedWith = (error_code: string) => expect.objectContaining({ success: false, error_code })
const events = async (kind: string) =>
  ((await call('boss', 'audit.list', { kind }))['events'] as readonly { actor: string; after: string }[]).map(
    ({ actor, after }) => ({ actor, ...JSON.parse(after) }),
  )

beforeAll(async () => {
  server = await startTestServer(undefined, { allowPrivateWebhooks: true })
  await server.administration.createSeller({ sellerId: '222', name: '另一家' })
  await hire('boss', ['111', 'owner'])
  await hire('group', ['111', 'owner'], ['222', 'owner'])
  await hire('foreign', ['222', 'owner'])
  await hire('shared', ['111', 'auditor'], ['222', 'finance'])
})
afterAll(() => server.close())

describe('operators', () => {
  test('are created by an owner, with a one-time password, and listed for the seller', async () => {
    const clerk = { name: 'clerk', display_name: '店员', role: 'shop_clerk', shops: ['01', '02'] }
    const made = await call('boss', 'operator.create', clerk)
    cookies.set('clerk', await firstSignIn(server.url, 'clerk', String(made['one_time_password']), password))
    expect(await call('boss', 'operator.create', clerk)).toEqual(refusedWith('OPERATOR_EXISTS'))
    const { operators } = await call('boss', 'operator.list')
    const names = (operators as readonly { name: string }[]).map(({ name }) => name)
    expect(names).toEqual(['boss', 'clerk', 'group', 'shared'])
    expect(operators).toContainEqual({
      ...clerk,
      enabled: true,
      totp: false,
      must_change_password: false,
      other_sellers: false,
      created_at: expect.stringMatching(/^2026-11-24 22:/),
      created_by: 'operator:boss',
    })
  })

  test('with a name that another chain has are refused like those with a reserved one; after six in an hour only usable names go on', async () => {
    const create = (name: string) =>
      call('group', 'operator.create', { name, display_name: 'x', role: 'auditor' }, '222')
    const [reserved, taken] = [await create('export'), await create('boss')]
    expect(taken).toEqual(reserved)
    expect(taken).toMatchObject({ success: false, error_code: 'INVALID_SETTING', field: 'name' })
    expect(await create('group')).toEqual(refusedWith('OPERATOR_EXISTS'))
    for (const name of ['clerk', 'boss', 'cli', 'boss']) expect(await create(name)).toEqual(taken)
    for (const name of ['boss', 'cli']) expect(await create(name)).toEqual(refusedWith('TOO_MANY_NAMES'))
    expect(await create('usable-name')).toEqual(done)
    expect(await call('group', 'operator.setRole', { name: 'usable-name' }, '222')).toEqual(done)
    const { events: told } = await call('group', 'audit.list', { kind: 'alarm' }, '222')
    expect(told).toMatchObject([{ actor: 'operator:group', after: '{"alarm":"operator_names_tried","count":6}' }])
    expect(await call('boss', 'operator.create', { name: 'free-name', display_name: 'x', role: 'auditor' })).toEqual(
      done,
    )
    expect(await call('boss', 'operator.setRole', { name: 'free-name' })).toEqual(done)
  })

  test.each<[string, object, string]>([
    ['a name in capitals', { name: 'Clerk', role: 'finance' }, 'name'],
    ['an unknown role', { name: 'x-1', role: 'boss' }, 'role'],
    ['a clerk without shops', { name: 'x-1', role: 'shop_clerk' }, 'shops'],
    ['an owner of a shop', { name: 'x-1', role: 'owner', shops: ['01'] }, 'shops'],
  ])('are not created with %s', async (_what, requested, field) => {
    const refused = await call('boss', 'operator.create', { display_name: 'x', ...requested })
    expect(refused).toMatchObject({ success: false, error_code: 'INVALID_SETTING', field })
  })

  test('are disabled, reset and regraded by an owner of all their sellers, and never by themselves', async () => {
    expect(await call('boss', 'operator.reset', { name: 'shared' })).toEqual(refusedWith('OPERATOR_OF_OTHERS'))
    expect(await call('boss', 'operator.reset', { name: 'foreign' })).toEqual(refusedWith('OPERATOR_NOT_FOUND'))
    expect(await call('boss', 'operator.reset', { name: 'nobody' })).toEqual(refusedWith('OPERATOR_NOT_FOUND'))
    for (const method of ['operator.reset', 'operator.switch', 'operator.setRole']) {
      const own = { name: 'boss', ...(method === 'operator.switch' ? { enabled: false } : {}) }
      expect(await call('boss', method, own)).toEqual(refusedWith('OPERATOR_IS_SELF'))
    }
    const reset = await call('group', 'operator.reset', { name: 'shared' })
    const cookie = await signIn(server.url, 'shared', String(reset['one_time_password']))
    expect(await call('group', 'operator.switch', { name: 'shared', enabled: false })).toEqual(done)
    expect((await askConsole(server.url, 'session', { verb: 'GET', cookie })).status).toBe(401)
    const regraded = await call('boss', 'operator.setRole', { name: 'shared', role: 'manager' })
    expect(regraded).toMatchObject({ assigned: { role: 'manager' }, success: true })
    expect(await call('boss', 'operator.setRole', { name: 'shared' })).toEqual(done)
    expect((await events('operator')).filter(({ operator }) => operator === 'shared')).toMatchObject([
      { act: 'role_revoked', actor: 'operator:boss' },
      { act: 'role_set', actor: 'operator:boss', role: 'manager' },
      { act: 'disabled', actor: 'operator:group', enabled: false },
      { act: 'password_reset', actor: 'operator:group' },
      { act: 'password_changed', actor: 'operator:shared' },
      { act: 'created', actor: 'operator:cli' },
    ])
  })

  test('of other sellers get no role by an owner who is none of theirs, and leave no event there', async () => {
    const roles = async () =>
      (await server.administration.listOperators()).find(({ operator }) => operator.name === 'foreign')?.operator.roles
    const before = await roles()
    for (const role of ['auditor', undefined]) {
      const input = { name: 'foreign', role }
      expect(await call('boss', 'operator.setRole', input)).toEqual(refusedWith('OPERATOR_NOT_FOUND'))
    }
    expect(await roles()).toEqual(before)
    const input = { cookie: cookies.get('foreign'), body: { actor: 'operator:boss' } }
    const { body } = await askConsole(server.url, 'yaoquan.console.audit.list', input)
    const ofBoss = (body as Answered).result['events'] as readonly { after: string }[]
    expect(ofBoss.filter(({ after }) => JSON.parse(after).operator === 'foreign')).toEqual([])
    expect(await call('group', 'operator.setRole', { name: 'foreign', role: 'auditor' })).toMatchObject(granted)
    expect(await call('group', 'operator.setRole', { name: 'foreign' })).toEqual(done)
    // One whose last role this seller took away can be taken back by it.
    const hired = { name: 'leaver', display_name: '离职', role: 'finance' }
    await call('boss', 'operator.create', hired)
    expect(await call('boss', 'operator.setRole', { name: 'leaver' })).toEqual(done)
    expect(await call('boss', 'operator.setRole', { name: 'leaver', role: 'auditor' })).toMatchObject(granted)
  })
})

describe('apps', () => {
  const appKeys = async () =>
    ((await call('boss', 'app.list'))['apps'] as readonly { app_key: string }[]).map(({ app_key }) => app_key)
  const calls = (app_key: string, secret: string) =>
    post(server.url, signedParameters({ app_key, method: 'taobao.time.get' }, secret))

  test('are registered with a secret that is told once, changed, and exchanged', async () => {
    const made = await call('boss', 'app.create', { name: '收银', preset: 'till', allowed_ips: ['127.0.0.1'] })
    const [key, secret] = [String(made['app_key']), String(made['app_secret'])]
    expect(await appKeys()).toContain(key)
    expect(await calls(key, secret)).toContain('time_get_response')
    const rotated = await call('boss', 'app.rotate', { app_key: key, old_valid_hours: 1 })
    const other = String(rotated['app_secret'])
    expect(await call('boss', 'app.rotate', { app_key: key })).toEqual(refusedWith('OLD_SECRET_VALID'))
    await expect.poll(() => calls(key, other)).toContain('time_get_response')
    expect(await calls(key, secret)).toContain('time_get_response')
    expect(await call('boss', 'app.retire', { app_key: key })).toEqual(done)
    await expect.poll(() => calls(key, secret)).toContain('"code":25')
    expect(await call('boss', 'app.update', { app_key: key, enabled: false, calls_per_second: 5 })).toEqual(done)
    const { apps } = await call('boss', 'app.list')
    const app = (apps as readonly Record<string, unknown>[]).find(({ app_key }) => app_key === key)
    expect(app).toEqual({
      app_key: key,
      name: '收银',
      enabled: false,
      preset: 'till',
      allowed: [],
      denied: [],
      allowed_ips: ['127.0.0.1'],
      language: 'zh',
      masks_phones: true,
      calls_per_second: 5,
      has_old_secret: false,
      calls_today: expect.any(Number),
      ignored_members: [],
      no_phones: [],
      other_sellers: false,
      created_at: expect.any(String),
      secret_set_at: expect.any(String),
    })
    expect(await events('app')).toMatchObject([
      { act: 'changed', app_key: key, enabled: false, calls_per_second: 5 },
      { act: 'old_secret_retired' },
      { act: 'secret_rotated', old_valid_hours: 1 },
      { act: 'created', actor: 'operator:boss', preset: 'till' },
      { act: 'created', actor: 'operator:cli' },
    ])
    expect(JSON.stringify(await events('app'))).not.toMatch(new RegExp(`${secret}|${other}`))
  })

  test('are adjusted and disabled by a developer, who neither widens nor enables them, and ends their sessions', async () => {
    await hire('coder', ['111', 'developer'])
    const made = await call('boss', 'app.create', { name: '小程序', preset: 'till' })
    const app_key = String(made['app_key'])
    const adjusted = { name: '小程序二', allowed_ips: ['10.0.0.0/8'], calls_per_day: 9, calls_per_second: 2 }
    expect(await call('coder', 'app.update', { app_key, ...adjusted })).toEqual(done)
    for (const widened of [{ preset: 'full' }, { preset: 'till' }, { enabled: true }, { name: 'x', enabled: true }]) {
      expect(await call('coder', 'app.update', { app_key, ...widened })).toEqual(refusedWith('APP_WIDENED'))
    }
    const session = { appKey: app_key, sellerId: '111', days: 1 }
    for (let place = 0; place < 2; place += 1) await server.administration.createSession(session)
    const numbered = { app_key, out_request_no: 'END-1' }
    for (let time = 0; time < 2; time += 1) {
      expect(await call('coder', 'app.endSessions', numbered)).toEqual({ ended: 2, success: true })
    }
    expect(await call('coder', 'app.endSessions', { app_key })).toEqual({ ended: 0, success: true })
    expect(await call('coder', 'app.endSessions', { app_key: 'nobody' })).toEqual(refusedWith('APP_NOT_FOUND'))
    expect(await call('coder', 'app.update', { app_key, enabled: false })).toEqual(done)
    const { apps } = await call('coder', 'app.list')
    const app = { app_key, preset: 'till', enabled: false, ...adjusted }
    expect(apps).toContainEqual(expect.objectContaining(app))
    const ofCoder = (await events('app')).filter(({ actor }) => actor === 'operator:coder')
    expect(ofCoder.map(({ act }) => act)).toEqual(['changed', 'session_revoked', 'session_revoked', 'changed'])
  })

  test('of other sellers, or with settings that do not exist, are refused', async () => {
    const settings = { grants: { preset: 'erp', allowed: [], denied: [] }, allowedIps: [] }
    await server.administration.createApp({ name: 'x', sellerIds: ['222'], appKey: 'theirs', ...settings })
    await server.administration.createApp({ name: 'x', sellerIds: ['111', '222'], appKey: 'ours', ...settings })
    expect(await call('boss', 'app.rotate', { app_key: 'theirs' })).toEqual(refusedWith('APP_NOT_FOUND'))
    expect(await call('boss', 'app.rotate', { app_key: 'ours' })).toEqual(refusedWith('APP_OF_OTHERS'))
    expect(await call('boss', 'app.update', { app_key: 'nobody' })).toEqual(refusedWith('APP_NOT_FOUND'))
    const create = (requested: object) => call('boss', 'app.create', { name: 'x', preset: 'erp', ...requested })
    expect(await create({ preset: 'boss' })).toMatchObject({ error_code: 'INVALID_SETTING', field: 'preset' })
    expect(await create({ allowed_ips: ['300.1.1.1'] })).toMatchObject({ field: 'allowed_ips' })
  })
})

describe('webhooks', () => {
  test('are added with a secret that is told once, listed with what waits, replayed and removed', async () => {
    const url = 'http://127.0.0.1:9/never'
    const added = await call('boss', 'webhook.add', { url })
    expect(added).toMatchObject({ webhook_id: expect.stringMatching(/^wh/), secret: expect.stringMatching(/^\w{64}$/) })
    const webhook_id = added['webhook_id']
    expect(await call('boss', 'webhook.add', { url })).toEqual(refusedWith('WEBHOOK_EXISTS'))
    expect(await call('boss', 'webhook.add', { url: 'ftp://x' })).toMatchObject({ field: 'url' })
    expect(await call('boss', 'webhook.replay', { webhook_id, after_seq: 0 })).toEqual(done)
    expect(await call('boss', 'webhook.list')).toMatchObject({ webhooks: [{ webhook_id, url, cursor_seq: 0 }] })
    const refusedTest = { delivered: false, reason: 'ECONNREFUSED', duration_ms: expect.any(Number), success: true }
    expect(await call('boss', 'webhook.test', { webhook_id })).toEqual(refusedTest)
    expect(await call('boss', 'webhook.list')).toMatchObject({ webhooks: [{ webhook_id, cursor_seq: 0 }] })
    expect(await call('boss', 'webhook.remove', { webhook_id })).toEqual(done)
    expect(await call('boss', 'webhook.test', { webhook_id })).toEqual(refusedWith('WEBHOOK_NOT_FOUND'))
    expect(await call('boss', 'webhook.replay', { webhook_id, after_seq: 0 })).toEqual(refusedWith('WEBHOOK_NOT_FOUND'))
    expect(await events('webhook')).toMatchObject([
      { act: 'removed' },
      { act: 'replayed', after_seq: 0 },
      { act: 'added', url },
    ])
  })
})

describe('the audit trail', () => {
  test('is walked page by page, the newest first, without what happens to coupons every day', async () => {
    const caller = lifecycleClient(server)
    const coupons = Array.from({ length: 30 }, (_, place) => ({ couponCode: `audit-${place}` }))
    await caller.call('yaoquan.coupon.issue', { outRequestNo: caller.newNo(), coupons })
    const walked: number[] = []
    let cursor: unknown
    do {
      const page = await call('boss', 'audit.list', { limit: 3, cursor })
      const listed = page['events'] as readonly { event_seq: number; kind: string }[]
      expect(listed.filter(({ kind }) => kind === 'issued')).toEqual([])
      walked.push(...listed.map(({ event_seq }) => event_seq))
      cursor = page['next_cursor']
    } while (cursor !== undefined)
    const whole = (await call('boss', 'audit.list', { limit: 200 }))['events'] as readonly { event_seq: number }[]
    expect(walked).toEqual(whole.map(({ event_seq }) => event_seq))
    expect(walked).toEqual(walked.toSorted((left, right) => right - left))
    expect(walked.length).toBeGreaterThan(15)
    const ofGroup = (await call('boss', 'audit.list', { actor: 'operator:group' }))['events']
    expect((ofGroup as readonly { actor: string }[]).every(({ actor }) => actor === 'operator:group')).toBe(true)
  })

  test('is verified by a click', async () => {
    expect(await call('boss', 'audit.verify')).toMatchObject({
      intact: true,
      findings: [],
      more_findings: 0,
      success: true,
    })
  })
})
