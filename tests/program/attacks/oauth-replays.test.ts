import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { askConsole, firstSignIn } from '../../harness/console.ts'
import { post, signedParameters } from '../../harness/signed-call.ts'
import { startTestServer, type TestServer } from '../../harness/test-server.ts'

const redirectUri = 'https://isv.example/callback'
const app = { appKey: '20000001', appSecret: 'secret-of-the-isv' } as const
let server: TestServer
const cookies = new Map<string, string>()

beforeAll(async () => {
  server = await startTestServer(undefined, { trustProxy: 'loopback' })
  const grants = { preset: 'erp', allowed: [], denied: [] } as const
  await server.administration.createApp({
    name: 'ISV',
    sellerIds: ['111'],
    grants,
    redirectUris: [redirectUri],
    ...app,
  })
  for (const name of ['owner', 'second', 'leaver']) {
    const roles = [{ sellerId: '111', role: 'owner', shops: undefined }]
    const made = await server.administration.createOperator({ name, displayName: name, roles })
    const password = made.kind === 'changed' ? made.password : ''
    cookies.set(name, await firstSignIn(server.url, name, password, 'correct horse battery'))
  }
})
afterAll(() => server.close())

type Form = Readonly<Record<string, string>>

/** The code that an app gets when an owner allows it. */
async function newCode(name: string, more: Form = {}): Promise<string> {
  const input = { response_type: 'code', client_id: app.appKey, redirect_uri: redirectUri, ...more }
  const body = new URLSearchParams({ ...input, seller: '111', decision: 'allow' })
  const headers = { cookie: cookies.get(name) ?? '' }
  const page = await (await fetch(`${server.url}/console/authorize`, { method: 'POST', body, headers })).text()
  return /code=([\w-]{43})/.exec(page)?.[1] ?? ''
}

type Reply = Readonly<{ status: number; body: Readonly<Record<string, unknown>> }>

async function token(form: Form, from = '203.0.113.7'): Promise<Reply> {
  const body = new URLSearchParams({ client_id: app.appKey, client_secret: app.appSecret, ...form })
  const headers = { 'x-forwarded-for': from }
  const answer = await fetch(`${server.url}/oauth/token`, { method: 'POST', body, headers })
  return { status: answer.status, body: JSON.parse(await answer.text()) }
}

const byCode = (code: string, more: Form = {}, from?: string) =>
  token({ grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...more }, from)

const byRefresh = (refresh: unknown) => token({ grant_type: 'refresh_token', refresh_token: String(refresh) })

const refused = { status: 400, body: { error: 'invalid_grant' } }

/** What the server says to a call with a session. */
function use(session: unknown): Promise<string> {
  const call = { app_key: app.appKey, method: 'yaoquan.template.list', session: String(session) }
  return post(server.url, signedParameters(call, app.appSecret))
}

const works = expect.stringContaining('"success":true')

/** Servers remember a session for half a second. */
const ended = (session: unknown) => expect.poll(() => use(session)).toContain('"code":27')

it('a thief who uses a code again ends the session and the tokens that it gave, and the owner sees it', async () => {
  const code = await newCode('owner')
  const first = (await byCode(code)).body
  expect(await use(first['access_token'])).toEqual(works)
  const second = (await byRefresh(first['refresh_token'])).body
  expect(await byCode(code)).toMatchObject(refused)
  await ended(first['access_token'])
  await ended(second['access_token'])
  expect(await byRefresh(second['refresh_token'])).toMatchObject(refused)
  const { body } = await askConsole(server.url, 'yaoquan.console.audit.list', {
    cookie: cookies.get('owner'),
    body: { kind: 'app', limit: 1 },
  })
  expect(body).toMatchObject({
    result: { events: [{ actor: `app:${app.appKey}`, after: expect.stringContaining('authorization_replayed') }] },
  })
})

it('a refresh token that is used again, by whomever, ends what came of the consent, and no other consent', async () => {
  const beside = (await byCode(await newCode('owner'))).body
  const first = (await byCode(await newCode('owner'))).body
  const uses = await Promise.all([byRefresh(first['refresh_token']), byRefresh(first['refresh_token'])])
  expect(uses.map(({ status }) => status).toSorted()).toEqual([200, 400])
  const won = uses.find(({ status }) => status === 200)?.body ?? {}
  await ended(won['access_token'])
  await ended(first['access_token'])
  expect(await byRefresh(won['refresh_token'])).toMatchObject(refused)
  expect(await use(beside['access_token'])).toEqual(works)
})

