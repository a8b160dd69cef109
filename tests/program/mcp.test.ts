import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { type MethodDefinition, methods } from '@yaoquan/api'
import { signedForm, TopClient } from '@yaoquan/client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { commandFile } from '../harness/command.ts'
import { startTestServer, type TestServer, testApp } from '../harness/test-server.ts'

const other = { appKey: '87654321', appSecret: 'othersecret' }
const phone = '18612255668'
const query = 'alibaba_alihealth_nr_crm_coupon_querycoupon'

let server: TestServer
const clients: Client[] = []

beforeAll(async () => {
  server = await startTestServer(
    async (administration) => {
      await administration.createSeller({ sellerId: '222', name: '另一连锁' })
      await administration.createApp({
        name: 'other',
        sellerIds: ['222'],
        allowedIps: [],
        ...other,
      })
    },
    { clockStartMs: Date.now() },
  )
  const client = new TopClient({ url: `${server.url}/router/rest`, ...testApp })
  await client.saveTemplate({
    outRequestNo: 'T1',
    template: {
      couponId: '11',
      couponName: '满199减99',
      kind: 'cash',
      couponAmount: '99',
      validFromDay: 0,
      validToDay: 30,
    },
  })
  const coupon = { couponCode: '111aaa', phone, cardNo: `VIP${phone}`, endDate: '2030-01-01' }
  await client.issueCoupons({ outRequestNo: 'R1', coupons: [coupon] })
})

afterAll(async () => {
  for (const client of clients) await client.close()
  await server.close()
})

it('offers a tool for each method that reads, none that writes, under names that every assistant takes', async () => {
  const { tools } = await (await connected()).listTools()
  const reads = Object.values(methods).filter(({ effect }: MethodDefinition) => effect === 'read')
  const others = ['search_documentation', 'read_documentation', 'explain_signature']
  expect(tools.map(({ name }) => name)).toEqual([...reads.map(({ name }) => name.replaceAll('.', '_')), ...others])
  for (const { name, annotations } of tools) {
    expect(name).toMatch(/^\w{1,64}$/)
    expect(annotations).toMatchObject({ readOnlyHint: true })
  }
})

it.each(['zh', 'en'] as const)('speaks one language, as the commands do: %s', async (language) => {
  const client = await connect({ LANG: language === 'zh' ? 'zh_CN.UTF-8' : 'en_US.UTF-8' })
  const { tools } = await client.listTools()
  const read: readonly MethodDefinition[] = Object.values(methods).filter(
    (one: MethodDefinition) => one.effect === 'read',
  )
  expect(tools.slice(0, read.length).map(({ title }) => title)).toEqual(read.map(({ title }) => title[language]))
  const { resources } = await client.listResources()
  expect(resources.map(({ uri }) => uri).filter((uri) => uri.startsWith('yaoquan://docs/'))).toEqual(
    resources.map(({ uri }) => uri).filter((uri) => uri.startsWith(`yaoquan://docs/${language}/`)),
  )
  const refused = await client.callTool({ name: 'yaoquan_coupon_get', arguments: { coupon_code: 'none' } })
  const unread = await client.callTool({ name: 'yaoquan_coupon_get', arguments: {} })
  const texts = [
    client.getInstructions(),
    ...described(tools),
    ...described(resources),
    textOf(refused),
    textOf(unread),
  ]
  const ofOther = language === 'en' ? /\p{Script=Han}/u : /[a-z]+ [a-z]+ [a-z]+/
  expect(texts.filter((text = '') => ofOther.test(text))).toEqual([])
})

it.each([
  ['taobao_time_get', {}],
  [query, {}],
  ['yaoquan_coupon_get', { coupon_code: '111aaa' }],
  ['yaoquan_coupon_search', { phone }],
  ['yaoquan_template_get', { coupon_id: '11' }],
  ['yaoquan_template_list', {}],
  ['yaoquan_event_list', { limit: 50 }],
])('answers %s with what its schema promises, and no phone', async (name, input) => {
  const client = await connected()
  // Without the list, the client does not hold answers against the schemas.
  await client.listTools()
  const answer = await client.callTool({ name, arguments: input })
  expect(answer).toMatchObject({ structuredContent: { request_id: expect.any(String) } })
  expect(answer.isError).toBeUndefined()
  expect(textOf(answer)).toBe(JSON.stringify(answer.structuredContent))
  expect(textOf(answer)).not.toContain(phone)
})

it('masks phones, and shows them where the operator allows it', async () => {
  const ask = { name: query, arguments: {} }
  expect(textOf(await (await connected()).callTool(ask))).toContain('186****5668')
  expect(textOf(await (await connect({}, ['--with-phones'])).callTool(ask))).toContain(phone)
})

it('hides profiles of members as well, and shows them where the operator allows it', async () => {
  const member = { name: '欧阳小明', birthday: '05-20', level: 'gold', tags: ['糖尿病'] }
  const attributes = [{ name: 'allergy', value: '青霉素' }]
  const saved = { outRequestNo: 'M1', phone: '13900001111', cardNo: 'CARD-9', ...member, attributes }
  await new TopClient({ url: `${server.url}/router/rest`, ...testApp }).saveMember(saved)
  const shown = { card_no: 'CARD-9', level: 'gold', state: 'active' }
  const hidden = { name: '欧**', birthday: '****', tags: ['****'], phone: '139****1111', value: '****' }
  const full = { ...member, phone: '139****1111', value: '青霉素' }
  for (const [flags, { name, birthday, tags, phone: seen, value }] of [
    [[], hidden],
    [['--with-profiles'], full],
  ] as const) {
    const client = await connect({}, flags)
    await client.listTools()
    const expected = {
      name,
      birthday,
      tags,
      level: shown.level,
      state: shown.state,
      phones: [{ phone: seen }],
      cards: [{ card_no: shown.card_no }],
      attributes: [{ name: 'allergy', value }],
    }
    const got = await client.callTool({ name: 'yaoquan_member_get', arguments: { card_no: 'CARD-9' } })
    expect(got.structuredContent).toMatchObject({ result: { member: expected } })
    const found = await client.callTool({ name: 'yaoquan_member_search', arguments: { level: 'gold' } })
    expect(found.structuredContent).toMatchObject({ result: { members: [expected] } })
  }
})

