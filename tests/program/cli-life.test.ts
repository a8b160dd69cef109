import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CliServer, runCli, serveCli, startCli } from '../harness/run-cli.ts'

let folder = ''
let dataDir = ''
let server: CliServer
let gateway: readonly string[] = []
let store: readonly string[] = []
const closers: (() => unknown)[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-cli-life-'))
  dataDir = join(folder, 'data')
  store = ['--data', dataDir, '--seller', '111']
  await runCli(['chain', 'create', ...store, '--name', '康民大药房'])
  const app = await json(['app', 'create', ...store, '--name', 'ERP'])
  server = await serveCli(['--data', dataDir, '--allow-private-webhooks'])
  gateway = ['--url', server.url, '--app-key', app.app_key, '--app-secret', app.app_secret]
})

afterAll(async () => {
  for (const close of closers) await close()
  expect([await server?.stop(), server?.stderr()]).toEqual([0, ''])
  await rm(folder, { recursive: true, force: true })
})

async function json(args: readonly string[]) {
  const run = await runCli([...args, '--json'])
  if (run.code !== 0) throw new Error(`exit code ${run.code}: ${run.stderr}`)
  return JSON.parse(run.stdout)
}

/** Runs a command against the gateway. */
const call = (args: readonly string[]) => runCli([...args, ...gateway])
const callJson = (args: readonly string[]) => json([...args, ...gateway])

async function issue(...codes: readonly string[]): Promise<void> {
  const file = join(folder, 'issue.csv')
  await writeFile(
    file,
    `coupon_code,phone,end_date\n${codes.map((code) => `${code},18612255668,2099-12-31\n`).join('')}`,
  )
  await callJson(['coupon', 'issue', file, '--bearer', '--channel', 'erp'])
}

describe('yaoquan coupon issue', () => {
  it('stores a file, lists what failed with its line, and changes nothing under the same number', async () => {
    const file = join(folder, 'mixed.csv')
    await writeFile(file, 'coupon_code,end_date\nm1,2099-12-31\nm2,tomorrow\nm3,2099-12-31\nm1,2098-12-31\n')
    const first = await call(['coupon', 'issue', file, '--bearer', '--out-request-no', 'mixed'])
    expect(first.stdout).toBe('out_request_no mixed\n已导入 4 行（新建 2，已有 0，有错误 2）\n')
    expect([first.code, first.stderr]).toEqual([
      1,
      expect.stringMatching(/^yaoquan: 2 行未存储，原因见 .*mixed.csv.errors.csv；/),
    ])
    const errors = await readFile(`${file}.errors.csv`, 'utf8')
    expect(errors).toMatch(/\nm2,tomorrow,第 3 行：end_date /)
    expect(errors).toMatch(/\nm1,2098-12-31,第 5 行：同一券码已有内容不同的优惠券: end_date\r\n/)
    const again = await runCli(['coupon', 'issue', file, '--bearer', '--out-request-no', 'mixed', ...gateway, '--json'])
    expect(JSON.parse(again.stdout)).toMatchObject({ out_request_no: 'mixed', rows: 4, created: 2, bad: 2 })
    expect((await callJson(['query', '--coupon-code', 'm1'])).total_count).toBe(1)
  })

  it('reads standard input', async () => {
    const child = startCli(['coupon', 'issue', '-', ...gateway, '--json'], {}, 'pipe')
    let stdout = ''
    child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
      stdout += piece
    })
    child.stdin?.end('{"coupon_code":"in1"}\n{"coupon_code":"in2"}\n')
    const [code] = await once(child, 'close')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ rows: 2, created: 2, existing: 0, bad: 0 })
  })
})

