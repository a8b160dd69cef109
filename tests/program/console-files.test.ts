import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { xlsxFile } from '../../packages/server/src/testing/xlsx-file.ts'
import { askConsole, firstSignIn } from '../harness/console.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer
const cookies = new Map<string, string>()
const cookieOf = (role: string) => cookies.get(role) ?? ''

beforeAll(async () => {
  server = await startTestServer()
  for (const role of ['owner', 'finance', 'service', 'shop_clerk']) {
    const shops = role === 'shop_clerk' ? ['01'] : undefined
    const roles = [{ sellerId: '111', role, shops }]
    const made = await server.administration.createOperator({ name: role.replace('_', '-'), displayName: role, roles })
    if (made.kind !== 'changed') throw new Error(made.kind)
    const cookie = await firstSignIn(server.url, role.replace('_', '-'), made.password, 'correct horse battery')
    cookies.set(role, cookie)
  }
  // Passwords are hashed slowly on purpose.
})
afterAll(() => server.close())

type Body = string | Uint8Array<ArrayBuffer>

type Answer = Readonly<{ status: number; type: string | null; lines: readonly string[]; text: string }>

async function post(path: string, body: Body, role: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${server.url}/console/api/${path}`, {
    method: 'POST',
    headers: { 'x-yaoquan-console': '1', cookie: cookieOf(role), ...headers },
    body,
  })
  // `text()` would take the byte order mark away.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer())
  return { status: response.status, type: response.headers.get('content-type'), text, lines: text.split(/\r?\n/) }
}

describe('a file that is sent to the console', () => {
  const send = (file: Body, role = 'owner', headers = {}) => post('table', file, role, headers)

  test('comes back as rows, whatever kind of spreadsheet it is', async () => {
    const rows = [
      ['手机号', '姓名'],
      ['18612255668', '张三'],
    ]
    const documents = (sheet: string, file: string | Uint8Array) => [
      JSON.stringify({ sheet, digest: createHash('sha256').update(file).digest('hex') }),
      '{"line":1,"values":["手机号","姓名"]}',
      '{"line":2,"values":["18612255668","张三"]}',
      '{"rows":2}',
      '',
    ]
    const csv = rows.map((row) => row.join(',')).join('\n')
    for (const [file, sheet] of [[csv, ''] as const, [xlsxFile(rows), '名单'] as const]) {
      const { status, type, lines } = await send(file, 'service')
      expect([status, type, lines]).toEqual([200, 'application/x-ndjson; charset=utf-8', documents(sheet, file)])
    }
  })

  test('may have 20 MB and no more', async () => {
    const row = `${'x'.repeat(1_023)}\n`
    const most = row.repeat(20 * 1024)
    expect((await send(most)).lines.at(-2)).toBe('{"rows":20480}')
    expect(await send(`${most}x`)).toMatchObject({ status: 422, text: expect.stringContaining('FILE_TOO_LARGE') })
  })

  test('is refused before its rows where it is none, and after them where it breaks off', async () => {
    const none = await send(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))
    expect(none).toMatchObject({ status: 422, text: expect.stringContaining('FILE_OLD_EXCEL') })
    const { status, lines } = await send(`${'a,b\n'.repeat(600)}"open`)
    expect([status, lines.at(-2)]).toEqual([200, expect.stringMatching(/"code":"FILE_QUOTE".*"line":601/)])
  })

  test.each<[who: string, role: string, headers: Record<string, string>, status: number, code: string]>([
    ['nobody', 'stranger', {}, 401, 'SIGNED_OUT'],
    ['a role that sends no lists', 'finance', {}, 403, 'ACT_NOT_ALLOWED'],
    ['a page of another site', 'owner', { origin: 'http://evil.example' }, 403, 'FOREIGN_REQUEST'],
    ['a form of another site', 'owner', { 'x-yaoquan-console': '' }, 403, 'FOREIGN_REQUEST'],
    ['an operator of another seller', 'owner', { 'x-yaoquan-seller': '222' }, 403, 'NO_ROLE'],
  ])('is not read for %s', async (_, role, headers, status, code) => {
    expect(await send('a', role, headers)).toMatchObject({ status, text: expect.stringContaining(code) })
  })

  test('is read although others send theirs slowly', async () => {
    const senders = [1, 2, 3].map(() => {
      const headers = { 'x-yaoquan-console': '1', cookie: cookieOf('service'), expect: '100-continue' }
      return request(`${server.url}/console/api/table`, {
        method: 'POST',
        headers: { ...headers, 'content-length': 1_000 },
      })
    })
    await Promise.all(
      senders.map(async (sender) => {
        sender.flushHeaders()
        await once(sender, 'continue')
        sender.write('phone\n')
      }),
    )
    // The server has looked up who they are.
    await post('table', 'a', 'service')
    expect((await send('a')).status).toBe(200)
    for (const sender of senders) sender.on('error', () => undefined).destroy()
  })

  test('gives its place to the next one, also where its sender leaves', async () => {
    const long = 'x,y,z\n'.repeat(150_000)
    for (let turn = 0; turn < 4; turn += 1) {
      const leave = new AbortController()
      const response = await fetch(`${server.url}/console/api/table`, {
        method: 'POST',
        headers: { 'x-yaoquan-console': '1', cookie: cookieOf('owner') },
        body: long,
        signal: leave.signal,
      })
      expect([200, 429]).toContain(response.status)
      leave.abort()
    }
    await expect.poll(async () => (await send('a')).status, { interval: 200 }).toBe(200)
  })
})

