import { setTimeout as delay } from 'node:timers/promises'
import { TopClient, TopClientError } from '@yaoquan/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { triggeredKinds } from '../../packages/cli/src/trigger/triggers.ts'
import { momentText } from '../../packages/server/src/domain/dates.ts'
import { startBodyReceiver } from '../harness/body-receiver.ts'
import { runCli } from '../harness/run-cli.ts'
import { post, signedParameters } from '../harness/signed-call.ts'
import { startTestServer, type TestServer, testApp, testNowMs } from '../harness/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server?.close())

async function ask(action: string, members: object, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(`${server.url}/sandbox/api/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(members),
  })
  const answer: Readonly<Record<string, unknown>> = Object(await response.json())
  return { status: response.status, answer }
}

type App = Readonly<{ app_key: string; app_secret: string }>

async function newApp(): Promise<App> {
  const { status, answer } = await ask('apps', {})
  expect(status).toBe(200)
  return { app_key: String(answer['app_key']), app_secret: String(answer['app_secret']) }
}

/** Calls with the time that the sandbox's clock shows. */
async function clientOf(app: App): Promise<TopClient> {
  const { answer } = await ask('state', app)
  const aheadMs = Number(answer['ahead_seconds']) * 1000
  const parts = { appKey: app.app_key, appSecret: app.app_secret, retries: 0 }
  return new TopClient({ url: `${server.url}/router/rest`, ...parts, clock: () => Date.now() + aheadMs })
}

describe('a test app', () => {
  test('comes with a chain of its own, in which a coupon of every state stands', async () => {
    const client = await clientOf(await newApp())
    const page = await client.queryCoupons({ pageSize: 50 })
    expect(Object.fromEntries(page.coupons.map(({ couponCode, status }) => [couponCode, status]))).toMatchObject({
      'UNUSED-1': '0',
      'USED-1': '1',
      'EXPIRED-1': '2',
      'VOID-1': '3',
      'HELD-1': '4',
      'LASTDAY-1': '0',
      'FUTURE-1': '0',
    })
    expect((await client.queryCoupons({ phone: '18612255668' })).totalCount).toBe(10)
    const [stock, soldOut, closed] = await Promise.all(
      ['T-STOCK', 'T-SOLDOUT', 'T-CLOSED'].map((couponId) => client.getTemplate({ couponId })),
    )
    expect([stock?.template?.issuedCount, soldOut?.template?.issuedCount, closed?.template?.closed]).toEqual([
      0,
      1,
      true,
    ])
  })

  test('sees nothing of another one', async () => {
    const [one, other] = [await newApp(), await newApp()]
    const issuing = (await clientOf(one)).issueCoupons({ outRequestNo: 'n', coupons: [{ couponCode: 'MINE' }] })
    await issuing
    expect((await (await clientOf(other)).queryCoupons({ couponCode: 'MINE' })).totalCount).toBe(0)
  })

  test('is acted for with its secret alone, from pages of this site alone, and no other app is', async () => {
    const app = await newApp()
    expect(await ask('state', { ...app, app_secret: 'wrong' })).toMatchObject({ status: 401 })
    expect(await ask('state', { app_key: testApp.appKey, app_secret: testApp.appSecret })).toMatchObject({
      status: 401,
    })
    expect(await ask('state', app, { 'sec-fetch-site': 'cross-site' })).toMatchObject({ status: 403 })
    expect(await ask('state', app, { 'content-type': 'text/plain' })).toMatchObject({ status: 403 })
    expect(await ask('clock', { ...app, to: 'yesterday' })).toMatchObject({ status: 400 })
    expect(await ask('fault', { ...app, kind: 'meteor' })).toMatchObject({ status: 400 })
  })
})

describe('the clock', () => {
  test('makes coupons expire when it is moved, and goes back', async () => {
    const app = await newApp()
    const statusOf = async () =>
      (await (await clientOf(app)).queryCoupons({ couponCode: 'LASTDAY-1' })).coupons[0]?.status
    expect(await statusOf()).toBe('0')
    expect(await ask('clock', { ...app, move_seconds: 86_400 })).toMatchObject({ status: 200 })
    expect(await statusOf()).toBe('2')
    await ask('clock', { ...app, to: '2026-11-24 22:29:00' })
    expect(await statusOf()).toBe('0')
  })
})

test('a clock that is moved moves for its own chain alone: others keep status, timestamps and events', async () => {
  const [mover, other] = [await newApp(), await newApp()]
  await ask('clock', { ...mover, move_seconds: 400 * 86_400 })
  const statusesOf = async (app: App) => {
    const { coupons } = await (await clientOf(app)).queryCoupons({ pageSize: 50 })
    return Object.fromEntries(coupons.map(({ couponCode, status }) => [couponCode, status]))
  }
  expect(await statusesOf(mover)).toMatchObject({ 'LASTDAY-1': '2', 'UNUSED-1': '2', 'HELD-1': '2' })
  expect(await statusesOf(other)).toMatchObject({ 'LASTDAY-1': '0', 'UNUSED-1': '0', 'HELD-1': '4' })
  const { answer } = await ask('state', other)
  expect(answer['clock']).toMatch(/^2026-11-24 22:/)
  // The operator's own chain on the same server too, whose caller sends the time of the server.
  const client = new TopClient({ url: `${server.url}/router/rest`, ...testApp, retries: 0, clock: () => testNowMs })
  expect((await client.queryCoupons({ pageSize: 1 })).totalCount).toBe(0)
  const { answer: reset } = await ask('clock', { ...mover, to: 'now' })
  expect(reset['clock']).toMatch(/^2026-11-24 22:/)
})

test('the clock of a chain is told to its own app, and to nobody who only knows the app key', async () => {
  const app = await newApp()
  await ask('clock', { ...app, to: '2031-05-06 12:00:00' })
  const call = { app_key: app.app_key, method: 'taobao.time.get', timestamp: '2026-11-24 22:29:00' }
  expect(await post(server.url, signedParameters(call, app.app_secret))).toContain('2031-05-06 12:00')
  const stranger = await post(server.url, signedParameters(call, 'a guessed secret'))
  expect(stranger).toContain('"code":31')
  expect(stranger).not.toContain('2031')
})

test('an app that is disabled is acted for no more', async () => {
  const app = await newApp()
  await server.administration.updateApp(app.app_key, { isEnabled: false })
  const moved = () => ask('clock', { ...app, move_seconds: 60 })
  await expect.poll(moved).toMatchObject({ status: 401 })
})

describe('an injected fault', () => {
  const faultOf = async (client: TopClient) => {
    try {
      await client.queryCoupons({ pageSize: 1 })
      return 'answered'
    } catch (error) {
      return error instanceof TopClientError && error.code !== undefined
        ? `${error.code} ${error.subCode}`
        : 'no answer'
    }
  }

  test.each([
    ['remote', /^15 isp\./],
    ['unavailable', /^10 isp\./],
    ['limited', /^7 accesscontrol\.limited-by-app-access-count/],
    ['cut-before', /^no answer/],
  ])('%s meets so many calls of its app and no others', async (kind, expected) => {
    const app = await newApp()
    const [client, other] = [await clientOf(app), await clientOf(await newApp())]
    await ask('fault', { ...app, kind, calls: 2 })
    expect(await faultOf(other)).toBe('answered')
    expect([await faultOf(client), await faultOf(client)]).toEqual([
      expect.stringMatching(expected),
      expect.stringMatching(expected),
    ])
    expect(await faultOf(client)).toBe('answered')
  })

  test('slow makes an answer wait, and clearing takes the fault away', async () => {
    const app = await newApp()
    const client = await clientOf(app)
    await ask('fault', { ...app, kind: 'slow', calls: 5, seconds: 1 })
    const startMs = performance.now()
    expect(await faultOf(client)).toBe('answered')
    expect(performance.now() - startMs).toBeGreaterThan(990)
    expect((await ask('fault', { ...app, kind: 'none' })).answer['fault']).toBeUndefined()
  })

  test('of one method leaves the others alone', async () => {
    const app = await newApp()
    const client = await clientOf(app)
    await ask('fault', { ...app, kind: 'remote', calls: 1, method: 'yaoquan.coupon.get' })
    expect(await faultOf(client)).toBe('answered')
    await expect(client.getCoupon({ couponCode: 'UNUSED-1' })).rejects.toMatchObject({ code: 15 })
  })

  test('a write whose answer is lost is done once, and its repetition says so', async () => {
    const app = await newApp()
    const client = await clientOf(app)
    const redemption = { outRequestNo: 'R1', couponCode: 'UNUSED-1', orderId: 'SO-1', orderAmount: '300' }
    await ask('fault', { ...app, kind: 'cut-after', calls: 1 })
    await expect(client.redeemCoupon(redemption)).rejects.toThrow()
    expect(await client.redeemCoupon(redemption)).toMatchObject({ alreadyDone: true })
  })
})

describe('the webhook inspector', () => {
  test('shows what came, whether its signature is right, and how it was answered', async () => {
    const app = await newApp()
    await ask('hook', { ...app, status: 500 })
    const deliveries = async () => {
      const { answer } = await ask('state', app)
      const hook: { deliveries?: readonly { status: number; isSignatureRight: boolean; body: string }[] } = Object(
        answer['hook'],
      )
      return hook.deliveries ?? []
    }
    while ((await deliveries()).length === 0) await delay(100)
    expect((await deliveries())[0]).toMatchObject({ status: 500, isSignatureRight: true })
    await ask('hook', { ...app, status: 200 })
    while ((await deliveries()).every(({ status }) => status !== 200)) await delay(100)
    const { events } = JSON.parse((await deliveries())[0]?.body ?? '')
    expect(events.length).toBeGreaterThanOrEqual(10)
    expect(events[0].event_seq).toBeGreaterThan(1)
    const forged = await fetch(`${server.url}/sandbox/hooks/unknown`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    })
    expect(forged.status).toBe(404)
  })
})

test('a server of production has none of it, and says at its address what it is', async () => {
  const production = await startTestServer(async () => undefined, { isProduction: true })
  const pages = await Promise.all(['/sandbox', '/sandbox/en'].map((path) => fetch(production.url + path)))
  const texts = await Promise.all(pages.map((page) => page.text()))
  expect(texts).toEqual([
    expect.stringContaining('没有开启沙箱'),
    expect.stringContaining('This server runs without one'),
  ])
  for (const text of texts) expect(text).not.toContain('/assets/sandbox.')
  const made = await fetch(`${production.url}/sandbox/api/apps`, {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json' },
  })
  expect(made.status).toBe(404)
  await production.close()
})

test('several workers would have several clocks, so they are refused', async () => {
  const { code, stderr } = await runCli(['serve', '--sandbox', '--workers', '2', '--data', server.dataDir])
  expect([code, stderr]).toEqual([2, expect.stringContaining('--sandbox')])
})

describe('yaoquan trigger', () => {
  let credentials: Readonly<Record<string, string>>
  beforeAll(async () => {
    const app = await newApp()
    // The command sends the time of this machine.
    await ask('clock', { ...app, to: momentText(Date.now()) })
    credentials = { YAOQUAN_APP_KEY: app.app_key, YAOQUAN_APP_SECRET: app.app_secret }
  })

  test.each(triggeredKinds)('causes %s, also when it is repeated', async (kind) => {
    const trigger = () => runCli(['trigger', kind, '--json'], { ...credentials, YAOQUAN_URL: server.url })
    const [first, second] = [await trigger(), await trigger()]
    expect([first.stderr, second.stderr]).toEqual(['', ''])
    const [one, other] = [JSON.parse(first.stdout), JSON.parse(second.stdout)]
    expect([one.event, other.event]).toEqual([kind, kind])
    expect(other.event_seq).toBeGreaterThan(one.event_seq)
  })

  test.each([200, 401])(
    'does nothing to a server that is no sandbox and answers %i, and sends it no key',
    async (status) => {
      const receiver = await startBodyReceiver(status)
      const run = await runCli(['trigger', 'issued'], { ...credentials, YAOQUAN_URL: receiver.url })
      receiver.stop()
      expect(run).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('不是沙箱') })
      expect(receiver.bodies).toEqual(['{}'])
    },
  )
})
