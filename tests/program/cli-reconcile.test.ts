import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { couponsOf, orderJson, orderLine, orderSync } from '../harness/order-calls.ts'
import { type CliServer, runCli, serveCli } from '../harness/run-cli.ts'

let folder = ''
let server: CliServer
let store: readonly string[] = []
let gateway: readonly string[] = []

/** Tills may report a redemption 72 hours later: long enough ago for nothing to be pending. */
const day = new Date(Date.now() + 8 * 3_600_000 - 48 * 3_600_000).toISOString().slice(0, 10)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-cli-reconcile-'))
  const data = ['--data', join(folder, 'data')]
  store = [...data, '--seller', '111']
  await done(['seller', 'create', ...store, '--name', '康民大药房'])
  await done(['seller', 'create', ...data, '--seller', '222', '--name', '另一连锁'])
  const app = JSON.parse(await done(['app', 'create', ...store, '--name', 'ERP', '--preset', 'full', '--json']))
  server = await serveCli(data)
  gateway = ['--url', server.url, '--app-key', app.app_key, '--app-secret', app.app_secret]
  const file = join(folder, 'issue.csv')
  const rows = ['fits', 'lost', '=sum'].map((code) => `${code},10,2020-01-01`)
  await writeFile(file, ['coupon_code,coupon_amount,bill_date', ...rows, ''].join('\n'))
  await done(['coupon', 'issue', file, '--bearer', ...gateway])
  await redeem('fits', 'SO-1')
  await sync({ order_id: 'SO-1', coupons: couponsOf('fits'), details: [fitting], actual_total_fee: 5000 })
})

afterAll(async () => {
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** A line of 60 yuan of which 10 were taken. */
const fitting = { ...orderLine, auction_price: 6000, actual_total_fee: 5000, quantity: '1' }

async function done(args: readonly string[]): Promise<string> {
  const run = await runCli(args)
  expect([run.code, run.stderr]).toEqual([0, expect.any(String)])
  return run.stdout
}

async function redeem(code: string, order: string): Promise<void> {
  const at = ['--redeemed-at', `${day} 10:00:00`, '--line', '1001=60', '--shop', '01']
  await done(['coupon', 'redeem', code, '--order', order, ...at, ...gateway])
}

async function sync(changes: object): Promise<void> {
  const order = JSON.stringify(orderJson({ create_time: `${day} 10:00:00`, ...changes }))
  await done(['call', orderSync, `order=${order}`, ...gateway])
}

const reconcile = (args: readonly string[]) => runCli(['reconcile', ...args])

describe('yaoquan reconcile', () => {
  it('ends with 0 for a day without findings, and shows what coupons cost', async () => {
    const { code, stdout, stderr } = await reconcile([...store, '--day', day])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^== 连锁 111\n核销 1，退回 0，用券订单 1，.*\n差异 0，等待 0，/)
    expect(stdout).toMatch(/\n合计 +1 +10\.00 +0 +0\.00 +10\.00 +0 +0\.00\n/)
  })

  it('ends with 1 for findings, and names each in text, JSON and files for spreadsheets', async () => {
    await redeem('lost', 'SO-LOST')
    await redeem('=sum', 'SO-SUM')
    await sync({ order_id: 'SO-SUM', coupons: couponsOf('=sum'), details: [fitting], actual_total_fee: 5000 })
    await sync({ order_id: 'SO-SUM', coupons: couponsOf('=sum'), details: [{ ...fitting, actual_total_fee: 5100 }] })
    const [csv, entries] = [join(folder, 'findings.csv'), join(folder, 'entries.csv')]
    const text = await reconcile([...store, '--day', day, '--csv', csv, '--entries', entries])
    expect([text.code, text.stderr]).toEqual([1, 'yaoquan: 发现 2 处差异\n'])
    expect(text.stdout).toMatch(/^REDEEMED_NO_ORDER +券 lost 核销于订单 SO-LOST，但该订单从未同步$/m)
    expect(text.stdout).toMatch(/^SUM_DIFFERS +订单 SO-SUM 少收 9\.00 元，而其券抵扣 10\.00 元$/m)
    const lines = (await readFile(csv, 'utf8')).split('\r\n')
    expect(lines[0]).toMatch(/^\ufeff连锁,日期,类型,/)
    expect(lines[1]).toMatch(new RegExp(`^111,${day},REDEEMED_NO_ORDER,差异,SO-LOST,lost,\\w{16},01,10\\.00,,,\\d+,`))
    expect(lines[2]).toMatch(
      new RegExp(`^111,${day},SUM_DIFFERS,差异,SO-SUM,'=sum,\\w{16},01,10\\.00,9\\.00,,\\d+ \\d+,`),
    )
    expect((await readFile(entries, 'utf8')).match(/,10\.00,,\d+\r\n/g)).toHaveLength(3)
    const json = await reconcile([...store, '--day', day, '--json'])
    expect([json.code, JSON.parse(json.stdout)]).toMatchObject([
      1,
      {
        day,
        finding_count: 2,
        pending_count: 0,
        sellers: [
          {
            seller_id: '111',
            findings: [
              { kind: 'REDEEMED_NO_ORDER', coupon_code: 'lost', off_fen: 1000, event_seqs: [expect.any(Number)] },
              { kind: 'SUM_DIFFERS', order_id: 'SO-SUM', off_fen: 1000, order_off_fen: 900 },
            ],
            findings_by_kind: { REDEEMED_NO_ORDER: 1, SUM_DIFFERS: 1, RETURN_NO_ORDER: 0 },
            cost: { net_fen: 3000, by_shop: [{ key: '01', net_fen: 3000 }], by_bearer: [{ key: null }] },
          },
        ],
      },
    ])
  })

  it('lists what is pending, and ends with 0', async () => {
    const { redemption_id: id } = await redemptionOf('lost')
    await done(['coupon', 'return', id, '--reason', '退货', ...gateway])
    const [returnDay] = (await redemptionOf('lost')).returned_at.split(' ')
    const { code, stdout } = await reconcile([...store, '--day', returnDay, '--json'])
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { finding_count: 0, pending_count: 1 }])
    expect(JSON.parse(stdout).sellers[0].findings).toMatchObject([{ kind: 'RETURN_NO_ORDER', pending: true }])
  })

  it('reconciles all sellers unless one is named', async () => {
    const { stdout } = await reconcile([...store.slice(0, 2), '--day', day, '--json'])
    const { sellers } = JSON.parse(stdout)
    expect(sellers.map((seller: { seller_id: string }) => seller.seller_id)).toEqual(['111', '222'])
  })

  it.each([
    [['--day', '2026-13-01'], 2, /日期/],
    [[], 2, /--day/],
    [['--day', day, '--order-hours', '169'], 2, /168/],
    [['--day', day, '--seller', 'none'], 1, /连锁 none 不存在/],
  ])('refuses %j', async (args, code, said) => {
    const run = await reconcile([...store.slice(0, 2), ...args])
    expect([run.code, run.stderr]).toEqual([code, expect.stringMatching(said)])
  })
})

async function redemptionOf(code: string) {
  const { redemptions } = JSON.parse(await done(['redemption', 'list', '--coupon', code, '--json', ...gateway]))
  return redemptions[0]
}
