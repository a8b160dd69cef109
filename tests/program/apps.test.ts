import { startServer } from '@yaoquan/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CliServer, runCli, serveCli } from '../harness/run-cli.ts'
import { post, querycoupon, signedParameters } from '../harness/signed-call.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'
import { couponLines, linesOf, uploadUrl } from '../harness/upload.ts'
import { withoutMidnight } from '../harness/without-midnight.ts'

const app = { appKey: 'changing', appSecret: 'a-secret-of-24-characters' }
/** Longer than the server keeps what it knows of an app, on a machine that is busy. */
const patienceMs = 30_000

let server: TestServer
let second: Awaited<ReturnType<typeof startServer>>
let workers: CliServer

beforeAll(async () => {
  server = await startTestServer(
    async (administration) => {
      await administration.createSeller({ sellerId: '222', name: '另一连锁' })
      await administration.createApp({ name: '收银', sellerIds: ['111'], ...app })
      await administration.importCoupons({ sellerId: '111', rows: [{ couponCode: 'one', phone: '18612255668' }] })
    },
    { isProduction: true },
  )
  const { dataDir } = server
  const modes = { isDemo: false, isSandbox: false, logLevel: 'silent' }
  second = await startServer({ host: '127.0.0.1', port: 0, dataDir, ...modes })
  workers = await serveCli(['--data', dataDir, '--workers', '2'])
})

afterAll(async () => {
  await workers?.stop()
  await second?.close()
  await server?.close()
})

/** A command line on the store, whose answer is JSON. */
async function command(line: string): Promise<Record<string, unknown>> {
  const run = await runCli([...line.split(' '), '--data', server.dataDir, '--json'])
  expect([run.code, run.stderr]).toEqual([0, ''])
  return JSON.parse(run.stdout)
}

async function ask(url: string, changes: Readonly<Record<string, string>> = {}, secret = app.appSecret) {
  const parameters = { method: 'taobao.time.get', app_key: app.appKey, timestamp: String(Date.now()), ...changes }
  return post(url, signedParameters(parameters, secret))
}

/** What every server answers to the same call; the workers are asked by several connections each. */
async function answers(changes: Readonly<Record<string, string>> = {}, secret = app.appSecret): Promise<Set<string>> {
  const urls = [server.url, second.url, ...Array.from({ length: 6 }, () => workers.url)]
  const texts = await Promise.all(urls.map((url) => ask(url, changes, secret)))
  return new Set(texts.map((text) => /"code":(\d+)/.exec(text)?.[1] ?? 'answered'))
}

/** Waits until all servers know of a change; they look at an app anew every half second. */
async function untilAnswered(
  expected: string,
  changes: Readonly<Record<string, string>> = {},
  secret?: string,
): Promise<void> {
  await expect.poll(() => answers(changes, secret)).toEqual(new Set([expected]))
}

describe('every server follows when an app is', () => {
  it('disabled and enabled', async () => {
    expect(await answers()).toEqual(new Set(['answered']))
    await command('app disable changing')
    await untilAnswered('29')
    await command('app enable changing')
    await untilAnswered('answered')
  })

  it('given other grants, and refuses what was taken away', async () => {
    await server.administration.updateApp(app.appKey, { grants: { preset: 'read', allow: [], deny: [querycoupon] } })
    await untilAnswered('11', { method: querycoupon })
    expect(await answers({ method: 'yaoquan.coupon.get', coupon_code: 'one' })).toEqual(new Set(['answered']))
    expect(await answers({ method: 'yaoquan.coupon.void' })).toEqual(new Set(['11']))
    await server.administration.updateApp(app.appKey, { grants: { preset: 'erp', allow: [], deny: [] } })
  })

  it('given a new secret: both hold until the old one is retired', async () => {
    const { app_secret, ...rotated } = await command('app rotate changing')
    expect(rotated).toEqual({ app_key: 'changing', old_secret_until: null })
    const secret = String(app_secret)
    expect(secret).toMatch(/^[0-9a-f]{32}$/)
    await untilAnswered('answered', {}, secret)
    expect(await answers()).toEqual(new Set(['answered']))
    const third = await runCli(['app', 'rotate', 'changing', '--data', server.dataDir])
    expect([third.code, third.stdout, third.stderr]).toEqual([1, '', expect.stringContaining('--retire')])
    await server.administration.retireOldSecret(app.appKey, undefined)
    await untilAnswered('25')
    expect(await answers({}, secret)).toEqual(new Set(['answered']))
  })

  it('parted from a session', async () => {
    await server.administration.createApp({
      name: '两个连锁',
      sellerIds: ['111', '222'],
      appKey: 'two',
      appSecret: 'x',
    })
    const opened = await server.administration.createSession({ appKey: 'two', sellerId: '111', days: 1 })
    if (opened.kind !== 'created') throw new Error(opened.kind)
    const call = { app_key: 'two', method: 'yaoquan.coupon.get', coupon_code: 'one', session: opened.session }
    expect(await answers(call, 'x')).toEqual(new Set(['answered']))
    const listed = await command('session list --app-key two')
    expect(JSON.stringify(listed)).not.toContain(opened.session.slice(4))
    const [{ sessionId } = { sessionId: '' }] = await server.administration.listSessions('two')
    expect(await command(`session revoke ${sessionId}`)).toEqual({ session_id: sessionId, revoked: true })
    await untilAnswered('27', call, 'x')
    expect(await server.administration.listSessions('two')).toEqual([])
  })
})

