import { startServer } from '@yaoquan/server'
import { TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askConsole, type ConsoleRequest, firstSignIn, signIn } from '../harness/console.ts'
import { startTestServer, type TestServer, testNowMs } from '../harness/test-server.ts'

let server: TestServer
let startedMs = 0
/** The clock of the sandbox, which runs from the test's moment. */
const serverNow = () => testNowMs + Date.now() - startedMs
const oneTime = new Map<string, string>()
const password = 'correct horse battery'

async function createOperator(name: string, role = 'owner'): Promise<string> {
  const roles = [{ sellerId: '111', role, shops: undefined }]
  const made = await server.administration.createOperator({ name, displayName: name, roles })
  if (made.kind !== 'changed') throw new Error(made.kind)
  oneTime.set(name, made.password)
  return made.password
}

const ask = (path: string, input?: ConsoleRequest) => askConsole(server.url, path, input)
const session = (cookie: string) => ask('session', { verb: 'GET', cookie })

beforeAll(async () => {
  server = await startTestServer()
  startedMs = Date.now()
})
afterAll(() => server.close())

describe('sign-in', () => {
  test('gives a strict cookie for the console only, and tells who is signed in and what they may do', async () => {
    const given = await createOperator('wang')
    const reply = await ask('session', { body: { name: 'wang', password: given } })
    expect(reply.status).toBe(200)
    const [cookie = '', ...attributes] = reply.headers.getSetCookie()[0]?.split('; ') ?? []
    expect(cookie).toMatch(/^yaoquan_console=[\w-]{43}$/)
    expect(attributes.toSorted()).toEqual(['HttpOnly', 'Max-Age=86400', 'Path=/console', 'SameSite=Strict'])
    expect(reply.headers.get('cache-control')).toBe('no-store')
    expect((await session(cookie)).body).toMatchObject({
      operator: { name: 'wang', displayName: 'wang', mustChangePassword: true, hasTotp: false },
      sellers: [{ id: '111', name: '测试连锁', role: 'owner', acts: expect.arrayContaining(['bulk', 'unmask']) }],
    })
  })

  test('lets a one-time password do nothing but replace itself', async () => {
    const given = await createOperator('first')
    const cookie = await signIn(server.url, 'first', given)
    const called = await ask('yaoquan.template.list', { cookie })
    expect([called.status, called.body]).toMatchObject([403, { error: { code: 'PASSWORD_CHANGE_NEEDED' } }])
    for (const body of [{}, { password: given, remove: true }]) {
      expect((await ask('totp', { cookie, body })).body).toMatchObject({ error: { code: 'PASSWORD_CHANGE_NEEDED' } })
    }
    for (const [verb, path] of [
      ['GET', 'sessions'],
      ['DELETE', 'sessions/0'],
    ] as const) {
      expect((await ask(path, { verb, cookie })).body).toMatchObject({ error: { code: 'PASSWORD_CHANGE_NEEDED' } })
    }
    const change = (next: string, present = given) =>
      ask('password', { cookie, body: { password: present, new_password: next } })
    for (const weak of ['short', 'my name is First.', 'Password123', 'a password of 测试连锁', given]) {
      const { body } = await change(weak)
      expect(body).toMatchObject({ error: { code: 'WEAK_PASSWORD' } })
      expect(JSON.stringify(body)).not.toContain(weak)
    }
    expect((await change(password, 'not the present one')).body).toMatchObject({ error: { code: 'WRONG_PASSWORD' } })
    expect((await change(password)).status).toBe(200)
    expect((await ask('yaoquan.template.list', { cookie })).body).toMatchObject({ result: { success: true } })
    expect((await ask('session', { body: { name: 'first', password: given } })).status).toBe(401)
  })

  test('ends the other sessions when the password is changed, and this one by signing out', async () => {
    const cookie = await firstSignIn(server.url, 'ends', await createOperator('ends'), password)
    const other = await signIn(server.url, 'ends', password)
    const next = `${password} two`
    await ask('password', { cookie, body: { password, new_password: next } })
    expect([(await session(other)).status, (await session(cookie)).status]).toEqual([401, 200])
    const gone = await ask('session', { verb: 'DELETE', cookie })
    expect(gone.headers.get('set-cookie')).toMatch(/^yaoquan_console=; .*Max-Age=0/)
    expect((await session(cookie)).body).toMatchObject({ error: { code: 'SIGNED_OUT' } })
  })

  test('lists the views of lists that its operator saved, who sees no others', async () => {
    const cookie = await firstSignIn(server.url, 'views', await createOperator('views'), password)
    const other = await firstSignIn(server.url, 'no-views', await createOperator('no-views'), password)
    const viewsOf = async (of: string) =>
      ((await session(of)).body as { sellers: { views: unknown[] }[] }).sellers[0]?.views
    const save = async (view: Readonly<Record<string, unknown>>) => {
      const { status, body } = await ask('views', { cookie, body: { list: 'coupons', ...view } })
      return [status, (body as { error?: { code: string } }).error?.code]
    }
    expect(await save({ name: '会员日', search: { shop: '01' } })).toEqual([200, undefined])
    expect(await save({ name: '会员日', search: { shop: '02', columns: 'code' } })).toEqual([200, undefined])
    const saved = { list: 'coupons', name: '会员日', search: { shop: '02', columns: 'code' } }
    expect([await viewsOf(cookie), await viewsOf(other)]).toEqual([[saved], []])
    expect(await save({ name: '一位', search: { shop: '138 0013 8000' } })).toEqual([400, 'PHONE_IN_VIEW'])
    expect(await save({ name: '', search: {} })).toEqual([400, 'INVALID_REQUEST'])
    for (let number = 2; number <= 20; number += 1) await save({ name: `第${number}个`, search: {} })
    expect(await save({ name: '第21个', search: {} })).toEqual([400, 'TOO_MANY_VIEWS'])
    expect(await save({ name: '会员日', search: {} })).toEqual([200, undefined])
    expect(await save({ list: 'jobs', name: '第21个', search: {} })).toEqual([200, undefined])
    await ask('views', { cookie: other, body: { list: 'jobs', name: '第21个', remove: true } })
    expect(await viewsOf(cookie)).toHaveLength(21)
    expect(await save({ list: 'jobs', name: '第21个', remove: true })).toEqual([200, undefined])
    expect(await viewsOf(cookie)).toHaveLength(20)
  })

  test('is listed to its operator, who ends one that is open elsewhere', async () => {
    const cookie = await firstSignIn(server.url, 'lists', await createOperator('lists'), password)
    const other = await signIn(server.url, 'lists', password)
    const listed = async (of: string) =>
      ((await ask('sessions', { verb: 'GET', cookie: of })).body as { sessions: Record<string, unknown>[] }).sessions
    const [elsewhere, here] = await listed(cookie)
    expect([elsewhere?.['isThis'], here?.['isThis']]).toEqual([false, true])
    expect(JSON.stringify(await listed(cookie))).not.toContain(cookie.split('=')[1])
    const stranger = await firstSignIn(server.url, 'stranger', await createOperator('stranger'), password)
    const end = (of: string) => ask(`sessions/${elsewhere?.['id']}`, { verb: 'DELETE', cookie: of })
    expect((await end(stranger)).body).toMatchObject({ error: { code: 'NO_SESSION' } })
    expect((await end(cookie)).status).toBe(200)
    expect([(await session(other)).status, (await session(cookie)).status]).toEqual([401, 200])
    expect((await end(cookie)).status).toBe(404)
    expect(await listed(cookie)).toHaveLength(1)
  })

  test('ends with the operator, and a reset gives another one-time password', async () => {
    const cookie = await firstSignIn(server.url, 'stopped', await createOperator('stopped'), password)
    await server.administration.switchOperator('stopped', false)
    expect((await session(cookie)).status).toBe(401)
    expect((await ask('session', { body: { name: 'stopped', password } })).body).toMatchObject({
      error: { code: 'SIGN_IN_REFUSED' },
    })
    await server.administration.switchOperator('stopped', true)
    const reset = await server.administration.resetOperator('stopped')
    expect((await ask('session', { body: { name: 'stopped', password } })).status).toBe(401)
    await signIn(server.url, 'stopped', reset.kind === 'changed' ? reset.password : '')
  })

  test('is shared by the servers of a store', async () => {
    const second = await startServer({
      host: '127.0.0.1',
      port: 0,
      dataDir: server.dataDir,
      isDemo: false,
      logLevel: 'silent',
      isSandbox: true,
      clockStartMs: testNowMs,
      adminListen: 'off',
    })
    const cookie = await firstSignIn(server.url, 'both', await createOperator('both'), password)
    const elsewhere = () => askConsole(second.url, 'session', { verb: 'GET', cookie })
    expect((await elsewhere()).body).toMatchObject({ operator: { name: 'both' } })
    await ask('session', { verb: 'DELETE', cookie })
    expect((await elsewhere()).status).toBe(401)
    await second.close()
  })
})