it('a stolen code is of no use without the verifier of its challenge, nor with one that was never announced', async () => {
  const verifier = 'a-verifier-of-the-app-with-43-characters-or-more'
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  const input = { code_challenge: challenge, code_challenge_method: 'S256' }
  expect(await byCode(await newCode('owner', input))).toMatchObject(refused)
  expect(await byCode(await newCode('owner', input), { code_verifier: `${verifier}x` })).toMatchObject(refused)
  expect(await byCode(await newCode('owner', input), { code_verifier: challenge })).toMatchObject(refused)
  expect(await byCode(await newCode('owner'), { code_verifier: verifier })).toMatchObject(refused)
  expect((await byCode(await newCode('owner', input), { code_verifier: verifier })).status).toBe(200)
  expect((await byCode(await newCode('owner', { code_challenge: verifier }), { code_verifier: verifier })).status).toBe(
    200,
  )
  for (const wrong of [
    { code_challenge_method: 'S256' },
    { ...input, code_challenge_method: 'S512' },
    { code_challenge: 'short' },
  ]) {
    expect(await newCode('owner', wrong)).toBe('')
  }
})

it('wrong secrets are slowed by app and address, and the app is served at its own', async () => {
  const guess = (client_id: string) => byCode('x', { client_id, client_secret: 'guess' }, '198.51.100.9')
  for (let place = 0; place < 5; place += 1)
    expect((await guess(app.appKey)).body).toMatchObject({ error: 'invalid_client' })
  expect(await guess(app.appKey)).toMatchObject({ status: 429, body: { error: 'temporarily_unavailable' } })
  expect(await byCode(await newCode('owner'), {}, '198.51.100.9')).toMatchObject({ status: 429 })
  expect((await guess('nobody')).body).toMatchObject({ error: 'invalid_client' })
  expect((await byCode(await newCode('owner'))).status).toBe(200)
})

it('the addresses that an app may call from hold here too, once the secret is right', async () => {
  await server.administration.updateApp(app.appKey, { allowedIps: ['203.0.113.0/24'] })
  const elsewhere = () => byCode('never', {}, '192.0.2.1')
  await expect.poll(async () => (await elsewhere()).body['error']).toBe('unauthorized_client')
  expect((await byCode('never', { client_secret: 'guess' }, '192.0.2.1')).body).toMatchObject({
    error: 'invalid_client',
  })
  expect((await byCode(await newCode('owner'))).status).toBe(200)
  await server.administration.updateApp(app.appKey, { allowedIps: [] })
})

it('an address without TLS is no place to return to, even if it was registered', async () => {
  const http = 'http://isv.example/callback'
  await server.administration.updateApp(app.appKey, { redirectUris: [redirectUri, http, 'http://127.0.0.1:9/back'] })
  await expect.poll(() => newCode('owner', { redirect_uri: 'http://127.0.0.1:9/back' })).toMatch(/^[\w-]{43}$/)
  expect(await newCode('owner', { redirect_uri: http })).toBe('')
})

it('sessions end with the person who allowed the app, who may be told before, and another owner can take them over', async () => {
  const call = async (name: string, method: string, body: object) => {
    const { body: answered } = await askConsole(server.url, `yaoquan.console.${method}`, {
      cookie: cookies.get(name),
      body,
    })
    return (answered as Readonly<{ result: unknown }>).result
  }
  const disable = (more: object) => call('owner', 'operator.switch', { name: 'leaver', enabled: false, ...more })
  const stopped_apps = [{ app_key: app.appKey, name: 'ISV', seller_id: '111' }]
  const kept = (await byCode(await newCode('leaver'))).body
  expect(await disable({ dry_run: true })).toEqual({ dry_run: true, stopped_apps, success: true })
  expect(await call('second', 'app.takeConsent', { app_key: app.appKey })).toMatchObject({ success: true })
  expect(await disable({ dry_run: true })).toEqual({ dry_run: true, stopped_apps: [], success: true })
  const lost = (await byCode(await newCode('leaver'))).body
  expect(await disable({})).toEqual({ stopped_apps, success: true })
  await ended(lost['access_token'])
  expect(await byRefresh(lost['refresh_token'])).toMatchObject(refused)
  expect(await use(kept['access_token'])).toEqual(works)
  const next = (await byRefresh(kept['refresh_token'])).body
  expect(await use(next['access_token'])).toEqual(works)
})