it('tells code and cure of a refusal', async () => {
  const answer = await (await connected()).callTool({ name: 'yaoquan_coupon_get', arguments: { coupon_code: 'none' } })
  expect(answer.isError).toBe(true)
  expect(errorOf(answer)).toMatchObject({
    error_code: 'COUPON_NOT_FOUND',
    cure: expect.stringContaining('coupon_code'),
  })
})

it('shows an app nothing of another chain', async () => {
  const client = await connect({ YAOQUAN_APP_KEY: other.appKey, YAOQUAN_APP_SECRET: other.appSecret })
  expect(await client.callTool({ name: query, arguments: {} })).toMatchObject({
    structuredContent: { result: { result: { total_count: 0 } } },
  })
  const answer = await client.callTool({ name: 'yaoquan_coupon_get', arguments: { coupon_code: '111aaa' } })
  expect(errorOf(answer)).toMatchObject({ error_code: 'COUPON_NOT_FOUND' })
})

it('tells of a wrong secret without showing it or the session', async () => {
  const [wrongSecret, session] = ['not-the-secret', 'session-of-mine']
  const client = await connect({ YAOQUAN_APP_SECRET: wrongSecret, YAOQUAN_SESSION: session })
  const answer = await client.callTool({ name: 'taobao_time_get', arguments: {} })
  expect(errorOf(answer)).toMatchObject({ code: 25, cure: expect.any(String) })
  expect(textOf(answer)).not.toMatch(new RegExp(`${wrongSecret}|${session}|${testApp.appSecret}`))
})

it.each([
  ['yaoquan_event_list', { limit: 51 }],
  ['yaoquan_coupon_search', { phne: phone }],
  ['yaoquan_coupon_get', {}],
])('refuses %s with %j before it calls', async (name, input) => {
  const answer = await (await connected()).callTool({ name, arguments: input })
  expect(errorOf(answer)).toEqual({ message: expect.stringContaining('参数有误') })
})

it('gives every document as a resource, found by search', async () => {
  const client = await connected()
  const { resources } = await client.listResources()
  for (const { uri } of resources) {
    const { contents } = await client.readResource({ uri })
    expect(contents).toEqual([expect.objectContaining({ uri, text: expect.stringMatching(/\S/) })])
  }
  const found = await client.callTool({ name: 'search_documentation', arguments: { query: '签名', language: 'zh' } })
  expect(found.structuredContent).toMatchObject({
    results: expect.arrayContaining([expect.objectContaining({ uri: 'yaoquan://docs/zh/signature' })]),
  })
  const read = await client.callTool({
    name: 'read_documentation',
    arguments: { uri: 'yaoquan://errors', offset: 20_000 },
  })
  expect(read.isError).toBeUndefined()
  await expect(client.readResource({ uri: 'yaoquan://docs/zh/none' })).rejects.toThrow('没有该文档')
})

it('names the mistake in a signature, and a signature that fits', async () => {
  const client = await connected()
  const call = { ...testApp, method: 'taobao.time.get', signMethod: 'md5', timestampMs: 0, parameters: {} } as const
  const form = signedForm(call)
  const explain = async (parameters: Readonly<Record<string, string>>) => {
    const request = new URLSearchParams(parameters).toString()
    const answer = await client.callTool({ name: 'explain_signature', arguments: { request } })
    expect(textOf(answer)).not.toContain(testApp.appSecret)
    return answer.structuredContent
  }
  expect(await explain(form)).toMatchObject({ fits: true })
  const mistaken = { ...form, sign: signedForm({ ...call, signMethod: 'hmac' })['sign'] ?? '' }
  expect(await explain(mistaken)).toMatchObject({ fits: false, mistake: expect.stringContaining('hmac') })
})

/** The client of most tests. A process for each of them would take more time than the tests. */
let shared: Promise<Client> | undefined

function connected(): Promise<Client> {
  shared ??= connect()
  return shared
}

/** An assistant's client, with the command as a process of its own. */
async function connect(
  environment: Readonly<Record<string, string>> = {},
  flags: readonly string[] = [],
): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' })
  const credentials = { YAOQUAN_APP_KEY: testApp.appKey, YAOQUAN_APP_SECRET: testApp.appSecret }
  const env = { YAOQUAN_URL: server.url, ...credentials, ...environment }
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: [commandFile, 'mcp', ...flags], env }),
  )
  clients.push(client)
  return client
}

/** Every description, at any depth. */
function described(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) =>
    typeof inner === 'string' && name === 'description' ? [inner] : described(inner),
  )
}

type Answer = Awaited<ReturnType<Client['callTool']>>

function textOf({ content }: Answer): string {
  const [first]: readonly unknown[] = Array.isArray(content) ? content : []
  return typeof first === 'object' && first !== null ? String(Reflect.get(first, 'text')) : ''
}

function errorOf(answer: Answer): unknown {
  return Reflect.get(JSON.parse(textOf(answer)), 'error')
}