describe('one-time codes', () => {
  test('are asked for once an authenticator is proven, and each is good once', async () => {
    const cookie = await firstSignIn(server.url, 'totp', await createOperator('totp'), password)
    const { secret = '', uri } = (await ask('totp', { cookie })).body as Record<string, string>
    expect(uri).toBe(`otpauth://totp/Yaoquan:totp?issuer=Yaoquan&secret=${secret}&algorithm=SHA1&digits=6&period=30`)
    expect((await session(cookie)).body).toMatchObject({ operator: { hasTotp: false } })
    const codeOf = (steps: number) => new TOTP({ secret }).generate({ timestamp: serverNow() + steps * 30_000 })
    const wrong = String((Number(codeOf(0)) + 1) % 1_000_000).padStart(6, '0')
    const set = (code: string) => ask('totp', { cookie, body: { password, secret, code } })
    expect((await set(wrong)).body).toMatchObject({ error: { code: 'WRONG_CODE' } })
    expect((await set(codeOf(0))).status).toBe(200)
    const attempt = (code?: string) => ask('session', { body: { name: 'totp', password, code } })
    expect((await attempt()).body).toMatchObject({ error: { code: 'CODE_NEEDED' } })
    const next = codeOf(1)
    expect((await attempt(next)).status).toBe(200)
    expect((await attempt(next)).body).toMatchObject({ error: { code: 'CODE_NEEDED' } })
    expect((await ask('totp', { cookie, body: { password, remove: true } })).status).toBe(200)
    expect((await attempt()).status).toBe(200)
  })
})