describe('an export', () => {
  const coupons = 450
  const ask = (body: object, role = 'owner', headers = {}) =>
    post('export', JSON.stringify({ language: 'zh', filter: {}, ...body }), role, {
      'content-type': 'application/json',
      ...headers,
    })
  const events = async () => {
    const reply = await askConsole(server.url, 'yaoquan.console.audit.list', {
      cookie: cookieOf('owner'),
      body: { limit: 1 },
    })
    const { result } = reply.body as { result: { events: readonly Record<string, string>[] } }
    return result.events
  }

  beforeAll(async () => {
    const rows = Array.from({ length: coupons }, (_, index) => ({
      couponCode: `C${String(index).padStart(4, '0')}`,
      couponName: index === 0 ? '=1+1, "满减"' : '满199减99',
      couponId: index < 250 ? '11' : '12',
      status: '0',
      channel: 'erp',
      phone: `186${String(10_000_000 + index)}`,
      cardNo: `12313211${index + 100}`,
      couponAmount: '99',
      orderAmount: '199',
      startDate: '2020-01-01',
      endDate: '2030-12-31',
      billDate: '2026-11-01',
      description: '',
      shop: '01',
      category: '',
      attribute: '',
    }))
    await server.administration.importCoupons({ sellerId: '111', rows })
  })

  test('has every row of the list that matches the filter, masked, and is recorded with the filter', async () => {
    const { status, type, text, lines } = await ask(
      { list: 'coupons', filter: { coupon_id: '11', shop: '01' } },
      'finance',
    )
    expect([status, type, text.charCodeAt(0)]).toEqual([200, 'text/csv; charset=utf-8', 0xfeff])
    expect(lines[0]).toMatch(/^\ufeff券码,模板号,名称,状态,/)
    expect(lines.slice(1, -1)).toHaveLength(250)
    expect(new Set(lines.slice(1, -1)).size).toBe(250)
    expect(lines[1]).toMatch(/^C0000,11,"'=1\+1, ""满减""",可用,erp,186\*\*\*\*0000,/)
    expect(text).not.toMatch(/\b186\d{8}\b/)
    const [newest] = await events()
    expect(newest).toMatchObject({ kind: 'exported', actor: 'operator:finance' })
    expect(JSON.parse(newest?.['after'] ?? '')).toEqual({
      list: 'coupons',
      phones: 'masked',
      filters: { coupon_id: '11', shop: '01' },
    })
  })

  test('shows phones in full with a reason to a role that may unmask, and the event has neither', async () => {
    const filter = { phone: '18610000007' }
    const reason = '客诉 18610000007 核对'
    const { status, lines } = await ask({ list: 'coupons', filter, full_reason: reason, language: 'en' }, 'service')
    expect([status, lines.length, lines[1]]).toEqual([
      200,
      3,
      expect.stringMatching(/^C0007,.*,Usable,.*,18610000007,12313211107,/),
    ])
    const [newest] = await events()
    expect(JSON.parse(newest?.['after'] ?? '')).toEqual({
      list: 'coupons',
      phones: 'full',
      filters: { phone: '186****0007' },
      reason: '客诉 186****0007 核对',
    })
  })

  test('reads redemptions, members and the audit trail as well', async () => {
    expect((await ask({ list: 'redemptions' }, 'finance')).lines[0]).toMatch(/^\ufeff核销号,核销时间,/)
    const { lines } = await ask({ list: 'members', language: 'en' }, 'service')
    expect(lines[0]).toMatch(/^\ufeffMember,State,Phone,Card,/)
    expect(lines.slice(1, -1)).toHaveLength(coupons)
    expect(lines[1]).toMatch(/^M\d+,Active,186\*\*\*\*\d{4},/)
    const audit = await ask({ list: 'audit', filter: { kind: 'exported', from_day: '2026-11-24' } })
    expect(audit.lines[0]).toMatch(/^\ufeff序号,时间,操作者,事件,/)
    expect(audit.lines[1]).toMatch(/^\d+,2026-11-24 .*,operator:.*,导出,/)
  })

  test.each<[what: string, body: object, role: string, status: number, code: string]>([
    ['of nobody', { list: 'coupons' }, 'stranger', 401, 'SIGNED_OUT'],
    ['of a list that the role may not read', { list: 'members' }, 'finance', 403, 'isv.'],
    [
      'in full by a role that may not unmask',
      { list: 'coupons', full_reason: '对账' },
      'finance',
      403,
      'ACT_NOT_ALLOWED',
    ],
    ['in full without a reason', { list: 'coupons', full_reason: ' ' }, 'owner', 400, 'WEAK_REASON'],
    ['in full with dots for a reason', { list: 'coupons', full_reason: '..' }, 'owner', 400, '至少有2个文字或数字'],
    ['of no list', { list: 'constructor' }, 'owner', 400, 'INVALID_REQUEST'],
    ['without a filter', { list: 'coupons', filter: 1 }, 'owner', 400, 'INVALID_REQUEST'],
    ['with a filter that the method refuses', { list: 'coupons', filter: { used_from: 'x' } }, 'owner', 200, 'error'],
    ['of redemptions in shops of others', { list: 'redemptions', filter: { shop: '02' } }, 'shop_clerk', 403, 'isv.'],
  ])('is refused %s, and not recorded', async (_, body, role, status, code) => {
    const before = await events()
    const answer = await ask(body, role)
    expect(answer).toMatchObject({ status, text: expect.stringContaining(code) })
    expect(answer.type).toMatch(/json/)
    expect(await events()).toEqual(before)
  })
})