describe('the life of a coupon', () => {
  it('is held, redeemed, returned, redeemed again, and its timeline says so', async () => {
    await issue('life1')
    const held = await call(['coupon', 'hold', 'life1', '--order', 'SO-1', '--ttl', '600'])
    expect(held.stdout).toMatch(/^out_request_no cli-[0-9a-f]{24}\n已占用至 \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\n$/)
    const other = await call(['coupon', 'redeem', 'life1', '--order', 'SO-2'])
    expect([other.code, other.stderr]).toEqual([
      1,
      expect.stringMatching(/^yaoquan: 优惠券被订单 SO-1 占用至 .* \(COUPON_HELD\)\n$/),
    ])
    const redeem = ['coupon', 'redeem', 'life1', '--order', 'SO-1', '--out-request-no', 'life-1']
    const redeemed = await callJson(redeem)
    expect(redeemed).toMatchObject({ out_request_no: 'life-1', redemption_id: expect.any(String), success: true })
    expect(await callJson(redeem)).toMatchObject({ redemption_id: redeemed.redemption_id, already_done: true })
    const undo = ['coupon', 'return', redeemed.redemption_id, '--reason', '顾客退货']
    expect((await call(undo)).stdout).toContain('已退回 life1')
    const again = await call(['coupon', 'redeem', 'life1', '--order', 'SO-3'])
    expect(again.stdout).toMatch(/\n券码 +核销号 +抵扣\nlife1 +\S+\n核销时间 \d{4}-/)
    const { coupon, timeline } = await callJson(['coupon', 'get', 'life1'])
    expect(coupon).toMatchObject({ coupon_code: 'life1', status: '1', order_id: 'SO-3', phone: '18612255668' })
    expect(timeline.map(({ kind }: { kind: string }) => kind)).toEqual([
      'issued',
      'held',
      'redeemed',
      'returned',
      'redeemed',
    ])
    const shown = await call(['coupon', 'get', 'life1'])
    expect(shown.stdout).toContain('186****5668')
    expect(shown.stdout).not.toContain('18612255668')
    expect(shown.stdout).toMatch(/退回 +life1/)
  })

  it('a refusal prints the result as JSON and ends with exit code 1 and its Chinese message', async () => {
    await issue('twice')
    await callJson(['coupon', 'redeem', 'twice', '--order', 'SO-1'])
    const run = await runCli(['coupon', 'redeem', 'twice', '--order', 'SO-2', ...gateway, '--json'])
    expect(run.code).toBe(1)
    expect(run.stderr).toMatch(/^yaoquan: 优惠券已被订单 SO-1 于 .* 使用 \(COUPON_ALREADY_USED\)\n$/)
    expect(JSON.parse(run.stdout)).toMatchObject({
      error_code: 'COUPON_ALREADY_USED',
      order_id: 'SO-1',
      success: false,
    })
  })

  it('is released, and voided with the used ones refused one by one', async () => {
    await issue('v1', 'v2')
    await callJson(['coupon', 'hold', 'v1', '--order', 'SO-1'])
    expect((await call(['coupon', 'release', 'v1', '--order', 'SO-1'])).stdout).toContain('已释放 v1')
    await callJson(['coupon', 'redeem', 'v2', '--order', 'SO-9'])
    const run = await call(['coupon', 'void', 'v1', 'v2', 'v3', '--reason', '活动取消'])
    expect(run.stdout).toMatch(/v1 +已作废\nv2 +已使用，不能作废 +SO-9\nv3 +不存在\n作废 1 张，未能作废 2 张/)
    expect([run.code, run.stderr]).toEqual([1, expect.stringContaining('PARTLY_FAILED')])
  })

  it('is voided with a warning where the reason holds a phone', async () => {
    await issue('v4')
    const run = await call(['coupon', 'void', 'v4', '--reason', '顾客 139 1234 5678 要求'])
    expect(run.stdout).toMatch(/作废 1 张.*\n提醒: reason 中的手机号已打码后保存 \(PHONE_MASKED\)\n$/)
  })

  it('is searched, a page at a time or all at once', async () => {
    const file = join(folder, 'search.csv')
    await writeFile(
      file,
      `coupon_code,channel,shop\n${Array.from({ length: 25 }, (_, n) => `s${n},search,01\n`).join('')}`,
    )
    await callJson(['coupon', 'issue', file, '--bearer'])
    const search = ['coupon', 'search', '--channel', 'search', '--shop', '01', '--status', '0']
    const first = await callJson(search)
    expect(first.coupons).toHaveLength(20)
    const rest = await call([...search, '--cursor', first.next_cursor])
    expect(rest.stdout).toMatch(/\ns24 +可用[\s\S]*没有下一页/)
    const all = await callJson([...search, '--all'])
    expect([all.count, all.coupons.map((coupon: { coupon_code: string }) => coupon.coupon_code)]).toEqual([
      25,
      Array.from({ length: 25 }, (_, n) => `s${n}`),
    ])
    const wrong = await call([...search, '--cursor', 'nonsense'])
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('INVALID_CURSOR')])
  })

  it('names the number to retry with when no answer came', async () => {
    const dead = ['--url', 'http://127.0.0.1:1', '--app-key', 'k', '--app-secret', 's']
    const run = await runCli(['coupon', 'hold', 'x', '--order', 'SO-1', ...dead, '--json'])
    expect([run.code, run.stdout]).toEqual([1, ''])
    expect(run.stderr).toMatch(/^yaoquan: .*--out-request-no cli-[0-9a-f]{24} [^\n]*\n$/)
  })

  it.each([
    [['coupon', 'claim', '--template', '11'], /--phone/],
    [['coupon', 'void', '--reason', 'x'], /--template/],
    [['coupon', 'void', 'a', '--template', '11', '--reason', 'x'], /--template/],
    [['coupon', 'hold', 'a', '--order', 'o', '--ttl', '0'], /--ttl/],
    [['coupon', 'redeem', 'a', '--order', 'o', '--line', '1001'], /--line.*1001=120.50/],
    [['coupon', 'redeem', '--order', 'o'], /code/],
    [['coupon', 'get', 'a', '--out-request-no', 'x'], /--out-request-no/],
    [['coupon', 'hold', 'a', '--order', 'o', '--out-request-no', 'x'.repeat(65)], /--out-request-no/],
    [['event', 'list', '--limit', '1001'], /--limit/],
  ])('%j is bad usage', async (args, message) => {
    const run = await call(args)
    expect([run.code, run.stdout]).toEqual([2, ''])
    expect(run.stderr).toMatch(message)
  })
})

