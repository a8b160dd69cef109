import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CliServer, runCli, serveCli } from '../harness/run-cli.ts'

const querycoupon = 'alibaba.alihealth.nr.crm.coupon.querycoupon'

let folder = ''
let dataDir = ''
let server: CliServer
let gateway: readonly string[] = []

async function json(args: readonly string[]) {
  const run = await runCli([...args, '--json'])
  if (run.code !== 0) throw new Error(`exit code ${run.code}: ${run.stderr}`)
  return JSON.parse(run.stdout)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-cli-'))
  dataDir = join(folder, 'data')
  server = await serveCli(['--demo', '--sandbox', '--data', dataDir])
  const app = await json(['app', 'create', '--data', dataDir, '--name', 'ERP', '--seller', '111'])
  gateway = ['--url', server.url, '--app-key', app.app_key, '--app-secret', app.app_secret]
})

afterAll(async () => {
  const code = await server?.stop()
  await rm(folder, { recursive: true, force: true })
  expect(code).toBe(0)
})

describe('yaoquan serve', () => {
  it('prints one line when it answers, and the demo’s key and first call beside it', () => {
    const lines = server.stdout().split('\n')
    expect(lines.filter((line) => line.startsWith('listening on '))).toEqual([`listening on ${server.url}`])
    expect(server.stdout()).toContain('app_secret')
    expect(server.stdout()).toContain(`curl -s '${server.url}/router/rest'`)
  })

  it('answers the printed call of a new demo at once', async () => {
    const call = /^curl [\s\S]*?'sign=\w+'$/m.exec(server.stdout())?.[0] ?? ''
    const { stdout } = await promisify(execFile)('sh', ['-c', call])
    expect(stdout).toContain('"coupon_code":"111aaa"')
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('ends with exit code 0 at %s', async (signal) => {
    const own = await serveCli(['--data', join(folder, `own-${signal}`)])
    expect(own.stdout()).toMatch(/^admin on http:\/\/127\.0\.0\.1:\d+\nlistening on \S+\n$/)
    expect(await own.stop(signal)).toBe(0)
  })

  it('starts the clock of the sandbox where it was told', async () => {
    const own = await serveCli(['--data', dataDir, '--sandbox', '--clock', '2020-02-29T12:00:00+08:00'])
    const now = ['call', 'taobao.time.get', ...gateway, '--url', own.url]
    const late = await runCli(now)
    expect(late.stdout).toContain('"Invalid timestamp"')
    const inTime = await runCli([...now, 'timestamp=2020-02-29 12:00:00'])
    expect(inTime.stdout).toContain('"time":"2020-02-29 12:00:')
    expect(await own.stop()).toBe(0)
  })
})

describe('yaoquan chain, app and session', () => {
  it('make a chain, an app and a session that the running server sees', async () => {
    expect(await json(['chain', 'create', '--data', dataDir, '--seller', '222', '--name', '康民大药房'])).toEqual({
      seller_id: '222',
      name: '康民大药房',
    })
    const create = ['app', 'create', '--data', dataDir, '--name', 'POS', '--seller', '111', '--seller', '222']
    const app = await json([...create, '--app-key', 'pos', '--app-secret', 'pos-secret-of-16'])
    expect(app).toEqual({ app_key: 'pos', app_secret: 'pos-secret-of-16', name: 'POS', seller_ids: ['111', '222'] })
    const { session, expires_at } = await json([
      ...['session', 'create', '--data', dataDir, '--app-key', 'pos', '--seller', '222', '--days', '2'],
    ])
    expect(Math.abs(Date.parse(expires_at) - Date.now() - 2 * 86_400_000)).toBeLessThan(60_000)
    const query = ['query', '--url', server.url, '--app-key', 'pos', '--app-secret', 'pos-secret-of-16', '--json']
    const withoutSession = await runCli(query)
    expect([withoutSession.code, withoutSession.stderr]).toEqual([1, expect.stringContaining('Missing session')])
    expect(JSON.parse((await runCli([...query, '--session', session])).stdout)).toMatchObject({ total_count: 0 })
  })

  it('print key, secret and session as plain lines without --json', async () => {
    const app = await runCli(['app', 'create', '--data', dataDir, '--name', 'plain', '--seller', '111'])
    expect(app.stdout).toMatch(/^app_key \S+\napp_secret \S+\n$/)
    const appKey = /app_key (\S+)/.exec(app.stdout)?.[1] ?? ''
    const create = [
      'session',
      'create',
      '--data',
      dataDir,
      '--app-key',
      appKey,
      '--seller',
      '111',
      '--token',
      'token-of-16-text',
    ]
    expect((await runCli(create)).stdout).toMatch(/^session token-of-16-text\nexpires_at \d{4}-\d\d-\d\dT\S+\+08:00\n$/)
  })

  it('hold an app to its addresses and methods', async () => {
    const create = ['app', 'create', '--data', dataDir, '--name', 'narrow', '--seller', '111', '--app-secret', 's']
    create.push('--allow-weak-secret')
    await json([...create, '--app-key', 'elsewhere', '--allow-ip', '10.0.0.0/8'])
    await json([...create, '--app-key', 'time-only', '--preset', 'none', '--allow', 'taobao.time.get'])
    const call = async (method: string, appKey: string) =>
      (await runCli(['call', method, '--url', server.url, '--app-key', appKey, '--app-secret', 's'])).stdout
    expect(await call('taobao.time.get', 'elsewhere')).toContain('isv.permission-ip-whitelist-limit')
    expect(await call('taobao.time.get', 'time-only')).toContain('"time":')
    expect(await call(querycoupon, 'time-only')).toContain('isv.permission-api-package-limit')
  })
})

describe('yaoquan call', () => {
  const query = 'query_d_t_o={"page_size":1,"page_num":1,"coupon_code":"111aaa"}'

  it('prints the answer exactly as it came', async () => {
    const { code, stdout, stderr } = await runCli(['call', querycoupon, ...gateway, query])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(
      /^\{"alibaba_alihealth_nr_crm_coupon_querycoupon_response":.*"request_id":"[0-9a-z]{12}"\}\}$/,
    )
    expect(stdout).toContain('"coupon_code":"111aaa"')
  })

  it.each([
    [['--format', 'xml'], /^<\?xml version="1.0" encoding="utf-8" \?><alibaba_.*<coupon_code>111aaa</],
    [['--simplify'], /^\{"result":.*"result_arr_list":\[\{/],
    [['--pretty'], /^\{\n {2}"alibaba_/],
    [['--sign-method', 'md5'], /"coupon_code":"111aaa"/],
    [['--sign-method', 'hmac'], /"coupon_code":"111aaa"/],
    [['--sign-method', 'hmac-sha256'], /"coupon_code":"111aaa"/],
    [['--sign-method', 'md5-prefix'], /"coupon_code":"111aaa"/],
  ])('takes %j', async (options, expected) => {
    const { code, stdout } = await runCli(['call', querycoupon, ...gateway, ...options, query])
    expect(code).toBe(0)
    expect(stdout).toMatch(expected)
  })

  it.each([
    ['json', /^\{"error_response":\{"code":22,/],
    ['xml', /^<\?xml .*<error_response><code>22</],
  ])('exits with 1 when the answer is an error in %s, and prints it all the same', async (format, expected) => {
    const { code, stdout, stderr } = await runCli(['call', 'no.such.method', ...gateway, '--format', format])
    expect([code, stderr]).toEqual([1, 'yaoquan: 网关返回错误\n'])
    expect(stdout).toMatch(expected)
  })

  it('takes address and credentials from the environment, and the command line wins', async () => {
    const [, url = '', , appKey = '', , appSecret = ''] = gateway
    const environment = { YAOQUAN_URL: url, YAOQUAN_APP_KEY: appKey, YAOQUAN_APP_SECRET: appSecret }
    expect((await runCli(['call', 'taobao.time.get'], environment)).code).toBe(0)
    const wrong = await runCli(['call', 'taobao.time.get', '--app-secret', 'wrong'], environment)
    expect([wrong.code, wrong.stdout]).toEqual([1, expect.stringContaining('"code":25')])
  })
})

describe('yaoquan sign', () => {
  const documented = [
    ...['sign', 'taobao.item.seller.get', '--app-key', '12345678', '--app-secret', 'helloworld', '--session', 'test'],
    ...['--timestamp', '2016-01-01 12:00:00', 'fields=num_iid,title,nick,price,num', 'num_iid=11223344'],
  ]
  const base =
    'app_key12345678fieldsnum_iid,title,nick,price,numformatjsonmethodtaobao.item.seller.getnum_iid11223344' +
    'sessiontestsign_methodmd5timestamp2016-01-01 12:00:00v2.0'

  it('prints the base string and the signature of the documented example', async () => {
    const { stdout } = await runCli([...documented, '--sign-method', 'md5'])
    expect(stdout).toBe(`base string: ${base}\nsign: 66987CB115214E59E6EC978214934FB8\n`)
  })

  it.each([
    ['md5', '66987CB115214E59E6EC978214934FB8'],
    ['hmac', 'D56D7858309C31B6251083A874D48273'],
    ['hmac-sha256', '04DB15AD0774D5CFCE2C837DE43E3FCEA9011ED74F3038FB6AB5F3C4CEA119E8'],
  ])('signs the documented example with %s', async (method, sign) => {
    expect(await json([...documented, '--sign-method', method])).toMatchObject({
      base_string: base.replace('sign_methodmd5', `sign_method${method}`),
      sign,
      parameters: { sign, num_iid: '11223344' },
    })
  })
})

describe('yaoquan query', () => {
  it('prints a table with masked phones, or whole ones when told so', async () => {
    const query = ['query', ...gateway, '--coupon-code', '111aaa']
    const masked = await runCli(query)
    expect(masked.stdout).toMatch(/^券码 +状态 +名称 .*\n111aaa .*满199减99 .* 186\*\*\*\*5668 .*\n共 1 张，第 1\/1 页/)
    expect((await runCli([...query, '--with-phones'])).stdout).toContain(' 18612255668 ')
  })

  it('filters by each of its filters', async () => {
    const [coupon] = (await json(['query', ...gateway, '--coupon-code', '111aaa'])).coupons
    for (const [option, field] of [
      ['--phone', 'phone'],
      ['--card-no', 'card_no'],
      ['--channel', 'channel'],
    ] as const) {
      const { coupons } = await json(['query', ...gateway, option, coupon[field], '--page-size', '200'])
      expect(coupons.length).toBeGreaterThan(0)
      expect(new Set(coupons.map((one: Record<string, string>) => one[field]))).toEqual(new Set([coupon[field]]))
    }
  })

  it('gives one page, or every page with --all, in the page’s field names', async () => {
    const page = await json(['query', ...gateway, '--page-size', '7', '--page-num', '2'])
    const { total_count: total } = page
    expect(total).toBeGreaterThan(240)
    expect(page).toMatchObject({ current_page: 2, total_page: Math.ceil(total / 7) })
    const all = await json(['query', ...gateway, '--all'])
    expect(all.total_count).toBe(total)
    expect(all.coupons.slice(7, 14)).toEqual(page.coupons)
    expect(new Set(all.coupons.map((one: Record<string, string>) => one['coupon_code'])).size).toBe(total)
    expect((await runCli(['query', ...gateway, '--all'])).stdout.split('\n').at(-2)).toMatch(
      new RegExp(`^共 ${total} 项`),
    )
  })

  it('says that nothing was found, and exits with 0', async () => {
    const { code, stdout } = await runCli(['query', ...gateway, '--coupon-code', 'none'])
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^共 0 张/)])
    expect(await json(['query', ...gateway, '--coupon-code', 'none', '--all'])).toEqual({ coupons: [], total_count: 0 })
  })
})
