import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAdministration, readPosition } from '@yaoquan/server'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openStore } from '../../packages/server/src/store/open-store.ts'
import { auditedSeller } from '../harness/audited-seller.ts'
import { answerOldCall, type OldCoupon } from '../harness/old-coupon-list.ts'
import { runCli, startCli } from '../harness/run-cli.ts'
import { type SecondCrm, startSecondCrm } from '../harness/second-crm.ts'
import { lengthOf, sizeOf } from '../harness/soak.ts'

const secret = 'secret-of-today'
const total = lengthOf(300_000, 3_000)
const phoneOf = (n: number) => `138${String(n).padStart(8, '0')}`

let folder: string
let dataDir: string
let crm: SecondCrm
let coupons: OldCoupon[]
/** Calls until the quota of the app is used up. */
let quota: number
let showPhone: (text: string) => string
/** What the CRM refuses to answer, or answers at length. */
let refusedPhone: string
let padding: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-crawl-'))
  dataDir = join(folder, 'data')
  quota = Number.POSITIVE_INFINITY
  showPhone = (text) => text
  refusedPhone = 'none'
  padding = ''
  const administration = await openAdministration({ dataDir })
  await administration.createSeller({ sellerId: '111', name: '测试连锁' })
  await administration.close()
  crm = await startSecondCrm(({ body }, response) => {
    quota -= 1
    if (quota < 0) return void response.end('{"error_response":{"code":7,"msg":"App Call Limited"}}')
    if (body.includes(refusedPhone)) {
      return void response.end('{"error_response":{"code":15,"sub_code":"isv.phone-rule"}}')
    }
    const answer = answerOldCall(body.toString(), { coupons, secret, written: 'numbers' })
    response.writeHead(200, answer.headers).end(padding + showPhone(answer.body.toString()))
  })
})

afterEach(async () => {
  await crm.close()
  await rm(folder, { recursive: true, force: true })
})

function old(n: number, changes: OldCoupon = {}): OldCoupon {
  const terms = { coupon_name: '满199减99', coupon_id: 11, coupon_amount: 99, order_amount: 199, channel: 'erp' }
  const days = { start_date: '2018-11-11', end_date: '2099-11-11', bill_date: '2018-11-11' }
  return { coupon_code: `C${n}`, phone: phoneOf(n), status: '0', serller_id: '111', ...terms, ...days, ...changes }
}

function crawlArguments(...more: readonly string[]): readonly string[] {
  const upstream = ['--upstream', `http://127.0.0.1:${crm.port}/router/rest`, '--data', dataDir, '--seller', '111']
  return ['shadow', 'crawl', ...upstream, '--app-key', '12345678', '--app-secret', secret, ...more]
}

const crawl = (...more: readonly string[]) => runCli(crawlArguments(...more, '--rate', '100', '--json'))

/** How many coupons the store has, of a phone where one is given. */
async function stored(filter: Readonly<{ phone?: string; channel?: string }> = {}): Promise<number> {
  const store = await openStore({ dataDir })
  try {
    return (await store.couponReader.findCouponPage({ sellerId: '111', filter, pageSize: 1, pageNum: 1 })).totalCount
  } finally {
    await store.close()
  }
}

it('a crawl that was killed goes on, and has every coupon once', async () => {
  coupons = Array.from({ length: total }, (_, n) => old(n, { channel: n % 6 === 0 ? 'wx' : 'erp' }))
  const pages = ['--channel', 'erp,wx', '--page-size', String(sizeOf(200, 100))]
  // So slowly that it is not done before the kill.
  const first = startCli(crawlArguments(...pages, '--rate', '20'))
  const ended = new Promise((resolve) => first.once('exit', resolve))
  await expect.poll(() => readPosition(dataDir)?.page ?? 0).toBeGreaterThan(3)
  first.kill('SIGKILL')
  await ended
  const before = crm.requests.length
  const other = await crawl('--channel', 'erp')
  expect([other.code, other.stderr]).toEqual([1, expect.stringContaining('--restart')])
  const { code, stdout, stderr } = await crawl(...pages)
  expect([code, stderr.includes(secret)]).toEqual([0, false])
  const report = JSON.parse(stdout)
  expect(report).toMatchObject({ end: 'done', targets: 2, targets_done: 2, differing: 0, findings: [] })
  // What was asked for before is not asked for again, but for the page that was under way.
  const needed = Math.ceil((total * 5) / 6 / Number(pages[3])) + Math.ceil(total / 6 / Number(pages[3]))
  expect(crm.requests.length - before).toBeLessThan(needed)
  expect(report.calls).toBe(needed)
  expect(await stored()).toBe(total)
  expect(await auditedSeller({ dataDir })).toMatchObject({ kind: 'intact' })
})