describe('yaoquan template, coupon claim and generate', () => {
  const terms = {
    coupon_id: '11',
    coupon_name: '满199减99',
    kind: 'full_reduction',
    coupon_amount: 99,
    order_amount: 199,
  }
  const limits = { valid_from_day: 0, valid_to_day: 29, stock_total: 2_503, member_total: 2 }

  it('a template is saved from a file, shown, claimed from and closed', async () => {
    const file = join(folder, '11.json')
    await writeFile(file, JSON.stringify({ ...terms, ...limits }))
    expect((await call(['template', 'save', file])).stdout).toContain('已保存模板 11，版本 1')
    const { template } = await callJson(['template', 'get', '11'])
    expect(template).toMatchObject({ coupon_name: '满199减99', coupon_amount: '99', stock_total: 2_503, closed: false })
    expect((await call(['template', 'get', '11'])).stdout).toMatch(/^coupon_id +11\ncoupon_name +满199减99\n/)
    expect((await call(['template', 'list', '--open'])).stdout).toMatch(/\n11 +满199减99 .*领取中/)
    const claimed = await callJson(['coupon', 'claim', '--template', '11', '--phone', '18612255668', '--count', '2'])
    expect(claimed.coupons).toHaveLength(2)
    const refused = await call(['coupon', 'claim', '--template', '11', '--phone', '18612255668'])
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('会员领取数量已达上限')])
    const wrong = join(folder, 'wrong.json')
    await writeFile(wrong, '{"coupon_ids":"11"}')
    const unknown = await call(['template', 'save', wrong])
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('coupon_ids')])
  })

  it('codes are generated to a file, counted against the stock, and given again under the same number', async () => {
    const out = join(folder, 'codes.csv')
    const args = ['generate', ...store, '--template', '11', '--count', '2501', '--out-request-no', 'gen']
    expect(await json([...args, '--out', out])).toEqual({ out_request_no: 'gen', count: 2_501, out })
    const text = await readFile(out, 'utf8')
    const lines = text.trimEnd().split('\n')
    expect(lines[0]).toBe('coupon_code,start_date,end_date')
    expect(new Set(lines).size).toBe(2_502)
    expect(lines[1]).toMatch(/^[2-9A-Z]{16},\d{4}-\d\d-\d\d,\d{4}-\d\d-\d\d$/)
    const again = await runCli(args)
    expect([again.code, again.stdout]).toEqual([0, text])
    const code = lines[2_501]?.slice(0, 16) ?? ''
    expect((await callJson(['coupon', 'get', code])).coupon).toMatchObject({ coupon_id: '11', status: '0' })
    const stands = await runCli([...args, '--out', out])
    expect([stands.code, stands.stderr]).toEqual([1, expect.stringContaining('文件已存在')])
    const more = await runCli(['generate', ...store, '--template', '11', '--count', '1', '--out', `${out}2`])
    expect([more.code, more.stderr]).toEqual([1, expect.stringContaining('库存不足')])
    expect(existsSync(`${out}2`) || existsSync(`${out}2.part`)).toBe(false)
  })

  it('a full disk is told in one line', async () => {
    const save = ['template', 'save', join(folder, 'free.json')]
    await writeFile(save[2] ?? '', JSON.stringify({ ...terms, coupon_id: 'free', valid_from_day: 0, valid_to_day: 1 }))
    await callJson(save)
    const args = ['generate', ...store, '--template', 'free', '--count', '5', '--out-request-no', 'full']
    const full = await open('/dev/full', 'w')
    const child = startCli(args, {}, 'ignore', full.fd)
    let stderr = ''
    child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
      stderr += piece
    })
    const [code] = await once(child, 'close')
    await full.close()
    expect(code).toBe(1)
    expect(stderr).toMatch(/^out_request_no full\nyaoquan: 无法写入标准输出: ENOSPC\n$/)
    expect((await runCli(args)).stdout.split('\n')).toHaveLength(7)
  })

  it('a closed template gives no more', async () => {
    expect((await call(['template', 'close', '11', '--reason', '活动结束'])).stdout).toContain('已关闭模板 11')
    const claim = await call(['coupon', 'claim', '--template', '11', '--phone', '18612255669'])
    expect([claim.code, claim.stderr]).toEqual([1, expect.stringContaining('TEMPLATE_CLOSED')])
    const generate = await runCli(['generate', ...store, '--template', '11', '--count', '1'])
    expect([generate.code, generate.stderr]).toEqual([1, expect.stringContaining('TEMPLATE_CLOSED')])
  })
})

