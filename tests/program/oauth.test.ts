import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { firstSignIn } from '../harness/console.ts'
import { lifecycleClient } from '../harness/lifecycle-client.ts'
import { runCli } from '../harness/run-cli.ts'
import { post, signedParameters } from '../harness/signed-call.ts'
import { startTestServer, type TestServer, testNowMs } from '../harness/test-server.ts'

const redirectUri = 'https://isv.example/callback?from=yaoquan'
const app = { appKey: '20000001', appSecret: 'secret-of-the-isv' } as const
let server: TestServer
let owner: string
let auditor: string

async function hire(name: string, role: string): Promise<string> {
  const roles = [{ sellerId: '222', role, shops: undefined }]
  const made = await server.administration.createOperator({ name, displayName: name, roles })
  return firstSignIn(server.url, name, made.kind === 'changed' ? made.password : '', 'correct horse battery')
}

beforeAll(async () => {
  server = await startTestServer()
  await server.administration.createSeller({ sellerId: '222', name: '康民 & 大药房' })
  const sellers = ['--seller', '111', '--seller', '222']
  const named = ['--name', 'ISV', '--app-key', app.appKey, '--app-secret', app.appSecret, '--redirect-uri', redirectUri]
  const run = await runCli(['app', 'create', '--data', server.dataDir, ...sellers, ...named])
  expect(run.stderr).toBe('')
  owner = await hire('owner', 'owner')
  auditor = await hire('auditor', 'auditor')
})
afterAll(() => server.close())

const input = { response_type: 'code', client_id: app.appKey, redirect_uri: redirectUri, state: 'a&b"c', view: 'web' }
type Changes = Readonly<Record<string, string>>

function open(path: string, changes: Changes = {}, cookie = ''): Promise<Response> {
  return fetch(`${server.url}${path}?${new URLSearchParams({ ...input, ...changes })}`, { headers: { cookie } })
}

function decide(cookie: string, changes: Changes = {}, headers: Changes = {}): Promise<Response> {
  const body = new URLSearchParams({ ...input, seller: '222', decision: 'allow', ...changes })
  return fetch(`${server.url}/console/authorize`, { method: 'POST', body, headers: { cookie, ...headers } })
}

/** Where a page sends the browser. */
async function target(answer: Response): Promise<URL> {
  const escaped = /http-equiv="refresh" content="0;url=([^"]*)"/.exec(await answer.text())?.[1] ?? ''
  return new URL(escaped.replaceAll('&amp;', '&'), server.url)
}

async function newCode(): Promise<string> {
  return (await target(await decide(owner))).searchParams.get('code') ?? ''
}