describe('guessing', () => {
  test('is refused after five failures, whether or not the name exists, and in the same words', async () => {
    await createOperator('guessed')
    const answers = async (name: string) => {
      const replies: unknown[] = []
      for (let attempt = 0; attempt < 6; attempt += 1) {
        const { status, body } = await ask('session', { body: { name, password: `guess ${attempt}` } })
        const { retry_after_seconds: seconds, ...error } = (body as { error: Record<string, unknown> }).error
        if (status === 429) expect(seconds).toBeLessThanOrEqual(30)
        replies.push([status, error])
      }
      return replies
    }
    const ofExisting = await answers('guessed')
    expect(ofExisting.map((reply) => (reply as [number])[0])).toEqual([401, 401, 401, 401, 401, 429])
    const right = await ask('session', { body: { name: 'guessed', password: oneTime.get('guessed') } })
    expect([right.status, right.headers.get('retry-after')]).toEqual([429, expect.stringMatching(/^\d+$/)])
    expect(await answers('nobody')).toEqual(ofExisting)
  })
})

describe('strangers who keep guessing', () => {
  const guess = (name: string, headers = {}) => ask('session', { body: { name, password: 'guess' }, headers })
  const lockOut = async (name: string) => {
    while ((await guess(name)).status !== 429);
  }

  test('do not lock an operator out of a browser of his, nor out of a change of the password', async () => {
    const cookie = await firstSignIn(server.url, 'owner', await createOperator('owner'), password)
    const known = await ask('session', { body: { name: 'owner', password } })
    const [, browser = ''] = known.headers.getSetCookie()
    expect(browser.split('; ').slice(1).toSorted()).toEqual([
      ...['HttpOnly', 'Max-Age=15552000', 'Path=/console/api/session', 'SameSite=Strict'],
    ])
    await lockOut('owner')
    const mark = browser.split(';')[0] ?? ''
    const headers = { cookie: `other=1; ${mark}` }
    const attempt = (name: string, input = {}) => ask('session', { body: { name, password }, ...input })
    expect((await attempt('owner')).status).toBe(429)
    expect((await attempt('owner', { headers })).status).toBe(200)
    expect((await attempt('owner', { headers: { cookie: `${mark.slice(0, -3)}abc` } })).status).toBe(429)
    const changed = await ask('password', { cookie, body: { password, new_password: `${password} 2` } })
    expect(changed.status).toBe(200)
    // Whoever takes the browser guesses no more often than others, and for no other name.
    await createOperator('neighbour')
    await lockOut('neighbour')
    expect((await attempt('neighbour', { headers })).status).toBe(429)
    const guesses: number[] = []
    for (let place = 0; place < 6; place += 1) guesses.push((await guess('owner', headers)).status)
    expect(guesses).toEqual([401, 401, 401, 401, 401, 429])
  })
})

describe('a request', () => {
  const own = { body: { name: 'x', password: 'y' } }
  test.each<[string, ConsoleRequest]>([
    ['without the header of the console', { ...own, headers: { 'x-yaoquan-console': '' } }],
    ['of another type than JSON', { ...own, headers: { 'content-type': 'text/plain' } }],
    ['from a page of another site', { ...own, headers: { 'sec-fetch-site': 'cross-site' } }],
    ['from another host of the site', { ...own, headers: { 'sec-fetch-site': 'same-site' } }],
    ['from another origin', { ...own, headers: { origin: 'https://evil.example' } }],
    ['from no origin', { ...own, headers: { origin: 'null' } }],
  ])('%s is refused', async (_how, input) => {
    const reply = await ask('session', input)
    expect([reply.status, reply.body]).toMatchObject([403, { error: { code: 'FOREIGN_REQUEST' } }])
  })

  test('from the own origin is accepted', async () => {
    const headers = { origin: server.url, 'sec-fetch-site': 'same-origin' }
    expect((await ask('session', { ...own, headers })).body).toMatchObject({ error: { code: 'SIGN_IN_REFUSED' } })
  })

  test('with half the members is refused', async () => {
    expect((await ask('session', { body: { name: 'x' } })).body).toMatchObject({ error: { code: 'INVALID_REQUEST' } })
  })
})