describe('yaoquan event', () => {
  it('lists events after a number', async () => {
    const { events, last_seq, newest_seq } = await callJson(['event', 'list', '--after-seq', '1', '--limit', '2'])
    expect(events.map(({ event_seq }: { event_seq: number }) => event_seq)).toEqual([2, 3])
    expect(last_seq).toBe(3)
    expect(newest_seq).toBeGreaterThan(3)
    const shown = await call(['event', 'list', '--limit', '1'])
    expect(shown.stdout).toMatch(/^序号 +时间 .*\n1 +\d{4}-\d\d-\d\d .*登记连锁.*\nlast_seq 1，newest_seq \d+\n$/)
  })

  it('follows, one event a line', async () => {
    const { newest_seq } = await callJson(['event', 'list', '--limit', '1'])
    const child = startCli(['event', 'list', '--follow', '--json', '--after-seq', String(newest_seq), ...gateway])
    closers.push(() => child.kill())
    let stdout = ''
    child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
      stdout += piece
    })
    await issue('f1')
    await issue('f2')
    await expect.poll(() => stdout.split('\n')).toHaveLength(3)
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(events.map(({ event_seq, coupon_code }) => [event_seq, coupon_code])).toEqual([
      [newest_seq + 1, 'f1'],
      [newest_seq + 2, 'f2'],
    ])
  })
})