it('tells how to map statuses of unknown meaning, which needs no shadow run', async () => {
  coupons = [old(1), old(2, { status: '1' }), old(3, { status: '2' })]
  const map = ['shadow', 'status-map', '--data', dataDir]
  expect(await runCli(map)).toMatchObject({ code: 1, stderr: expect.stringContaining('yaoquan shadow crawl') })
  const nothing = await crawl('--channel', ' , ')
  expect([nothing.code, nothing.stderr]).toEqual([2, expect.stringContaining('--channel')])
  const channel = crawlArguments('--channel', 'erp', '--rate', '100')
  quota = 0
  const limited = await runCli(channel)
  expect([limited.stdout.includes('已查 0/1'), limited.stdout.includes('相等')]).toEqual([true, false])
  quota = Number.POSITIVE_INFINITY
  const { stdout } = await runCli(channel)
  expect(stdout).toContain(`含义未知的状态：1、2。`)
  expect(stdout).toContain(`yaoquan shadow status-map 1 used --reason WHY --data ${dataDir}`)
  expect(await runCli([...map, '1', 'used', '--reason', '收银台已核销'])).toMatchObject({ code: 0 })
  const second = await runCli(channel)
  expect(second.stdout).toContain('含义未知的状态：2。')
  expect(await runCli([...map, '2', 'void', '--reason', '作废'])).toMatchObject({ code: 0 })
  const last = await runCli(channel)
  expect([last.stdout.includes('含义未知'), await stored()]).toEqual([false, 3])
  await writeFile(
    join(dataDir, 'shadow', '8443.json'),
    JSON.stringify({ version: 2, port: 8443, upstream: 'other.example.com', sellerId: '111', rows: [] }),
  )
  expect(await runCli(map)).toMatchObject({ code: 2, stderr: expect.stringContaining('--crawl') })
  expect((await runCli([...map, '--crawl'])).stdout).toContain('收银台已核销')
  expect((await runCli([...map, '--port', '8443'])).stdout).not.toContain('收银台已核销')
})

it('stops when the quota is used up, names what differs, and keeps no number of a member', async () => {
  coupons = [
    old(1),
    old(2, { status: '1' }),
    old(3, { order_amount: '199元' }),
    old(4),
    old(5, { coupon_name: '5*20片装减99' }),
  ]
  showPhone = (text) => text.replaceAll(/(138)\d{4}(\d{4})/g, '$1****$2')
  const administration = await openAdministration({ dataDir })
  const known = { couponCode: 'C5', couponName: '满199减99', couponId: '11', couponAmount: '99', orderAmount: '199' }
  const days = { startDate: '2018-11-11', endDate: '2099-11-11', billDate: '2018-11-11' }
  await administration.importCoupons({
    sellerId: '111',
    rows: [{ ...known, ...days, channel: 'erp', phone: phoneOf(5) }],
  })
  await administration.close()
  const phones = join(folder, 'phones.txt')
  await writeFile(phones, [1, 2, 3, 4, 5].map(phoneOf).join('\r\n'))
  quota = 3
  const limited = await crawl('--phones', phones)
  expect([limited.code, limited.stderr]).toEqual([1, expect.stringContaining('错误码7')])
  expect(JSON.parse(limited.stdout)).toMatchObject({ end: 'quota', targets_done: 3, calls: 3 })
  quota = Number.POSITIVE_INFINITY
  const { code, stdout } = await crawl('--phones', phones)
  const report = JSON.parse(stdout)
  expect([code, report.calls, report.differing]).toEqual([0, 5, 2])
  expect(report.differences).toEqual([
    { target: '2', upstream: 1, ours: 0, not_learned: 1 },
    { target: '3', upstream: 1, ours: 0, not_learned: 1 },
  ])
  expect(report.findings.map(({ kind }: Readonly<{ kind: string }>) => kind).toSorted()).toEqual([
    'field:coupon_name',
    'learning:status:1/-',
    'learning:unreadable.order_amount',
  ])
  expect([await stored(), await stored({ phone: phoneOf(4) })]).toEqual([3, 1])
  const kept = await readFile(join(dataDir, 'shadow', 'crawl.json'), 'utf8')
  expect([...[1, 2, 3, 4, 5].map(phoneOf), secret].filter((text) => kept.includes(text))).toEqual([])
})

it('names a phone that the CRM refuses and goes on, and stops where it refuses everything', async () => {
  coupons = [old(1), old(2), old(3)]
  const phones = join(folder, 'phones.txt')
  await writeFile(phones, [1, 2, 3].map(phoneOf).join('\n'))
  refusedPhone = phoneOf(2)
  const { code, stdout } = await crawl('--phones', phones)
  const report = JSON.parse(stdout)
  expect([code, report.targets_done, report.calls, await stored()]).toEqual([0, 3, 3, 2])
  expect(report).toMatchObject({ refused: 1, refusals: [{ target: '2', code: 15, sub_code: 'isv.phone-rule' }] })
  refusedPhone = '138'
  const all = await crawl('--phones', phones)
  expect([all.code, JSON.parse(all.stdout).end]).toEqual([1, 'refused'])
})

it('asks once for an answer that is too long, and counts a coupon once however often it is asked for', async () => {
  coupons = [old(1), old(2, { status: '9' })]
  padding = ' '.repeat(2 ** 20)
  const long = await crawl('--channel', 'erp')
  expect([long.code, crm.requests.length, long.stderr]).toEqual([1, 1, expect.stringContaining('--page-size')])
  padding = ''
  const report = JSON.parse((await crawl('--channel', 'erp')).stdout)
  expect([report.calls, report.coupons]).toEqual([2, { seen: 2, created: 1, moved: 0, not_learned: 1 }])
})
