import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { type ClientRequest, request } from 'node:http'
import { type Field, type MethodDefinition, methods } from '@yaoquan/api'
import { encodeRequest, signParameters } from '@yaoquan/protocol'
import { exampleValues } from '@yaoquan/samples'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { post, querycoupon, signedParameters } from '../harness/signed-call.ts'
import { lengthOf } from '../harness/soak.ts'
import { type Administration, startTestServer, type TestServer, testApp } from '../harness/test-server.ts'

type Values = Readonly<Record<string, string>>

const app = { appKey: 'english', appSecret: 'english-app-secret' }
/** A Chinese comma may be what an English text names. */
const chinese = /[\u4e00-\u9fff：；（）。]/
const definitions: readonly MethodDefinition[] = Object.values(methods)
const nobody = '{"page_size":1,"page_num":1,"coupon_code":"nobody"}'
const coupons = ['111aaa', 'CX-1'].map((couponCode) => ({ couponCode, channel: 'erp', phone: '18612255668' }))

let server: TestServer

beforeAll(async () => {
  const prepare = async (administration: Administration) => {
    const grants = { preset: 'full', allowed: [], denied: [] }
    await administration.createApp({ name: 'english', sellerIds: ['111'], grants, language: 'en', ...app })
    await administration.importCoupons({ sellerId: '111', rows: coupons })
  }
  server = await startTestServer(prepare, { unknownCodesPerMinute: 0 })
})
afterAll(() => server.close())

/** Both apps send the call; the second answer is in English. */
async function answersOf(changes: Values, format = 'json'): Promise<readonly [zh: string, en: string]> {
  const sent = { ...changes, format }
  const zh = await post(server.url, signedParameters(sent))
  return [zh, await post(server.url, signedParameters({ ...sent, app_key: app.appKey }, app.appSecret))]
}

/** The answers of a batch of calls to one method. */
async function batchOf(
  method: string,
  calls: readonly Values[],
  { appKey, appSecret: secret }: typeof app = testApp,
): Promise<readonly string[]> {
  const body = calls.map((call) => new URLSearchParams({ method, ...call }).toString()).join(separator)
  const parameters = { app_key: appKey, timestamp: '2026-11-24 22:29:00', v: '2.0', format: 'json' }
  const query = new URLSearchParams(signParameters({ parameters, secret, method: 'md5', body }))
  const headers = { 'content-type': 'text/plain;charset=UTF-8' }
  const response = await fetch(`${server.url}/router/batch?${query}`, { method: 'POST', body, headers })
  return (await response.text()).split(separator)
}

const separator = '\r\n-S-\r\n'
const maxCalls = 50
/** Of the wrong calls of a method. All of them in a soak. */
const mostCalls = lengthOf(100_000, maxCalls - 4)

/** What an answer says in words, and its codes. */
function said(body: string): Readonly<{ texts: readonly string[]; codes: readonly unknown[] }> {
  const [texts, codes]: [string[], unknown[]] = [[], []]
  JSON.parse(body, (name, value: unknown) => {
    if (/^(sub_msg|error_msg|rule|reason|message|change|text)$/.test(name)) texts.push(String(value))
    if (/^(code|sub_code|error_code)$/.test(name)) codes.push(value)
    return value
  })
  return { texts, codes }
}

/** Wrong values of one parameter, and none. */
function wrongValues(field: Field): readonly string[] {
  const long = 'x'.repeat(5000)
  if (field.kind === 'list')
    return ['', '{', '[]', '[7]', '[{}]', '[{"nobody":1}]', JSON.stringify(Array(1001).fill('7')), 'x']
  if (field.kind === 'object') return ['', '{', '7', '{}', '{"nobody":1}', `{"a":${'['.repeat(200)}${']'.repeat(200)}}`]
  return ['x', '-1', '999999999999', '2026-13-45', long]
}

test.each(definitions.map((definition) => [definition.name, definition] as const))(
  '%s refuses in English what it refuses in Chinese, with the same codes',
  async (name, definition) => {
    const example: Values = encodeRequest(definition, exampleValues(definition) as never)
    const wrong = Object.values(definition.request).flatMap((field) =>
      wrongValues(field).map((value) => ({ ...example, [field.wire]: value })),
    )
    const inner = Object.values(definition.request).flatMap((field) => changedInside(field, example))
    const all = [...wrong, ...inner]
    const step = Math.max(1, Math.ceil(all.length / mostCalls))
    const some = all.filter((_call, place) => place % step === 0)
    const calls = [{}, { nobody: '1' }, example, { ...example, nobody: '1' }, ...some]
    for (let from = 0; from < calls.length; from += maxCalls) {
      const part = calls.slice(from, from + maxCalls)
      const zh = await batchOf(name, part)
      const en = (await batchOf(name, part, app)).map(said)
      const sent = (place: number) => JSON.stringify(part[place]).slice(0, 500)
      expect(en.map(({ codes }) => codes)).toEqual(zh.map((answer) => said(answer).codes))
      for (const [place, { texts }] of en.entries())
        for (const text of texts) expect(text, sent(place)).not.toMatch(chinese)
    }
  },
)

