import { createHash, createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { querycoupon } from '../harness/signed-call.ts'
import { startTestServer, type TestServer, testApp } from '../harness/test-server.ts'

/** Signatures as integrators get them wrong, each computed here by hand, as their own code would. */
const parameters = {
  method: querycoupon,
  app_key: testApp.appKey,
  timestamp: '2026-11-24 22:29:00',
  session: 'sess-1',
  v: '2.0',
  format: 'json',
  sign_method: 'md5',
  query_d_t_o: '{"page_size":10,"page_num":1,"channel":"线下门店"}',
  partner_id: ' ERP ',
} as const

const secret = testApp.appSecret
const pairs = Object.entries(parameters).toSorted(([left], [right]) => (left < right ? -1 : 1))
const base = pairs.flat().join('')
const md5Of = (text: string) => createHash('md5').update(text, 'utf8').digest('hex').toUpperCase()
const md5 = (text: string) => md5Of(secret + text + secret)
const hmac = (text: string) => createHmac('md5', secret).update(text, 'utf8').digest('hex').toUpperCase()

const mistakes: readonly (readonly [mistake: string, sign: string, says: RegExp])[] = [
  ['the secret in front only', md5Of(secret + base), /AppSecret只在前/],
  ['the secret at the end only', md5Of(base + secret), /只加在了待签名串的末尾/],
  ['no secret', md5Of(base), /没有加 AppSecret/],
  ['HMAC where md5 was announced', hmac(base), /签名是按 hmac 计算的/],
  ['the session left out', md5(base.replace('sessionsess-1', '')), /漏了参数 session/],
  ['a parameter left out', md5(base.replace('partner_id ERP ', '')), /漏了参数 partner_id/],
  [
    'the business parameter left out',
    md5(base.replace(`query_d_t_o${parameters.query_d_t_o}`, '')),
    /只有公共参数|漏了参数 query_d_t_o/,
  ],
  ['parameters not sorted', md5(Object.entries(parameters).flat().join('')), /没有按名称排序/],
  ['key=value joined by &', md5(pairs.map((pair) => pair.join('=')).join('&')), /不应有 = 和 &/],
  ['key=value joined', md5(pairs.map((pair) => pair.join('=')).join('')), /之间不应有 =/],
  ['values url-encoded', md5(pairs.map(([name, value]) => name + encodeURIComponent(value)).join('')), /不应做URL编码/],
  ['values trimmed', md5(base.replace(' ERP ', 'ERP')), /去掉了首尾空白/],
  ['spaces dropped', md5(base.replaceAll(' ', '')), /空格被去掉了/],
  ['turned into lower case', md5(base.toLowerCase()), /转成了小写/],
  ['the clock read twice', md5(base.replace('22:29:00', '22:29:01')), /timestamp 是 2026-11-24 22:29:01/],
  [
    'Base64 instead of hexadecimal',
    createHash('md5')
      .update(secret + base + secret)
      .digest('base64'),
    /不是Base64/,
  ],
  ['cut off', md5(base).slice(0, 16), /有16位/],
  ['a space at the end of the secret', md5Of(`${secret} ${base}${secret} `), /AppSecret 首尾多了一个空格/],
  ['a line break at the end of the secret', md5Of(`${secret}\n${base}${secret}\n`), /AppSecret 首尾多了一个换行/],
  ['a wrong secret', md5Of(`x${base}x`), /请核对AppSecret/],
]

describe('a bad signature', () => {
  const servers: TestServer[] = []
  beforeAll(async () => {
    servers.push(await startTestServer())
  })
  afterAll(async () => {
    for (const server of servers) await server.close()
  })

  const send = async (url: string, sign: string) => {
    const response = await fetch(`${url}/router/rest`, {
      method: 'POST',
      body: new URLSearchParams({ ...parameters, sign }),
    })
    return refusalOf(response)
  }

  test.each(mistakes)('with %s is named by the sandbox', async (_mistake, sign, says) => {
    const { code, sub_msg: message } = await send(servers[0]?.url ?? '', sign)
    expect([code, message]).toEqual([25, expect.stringMatching(says)])
    expect(message).not.toContain(secret)
  })

  test('is explained in English to a caller who asks for it', async () => {
    const body = new URLSearchParams({ ...parameters, sign: md5Of(base) })
    const headers = { 'accept-language': 'en-GB,en;q=0.9' }
    const response = await fetch(`${servers[0]?.url}/router/rest`, { method: 'POST', body, headers })
    expect((await refusalOf(response)).sub_msg).toMatch(/^The secret was not added to the base string\. /)
  })

  test('is not explained in production', async () => {
    const production = await startTestServer(async () => undefined, { isProduction: true })
    servers.push(production)
    const now = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
    const body = new URLSearchParams({ ...parameters, timestamp: now, sign: md5(base) })
    const refusal = await refusalOf(await fetch(`${production.url}/router/rest`, { method: 'POST', body }))
    const sub_msg = '签名与请求不符，见文档中心“签名” /docs/signature'
    expect(refusal).toMatchObject({ code: 25, msg: 'Invalid signature', sub_msg })
  })
})

type Refusal = Readonly<{ code?: number; msg?: string; sub_msg?: string }>

async function refusalOf(response: Response): Promise<Refusal> {
  const answer: Readonly<{ error_response?: Refusal }> = Object(await response.json())
  return answer.error_response ?? {}
}