it('stores nothing more of an upload once its app is disabled', async () => {
  const [half, rest] = [couponLines(2_000, 'half-'), couponLines(2_000, 'rest-')]
  const uploader = { appKey: 'uploader', appSecret: 'a-secret-of-an-uploader' }
  await server.administration.createApp({ name: 'uploader', sellerIds: ['111'], ...uploader })
  const changes = { app_key: uploader.appKey, out_request_no: 'stopped' }
  const address = uploadUrl(server.url, half + rest, changes, uploader.appSecret)
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const body = writable.getWriter()
  const sending = fetch(address, { method: 'POST', body: readable, duplex: 'half' })
  await body.write(Buffer.from(half))
  // The server answers once it has let the upload begin.
  const answer = await sending
  await server.administration.updateApp(uploader.appKey, { isEnabled: false })
  const requested = () => ask(server.url, { app_key: uploader.appKey }, uploader.appSecret)
  await expect.poll(requested).toContain('"code":29')
  await body.write(Buffer.from(rest))
  await body.close()
  expect(linesOf(await answer.text())).toMatchObject([
    { success: false, created: 0, error_code: 'UPLOAD_NOT_ALLOWED_NOW' },
  ])
})

it('shows the settings, the calls of today and the old secret’s last use, and never a secret', async () => {
  const created = await command(
    'app create --name 自建 --seller 111 --app-key shown --calls-per-second 500 --mask-phones',
  )
  const first = String(created['app_secret'])
  const { app_secret } = await command('app rotate shown --old-until 2099-12-31')
  await withoutMidnight(patienceMs)
  const calledAtMs = Date.now()
  for (const secret of [first, String(app_secret)]) {
    expect(await ask(server.url, { app_key: 'shown' }, secret)).toContain('time_get_response')
  }
  // Calls are counted, and uses noted, within seconds.
  const show = () => command('app show shown')
  const isNoted = async () => Object(await show())
  await expect
    .poll(isNoted, { interval: 500 })
    .toMatchObject({ calls_today: 2, old_secret: { last_used_at: expect.any(String) } })
  const shown = await show()
  expect(shown).toMatchObject({
    app_key: 'shown',
    name: '自建',
    enabled: true,
    seller_ids: ['111'],
    allowed_ips: [],
    preset: 'erp',
    mask_phones_set_by: 'operator',
    full_phones_per_hour: 10_000,
    charset: 'utf-8',
    language: 'zh',
    mask_phones: true,
    calls_today: 2,
    calls_per_day: null,
    calls_per_second: 500,
    old_secret: { accepted: true, ends_at: '2100-01-01T00:00:00+08:00', last_used_at: expect.any(String) },
  })
  const { last_used_at } = Object(shown['old_secret'])
  // It is told to the second.
  expect(Date.parse(last_used_at)).toBeGreaterThan(calledAtMs - 1_000)
  const { stdout } = await runCli(['app', 'show', 'shown', '--data', server.dataDir])
  expect(stdout).toContain('2 / 不限')
  expect(stdout).toContain('有效至 2100-01-01T00:00:00+08:00')
  const all = JSON.stringify([shown, await command('app list'), await command('chain list')]) + stdout
  expect(all).toContain('"shown"')
  expect(all).toContain('测试连锁')
  for (const secret of [first, String(app_secret), app.appSecret]) expect(all).not.toContain(secret)
})

it('masks phones as the preset says, until the operator says otherwise', async () => {
  const phonesOf = async (line: string) => {
    const { mask_phones, mask_phones_set_by, full_phones_per_hour } = await command(line)
    return [mask_phones, mask_phones_set_by, full_phones_per_hour]
  }
  await command('app create --name till --seller 111 --app-key phones --preset till --full-phones-per-hour none')
  expect(await phonesOf('app show phones')).toEqual([true, 'preset', null])
  expect(await phonesOf('app update phones --preset erp --full-phones-per-hour 500')).toEqual([false, 'preset', 500])
  expect(await phonesOf('app update phones --mask-phones')).toEqual([true, 'operator', 500])
  expect(await phonesOf('app update phones --preset full')).toEqual([true, 'operator', 500])
  expect(await phonesOf('app update phones --no-mask-phones --full-phones-per-hour default')).toEqual([
    ...[false, 'operator', 10_000],
  ])
  expect(await phonesOf('app update phones --preset read --mask-phones-as-preset')).toEqual([true, 'preset', 10_000])
  const { stdout } = await runCli(['app', 'show', 'phones', '--data', server.dataDir])
  expect(stdout).toContain('手机号: 打码（由预设）')
})

it('extends a session by 30 days, an expired one too; its token stays', async () => {
  const opened = await server.administration.createSession({ appKey: app.appKey, sellerId: '111', days: -1 })
  if (opened.kind !== 'created') throw new Error(opened.kind)
  const [session] = await server.administration.listSessions(app.appKey)
  const refreshed = await command(`session refresh ${session?.sessionId}`)
  expect(refreshed).toMatchObject({ session_id: session?.sessionId, app_key: app.appKey, expired: false })
  const days = (Date.parse(String(refreshed['expires_at'])) - Date.now()) / 86_400_000
  expect(Math.round(days)).toBe(30)
})

it('of two changes at once none is lost', async () => {
  const { administration } = server
  await administration.createApp({ name: 'two at once', sellerIds: ['111'], appKey: 'at-once' })
  await Promise.all([
    ...Array.from({ length: 10 }, (_, place) =>
      administration.updateApp('at-once', { grants: { allow: [`name-${place}`], deny: [] } }),
    ),
    administration.rotateSecret('at-once', { text: 'the newest of secrets', oldEndsAtMs: undefined }),
  ])
  const found = await administration.findApp('at-once')
  expect(found?.grants.allowed.toSorted()).toEqual(Array.from({ length: 10 }, (_, place) => `name-${place}`))
  expect(found?.oldSecret).toEqual({ endsAtMs: undefined, lastUsedAtMs: undefined })
})