/** The example with one member of an object, or of the first item of a list, replaced. */
function changedInside(field: Field, example: Values): readonly Values[] {
  const text = example[field.wire]
  if (text === undefined || (field.kind !== 'object' && field.kind !== 'list')) return []
  const value: unknown = /^[[{]/.test(text) ? JSON.parse(text) : undefined
  const target: unknown = Array.isArray(value) ? value[0] : value
  if (typeof target !== 'object' || target === null) return []
  return Object.keys(target).flatMap((member) =>
    ['', 'x', '-1', '7，8', '="186"', 7e20].map((wrong) => {
      const changed = { ...target, [member]: wrong }
      return { ...example, [field.wire]: JSON.stringify(Array.isArray(value) ? [changed, ...value.slice(1)] : changed) }
    }),
  )
}

test.each([
  [
    'an unknown method',
    { method: 'yaoquan.coupon.gte' },
    /There is no such API; the nearest one is yaoquan\.coupon\.get/,
  ],
  ['no method', { method: '' }, /Add the parameter method/],
  ['no timestamp', { timestamp: '' }, /Missing parameters|Time of the server: 2026-11-24 22:29:\d\d \(GMT\+8\)/],
  ['an old timestamp', { timestamp: '2026-11-24 20:29:00' }, /timestamp is \d+ seconds behind/],
  ['an unknown session', { session: 'nobody' }, /The session is invalid/],
  [
    'an unknown member',
    { query_d_t_o: '{"phne":"1"}' },
    /Invalid parameter: phne is an unknown field; the nearest one is phone/,
  ],
  ['an empty page', { query_d_t_o: nobody }, /"error_msg":"[A-Z][^"]+"/],
])('%s is answered in English, also as XML', async (_name, changes, text) => {
  const [zh, en] = await answersOf({ method: querycoupon, ...changes })
  expect(en).toMatch(text)
  expect(en).not.toMatch(chinese)
  expect(zh).toMatch(chinese)
  expect(said(en).codes).toEqual(said(zh).codes)
  const [, xml] = await answersOf({ method: querycoupon, ...changes }, 'xml')
  expect(xml).not.toMatch(chinese)
})

test('a wrong signature is explained in the language of the app, whatever its program asks for', async () => {
  const parameters = { ...signedParameters({ app_key: app.appKey }, app.appSecret), sign: '0'.repeat(32) }
  expect(await post(server.url, parameters)).toMatch(/"sub_msg":"[^"]*The server's base string, without the secret/)
})

test('the response cache keeps the languages apart, and a large write has the texts of its items in English', async () => {
  for (const _time of [1, 2]) {
    const [zh, en] = await answersOf({ query_d_t_o: nobody })
    expect([chinese.test(zh), chinese.test(en)]).toEqual([true, false])
  }
  const many = Array.from({ length: 900 }, (_, place) => ({
    coupon_code: `M-${place}`,
    phone: place === 7 ? '="186"' : '18612255668',
  }))
  const large = { method: 'yaoquan.coupon.issue', out_request_no: 'LARGE', coupons: JSON.stringify(many) }
  const [, en] = await answersOf(large)
  expect(said(en).texts.length).toBeGreaterThan(1)
  for (const text of said(en).texts) expect(text).not.toMatch(chinese)
})

test('an upload is refused in English, also by the transport', async () => {
  const lines = ['{"coupon_code":"U1","nobody":1}', '7', '{"coupon_code":"U2","phone":"=\\"186\\""}'].join('\n')
  const digest = createHash('sha256').update(lines).digest('hex')
  const urlOf = (changes: Values) => {
    const parameters = { method: 'yaoquan.coupon.upload', out_request_no: 'U', content_sha256: digest, ...changes }
    const signed = signedParameters({ app_key: app.appKey, ...parameters }, app.appSecret)
    return `${server.url}/upload/coupons?${new URLSearchParams(signed)}`
  }
  const upload = async (changes: Values, body: string, headers: Values = {}) =>
    (await fetch(urlOf(changes), { method: 'POST', body, headers })).text()
  const answers = [
    await upload({}, lines),
    await upload({ out_request_no: 'V' }, 'other'),
    await upload({ content_sha256: 'x' }, ''),
    await upload({ out_request_no: 'W' }, 'other', { 'content-encoding': 'gzip' }),
  ]
  expect(answers[0]).toContain('is an unknown field')
  expect(answers[1]).toContain('The body does not match the signed digest')
  expect(answers[2]).toContain('must be a digest in hexadecimal digits')
  expect(answers[3]).toContain('it is no valid gzip')
  expect(answers.join('')).not.toMatch(chinese)
  const running = await Promise.all(['1', '2', '3', '4'].map((number) => begun(urlOf({ out_request_no: number }))))
  expect(await upload({ out_request_no: '5' }, lines)).toContain('The service is unavailable; retry shortly')
  for (const sent of running) sent.destroy()
})

/** An upload whose body does not end. */
async function begun(url: string): Promise<ClientRequest> {
  const sent = request(url, { method: 'POST' })
  sent.on('error', () => undefined).write('{')
  await once(sent, 'response')
  return sent
}

test('Chinese is the default, and the language of an app is changed while the server runs', async () => {
  const { administration } = server
  const query = signedParameters({ query_d_t_o: nobody })
  expect(await post(server.url, query)).toMatch(chinese)
  await administration.updateApp(testApp.appKey, { language: 'en' })
  await expect.poll(() => post(server.url, query)).not.toMatch(chinese)
  await administration.updateApp(testApp.appKey, { language: 'zh' })
})
