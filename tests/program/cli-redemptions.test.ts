import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CliServer, runCli, serveCli } from '../harness/run-cli.ts'

let folder = ''
let server: CliServer
let gateway: readonly string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-cli-redemptions-'))
  const dataDir = join(folder, 'data')
  const store = ['--data', dataDir, '--seller', '111']
  await runCli(['chain', 'create', ...store, '--name', '康民大药房'])
  const app = await json(['app', 'create', ...store, '--name', 'ERP'])
  server = await serveCli(['--data', dataDir])
  gateway = ['--url', server.url, '--app-key', app.app_key, '--app-secret', app.app_secret]
  const file = join(folder, 'issue.csv')
  await writeFile(file, 'coupon_code,coupon_amount\nlook1,\nlook2,\nlook3,50\nlook4,\n')
  await callJson(['coupon', 'issue', file, '--bearer'])
})

afterAll(async () => {
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

describe('yaoquan redemption', () => {
  it('lists by order, coupon and whether it was returned, and shows one', async () => {
    const { redemption_id: id } = await callJson(['coupon', 'redeem', 'look1', '--order', 'SO-L', '--shop', '01'])
    const listed = await call(['redemption', 'list', '--order', 'SO-L', '--not-returned'])
    expect(listed.stdout).toMatch(new RegExp(`^核销号 .*\\n${id} +look1 .*SO-L +01 +\\d{4}-.*\\n没有下一页`))
    expect((await call(['redemption', 'list', '--coupon', 'look1', '--returned'])).stdout).not.toContain(id)
    await callJson(['coupon', 'return', id, '--reason', '顾客退货'])
    const { redemptions } = await callJson(['redemption', 'list', '--coupon', 'look1', '--returned'])
    expect(redemptions).toMatchObject([{ redemption_id: id, return_reason: '顾客退货' }])
    const shown = (await call(['redemption', 'get', id])).stdout
    for (const text of [id, 'look1', 'SO-L', '顾客退货']) expect(shown).toContain(text)
  })

  it('shows what a coupon took off each line', async () => {
    const redeem = ['coupon', 'redeem', 'look3', '--order', 'SO-A', '--line', '1001=140', '--line', '1002=60']
    const { redemption_id: id } = await callJson(redeem)
    expect((await call(['redemption', 'list', '--order', 'SO-A'])).stdout).toMatch(/ SO-A +50\.00 +\d{4}-/)
    expect((await call(['redemption', 'get', id])).stdout).toMatch(/\n行 +抵扣\n1 +35\.00\n2 +15\.00\n$/)
  })

  it('uploads a file of offline redemptions, and again without a change, and lists the conflicts', async () => {
    const now = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
    const coupons = [{ coupon_code: 'look4', off_amount: '5' }]
    const order = {
      redeemed_at: now,
      shop: '01',
      order_amount: '20',
      lines: [{ category: '1', amount: '20' }],
      coupons,
    }
    const lines = ['1', '2'].map((no) =>
      JSON.stringify({ out_request_no: `OFF-${no}`, order_id: `SO-${no}`, ...order }),
    )
    const file = join(folder, 'offline.ndjson')
    await writeFile(file, [...lines, '', '{', '{"order_id":"SO-3","sohp":"1"}'].join('\n'))
    const run = await call(['redemption', 'upload', file])
    expect([run.code, run.stdout]).toEqual([
      1,
      expect.stringMatching(/redeemed +SO-1 +look4.*\n.*conflict +SO-2 +look4/),
    ])
    expect(run.stderr).toMatch(/第 4 行[\s\S]*第 5 行[\s\S]*shop[\s\S]*2 行未上传/)
    const again = await call(['redemption', 'upload', file, '--json'])
    const [first, second] = again.stdout
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text))
    expect([first, second]).toMatchObject([
      { line: 1, already_done: true, redemptions: [{ verdict: 'redeemed' }] },
      { line: 2, already_done: true, redemptions: [{ verdict: 'conflict', used_order_id: 'SO-1' }] },
    ])
    const listed = await call(['redemption', 'list', '--verdict', 'conflict', '--shop', '01'])
    expect(listed.stdout).toMatch(/look4 .*SO-2 .*conflict +SO-1\n/)
  })

  it('tries a return of lines, makes it, and shows what came back', async () => {
    await writeFile(join(folder, 'five.csv'), 'coupon_code,coupon_amount\nlook5,50\n')
    await callJson(['coupon', 'issue', join(folder, 'five.csv'), '--bearer'])
    const redeem = ['coupon', 'redeem', 'look5', '--order', 'SO-R', '--line', '1001=140', '--line', '1002=60']
    const { redemption_id: id } = await callJson(redeem)
    const part = ['redemption', 'return', '--order', 'SO-R', '--line', '2=1', '--reason', '顾客退货']
    const tried = await call([...part, '--dry-run'])
    expect(tried.stdout).toMatch(
      /试算，未写入.*\n退款 45\.00 元.*\n共退 45\.00 元.*\n行 +退货数量 +退款\n2 +1 +45\.00\n/,
    )
    expect((await callJson(part)).coupons).toMatchObject([{ coupon_code: 'look5', outcome: 'used' }])
    expect((await call(['redemption', 'get', id])).stdout).toMatch(/\n行 +退货数量 +退款\n2 +1 +45\.00\n$/)
    const rest = await call(['redemption', 'return', id, '--reason', '顾客退货'])
    expect(rest.stdout).toMatch(/\n退款 105\.00 元.*\n共退 150\.00 元.*[\s\S]*已退回/)
  })

  it('goes on with the cursor that it printed', async () => {
    await callJson(['coupon', 'redeem', 'look1', '--order', 'SO-P'])
    await callJson(['coupon', 'redeem', 'look2', '--order', 'SO-P'])
    const first = await call(['redemption', 'list', '--order', 'SO-P', '--limit', '1'])
    const cursor = /\nnext_cursor (\S+)\n/.exec(first.stdout)?.[1] ?? ''
    const next = await call(['redemption', 'list', '--order', 'SO-P', '--limit', '1', '--cursor', cursor])
    expect([first.stdout.includes('look1'), next.stdout.includes('look2')]).toEqual([true, true])
    expect(next.stdout).toContain('没有下一页')
  })

  it.each([
    [['list', '--day', '2026-11-24', '--from', '2026-11-24'], 2, /--from/],
    [['list', '--returned', '--not-returned'], 2, /--returned/],
    [['return', '--reason', 'x'], 2, /--order/],
    [['return', 'NONE', '--order', 'SO-R', '--reason', 'x'], 2, /--order/],
    [['return', '--order', 'SO-R', '--line', 'x', '--reason', 'x'], 2, /--line/],
    [['get', 'NONE'], 1, /^yaoquan: 核销记录不存在 \(REDEMPTION_NOT_FOUND\)\n$/],
  ])('refuses %j', async (args, code, said) => {
    const run = await call(['redemption', ...args])
    expect([run.code, run.stderr]).toEqual([code, expect.stringMatching(said)])
  })
})