async function token(form: Changes): Promise<Readonly<{ status: number; body: Readonly<Record<string, unknown>> }>> {
  const client = { client_id: app.appKey, client_secret: app.appSecret }
  const answer = await fetch(`${server.url}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({ ...client, ...form }),
  })
  expect([answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
    ...['application/json; charset=utf-8', 'no-store'],
  ])
  return { status: answer.status, body: JSON.parse(await answer.text()) }
}

const byCode = (code: string, changes: Changes = {}) =>
  token({ grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...changes })

describe('an app that sends a browser to /oauth/authorize', () => {
  test('goes on to the console, asks the owner, and gets a session for the seller', async () => {
    const consent = await target(await open('/oauth/authorize'))
    expect([consent.pathname, Object.fromEntries(consent.searchParams)]).toEqual(['/console/authorize', input])
    const page = await (await fetch(consent, { headers: { cookie: owner } })).text()
    expect(page).toContain('<option value="222">康民 &amp; 大药房 (222)</option>')
    expect(page).not.toContain('value="111"')
    const back = await target(await decide(owner))
    expect(back.href).toMatch(/^https:\/\/isv\.example\/callback\?from=yaoquan&code=[\w-]{43}&state=a%26b%22c$/)
    const { status, body } = await byCode(back.searchParams.get('code') ?? '')
    expect([status, body]).toEqual([
      200,
      {
        access_token: expect.stringMatching(/^6100[0-9a-f]{52}$/),
        token_type: 'Bearer',
        expires_in: 2_592_000,
        refresh_token: expect.any(String),
        re_expires_in: 5_184_000,
        r1_expires_in: 2_592_000,
        r2_expires_in: 2_592_000,
        w1_expires_in: 2_592_000,
        w2_expires_in: 2_592_000,
        r1_valid: expect.any(Number),
        r2_valid: expect.any(Number),
        w1_valid: expect.any(Number),
        w2_valid: expect.any(Number),
        expire_time: expect.any(Number),
        refresh_token_valid_time: expect.any(Number),
        taobao_user_id: '222',
        taobao_user_nick: '%E5%BA%B7%E6%B0%91%20%26%20%E5%A4%A7%E8%8D%AF%E6%88%BF',
      },
    ])
    const call = { app_key: app.appKey, method: 'yaoquan.template.list' }
    expect(await post(server.url, signedParameters(call, app.appSecret))).toContain('"code":26')
    const session = String(body['access_token'])
    expect(await post(server.url, signedParameters({ ...call, session }, app.appSecret))).toContain('"success":true')
  })

  test('is an event of the seller, with the operator who allowed it', async () => {
    await newCode()
    const own = { appKey: '20000002', appSecret: 'secret-of-the-erp' }
    const grants = { preset: 'full', allowed: [], denied: [] }
    await server.administration.createApp({ name: 'ERP', sellerIds: ['222'], grants, ...own })
    const { events } = await lifecycleClient(server, testNowMs, own).client.listEvents({ afterSeq: 0, limit: 1000 })
    const [event] = events.filter(({ after }) => after?.includes('"authorized"')).slice(-1)
    expect([event?.actor, JSON.parse(event?.after ?? '')]).toEqual([
      ...['operator:owner', { app_key: app.appKey, act: 'authorized' }],
    ])
  })

  test.each<[string, Changes]>([
    ['an unknown app', { client_id: 'nobody' }],
    ['an address that is not registered', { redirect_uri: 'https://evil.example/callback' }],
    ['the registered address with more behind it', { redirect_uri: `${redirectUri}&x=1` }],
    ['another kind of response', { response_type: 'token' }],
  ])('is shown a page and not sent back, for %s', async (_what, changes) => {
    for (const answer of [await open('/oauth/authorize', changes), await open('/console/authorize', changes, owner)]) {
      expect([answer.status, await answer.text()]).toEqual([400, expect.not.stringContaining('evil')])
    }
    expect((await decide(owner, changes)).status).toBe(400)
  })

  test('shows its pages in one language: that of the address, otherwise that of the browser', async () => {
    const texts = async (changes: Changes, headers: Changes) => {
      const path = `/console/authorize?${new URLSearchParams({ ...input, ...changes })}`
      const text = await (await fetch(`${server.url}${path}`, { headers })).text()
      return text.slice(text.indexOf('<h1>')).replace(/<[^>]*>/g, '')
    }
    const english = { 'accept-language': 'en-GB,en;q=0.9,zh;q=0.8' }
    const states: readonly (readonly [Changes, Changes])[] = [
      [{}, { cookie: owner }],
      [{}, { cookie: auditor }],
      [{}, {}],
      [{ response_type: 'token' }, {}],
    ]
    const names =
      /ISV|康民 & 大药房|康民 &amp; 大药房|https:\S+|yaoquan app update --redirect-uri|client_id|redirect_uri|response_type|code_challenge|https|\d+/g
    for (const [changes, headers] of states) {
      const [zh, en] = [await texts(changes, headers), await texts(changes, { ...headers, ...english })]
      expect(zh.replace(names, '')).toMatch(/^[^A-Za-z]+$/)
      expect(en.replace(names, '')).toMatch(/^[^\u4e00-\u9fff]+$/)
      expect(await texts({ ...changes, lang: 'zh' }, { ...headers, ...english })).toBe(zh)
    }
    const back = await decide(owner, { lang: 'en' })
    expect(await back.text()).toContain('<h1>Continuing</h1>')
    const foreign = await decide(owner, { lang: 'en' }, { origin: 'https://evil.example' })
    expect(await foreign.text()).toContain('Only pages of this site may send this.')
  })

  test('is told of a refusal', async () => {
    const back = await target(await decide(owner, { decision: 'deny' }))
    expect(Object.fromEntries(back.searchParams)).toEqual({
      from: 'yaoquan',
      error: 'access_denied',
      state: input.state,
    })
  })
})

describe('the consent', () => {
  test('needs an operator who is signed in and an owner of the seller', async () => {
    expect((await open('/console/authorize')).status).toBe(401)
    expect((await decide('')).status).toBe(401)
    expect((await open('/console/authorize', {}, auditor)).status).toBe(403)
    expect((await decide(auditor)).status).toBe(403)
    expect((await decide(owner, { seller: '111' })).status).toBe(403)
  })

  test.each<[string, Changes]>([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another origin', { origin: 'https://evil.example' }],
  ])('is not taken from %s', async (_what, headers) => {
    expect((await decide(owner, {}, headers)).status).toBe(403)
  })
})

describe('/oauth/token', () => {
  test('takes a code once, at the address it was sent to', async () => {
    const code = await newCode()
    const together = await Promise.all([byCode(code), byCode(code)])
    expect(together.map(({ status }) => status).toSorted()).toEqual([200, 400])
    expect(await byCode(await newCode(), { redirect_uri: 'https://isv.example/other' })).toEqual({
      status: 400,
      body: { error: 'invalid_grant', error_description: expect.any(String) },
    })
  })

  test('takes a refresh token once, for another session and another refresh token', async () => {
    const first = (await byCode(await newCode())).body
    const refresh = (refresh_token: unknown) =>
      token({ grant_type: 'refresh_token', refresh_token: String(refresh_token) })
    const second = await refresh(first['refresh_token'])
    expect(second).toMatchObject({ status: 200, body: { taobao_user_id: '222' } })
    expect(second.body['access_token']).not.toBe(first['access_token'])
    expect(await refresh(first['refresh_token'])).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    expect(await refresh(await newCode())).toMatchObject({ body: { error: 'invalid_grant' } })
    await server.administration.setOperatorRole('owner', { sellerId: '222', role: 'finance', shops: undefined })
    expect(await refresh(second.body['refresh_token'])).toMatchObject({ body: { error: 'invalid_grant' } })
    await server.administration.setOperatorRole('owner', { sellerId: '222', role: 'owner', shops: undefined })
  })

  test.each<[string, Changes, string]>([
    ['a wrong secret', { client_secret: 'secret-of-nobody' }, 'invalid_client'],
    ['an unknown app', { client_id: 'nobody' }, 'invalid_client'],
    ['a code that was never given', { code: 'never' }, 'invalid_grant'],
    ['no code', { code: '' }, 'invalid_request'],
    ['another grant', { grant_type: 'password' }, 'unsupported_grant_type'],
  ])('answers %s with HTTP 400', async (_what, changes, error) => {
    const form = { grant_type: 'authorization_code', code: 'x', redirect_uri: redirectUri, ...changes }
    expect(await token(form)).toEqual({ status: 400, body: { error, error_description: expect.any(String) } })
  })
})