describe('yaoquan webhook', () => {
  it('sends events to a URL; list shows cursor, lag and last error; replay sends again; remove ends it', async () => {
    const bodies: string[] = []
    let status = 500
    const receiver = createServer(async (request, response) => {
      const pieces: Buffer[] = []
      for await (const piece of request) pieces.push(piece)
      bodies.push(Buffer.concat(pieces).toString('utf8'))
      response.writeHead(status).end()
    })
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
    closers.push(() => receiver.close())
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`
    const refused = await runCli(['webhook', 'add', ...store, '--url', url])
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('yaoquan serve 也要用它启动')])
    const denied = await runCli(['webhook', 'add', ...store, '--url', url], { YAOQUAN_ALLOW_PRIVATE_WEBHOOKS: '0' })
    expect(denied.code).toBe(1)
    const added = await json(['webhook', 'add', ...store, '--url', url, '--allow-private-webhooks'])
    expect(added).toEqual({
      webhook_id: expect.any(String),
      secret: expect.stringMatching(/^[0-9a-f]{64}$/),
      url,
      seller_id: '111',
      after_seq: expect.any(Number),
    })
    const listed = async () => (await json(['webhook', 'list', ...store])).webhooks[0]
    expect(await listed()).toMatchObject({ lag: 0, failures: 0, skipped_events: 0 })
    await issue('w1')
    await expect.poll(() => listed()).toMatchObject({ lag: 1, last_error: 'HTTP 500' })
    const shown = await runCli(['webhook', 'list', ...store])
    expect(shown.stdout).toMatch(/积压/)
    expect(shown.stdout).toContain('HTTP 500')
    expect(shown.stdout).not.toContain(added.secret)
    status = 204
    await expect.poll(() => listed()).toMatchObject({ lag: 0, failures: 0 })
    expect(JSON.parse(bodies.at(-1) ?? '').events).toMatchObject([{ kind: 'issued', coupon_code: 'w1' }])
    expect(bodies.join('')).not.toContain('18612255668')
    const replayed = await json(['webhook', 'replay', ...store, '--after-seq', '0'])
    expect(replayed).toEqual({ webhook_ids: [added.webhook_id], cursor_seq: 0 })
    const firstSeqs = () => bodies.map((body) => JSON.parse(body).events[0].event_seq)
    await expect.poll(() => firstSeqs()).toContain(1)
    await json(['webhook', 'remove', added.webhook_id, ...store])
    expect((await json(['webhook', 'list', ...store])).webhooks).toEqual([])
    const gone = await runCli(['webhook', 'remove', added.webhook_id, ...store])
    expect([gone.code, gone.stderr]).toEqual([1, expect.stringContaining('没有webhook')])
  })

  it.each([
    ['ftp://erp.example.com/', 1, /http或https/],
    ['https://user:pass@erp.example.com/', 1, /用户名或密码/],
    ['http://192.168.1.1/hook', 1, /不是公网地址/],
  ])('refuses %s', async (url, code, message) => {
    const run = await runCli(['webhook', 'add', ...store, '--url', url])
    expect([run.code, run.stdout]).toEqual([code, ''])
    expect(run.stderr).toMatch(message)
    expect(run.stderr).not.toContain('pass@')
  })
})