describe('yaoquan coupon explain', () => {
  it('says why a coupon cannot be used, and what would change that', async () => {
    const { stdout } = await call(['coupon', 'explain', 'look2', '--shop', '01', '--line', '1001=80'])
    for (const text of [/^reason_code +USED_BY$/m, /^ {2}已被订单 SO-\w+ 于 .* 使用$/m, /^改动 没有单独一项/m]) {
      expect(stdout).toMatch(text)
    }
    const requested = ['coupon', 'explain', 'look2', '--at', '2020-01-01 00:00:00']
    expect((await callJson(requested)).explanations).toMatchObject([{ state: 'unknown', usable: false }])
  })

  it('explains a refused call by its number', async () => {
    const { error_code, request_id } = JSON.parse(
      (await call(['coupon', 'redeem', 'look2', '--order', 'SO-X2', '--json'])).stdout,
    )
    expect(error_code).toBe('COUPON_ALREADY_USED')
    const explain = ['coupon', 'explain', '--call', request_id]
    await expect.poll(async () => (await call(explain)).code).toBe(0)
    expect((await call(explain)).stdout).toMatch(/^refused_code +COUPON_ALREADY_USED$/m)
  })

  it('needs a code or the number of a call', async () => {
    expect(await call(['coupon', 'explain'])).toMatchObject({ code: 2, stdout: '' })
  })
})
