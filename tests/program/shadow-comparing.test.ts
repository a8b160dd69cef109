import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAdministration, type RunningShadow, readSwitchState, type SellerTable, startShadow } from '@yaoquan/server'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { findFreePorts } from '../../scripts/mariadb/free-ports.ts'
import { answerOldCall, type OldCoupon, type Written } from '../harness/old-coupon-list.ts'
import { runCli } from '../harness/run-cli.ts'
import { type SecondCrm, startSecondCrm, topSign } from '../harness/second-crm.ts'
import { querycoupon } from '../harness/signed-call.ts'

const app = { appKey: '12345678', appSecret: 'secret-of-today' }
const strange = { appKey: '999', appSecret: 'unknown-here' }
const phoneOf = (n: number) => `1861225${String(n).padStart(4, '0')}`

/** A coupon in both systems. */
function couponOf(code: string, phone: string) {
  return {
    couponCode: code,
    phone,
    status: '0',
    startDate: '2018-11-11',
    endDate: '2099-11-11',
    couponName: '满199减99',
    couponId: '11',
    couponAmount: '99',
    orderAmount: '199',
    channel: 'erp',
    cardNo: '1231321111',
    billDate: '2018-11-11',
    shop: '01,02',
    category: '1001',
  }
}

function oldCoupon(code: string, phone: string, changes: OldCoupon = {}): OldCoupon {
  return {
    category: '1001',
    shop: '02, 01',
    bill_date: '2018-11-11',
    card_no: '1231321111',
    channel: 'erp',
    order_amount: '199.00',
    coupon_amount: 99,
    coupon_id: 11,
    coupon_name: '满199减99',
    end_date: '2099-11-11',
    start_date: '2018-11-11',
    status: '0',
    phone,
    serller_id: '111',
    coupon_code: code,
    ...changes,
  }
}

/** Members 0 to 9 are equal in both; each of the others has one deviation. */
const old = new Map<number, readonly OldCoupon[]>()
for (let n = 0; n < 20; n += 1) old.set(n, [oldCoupon(`A${n}`, phoneOf(n)), oldCoupon(`B${n}`, phoneOf(n))])
const plant = (n: number, change: (coupons: readonly OldCoupon[]) => readonly OldCoupon[]) =>
  old.set(n, change(old.get(n) ?? []))
plant(10, (coupons) => [...coupons, oldCoupon('OLD', phoneOf(10))])
plant(11, ([first]) => (first === undefined ? [] : [first]))
plant(12, () => [])
plant(13, () => [oldCoupon('A13', phoneOf(13), { status: '1' }), oldCoupon('B13', phoneOf(13))])
plant(14, () => [oldCoupon('A14', phoneOf(14), { end_date: '2099-11-12' }), oldCoupon('B14', phoneOf(14))])
plant(15, () => [oldCoupon('A15', phoneOf(15), { card_no: '9999321111' }), oldCoupon('B15', phoneOf(15))])
plant(16, (coupons) => coupons.toReversed())
plant(17, () => [oldCoupon('A17', phoneOf(17), { vip: 'gold 18612255668' }), oldCoupon('B17', phoneOf(17))])

let folder: string
let dataDir: string
let crm: SecondCrm
let written: Written = 'json'
let lenient = false
/** What the CRM answers instead. */
let refusal: object | undefined
const shadows: RunningShadow[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-shadow-'))
  dataDir = join(folder, 'data')
  const administration = await openAdministration({ dataDir })
  await administration.createSeller({ sellerId: '111', name: '测试连锁' })
  await administration.createApp({ name: 'ERP', sellerIds: ['111'], ...app })
  const rows = Array.from({ length: 20 }, (_, n) => ['A', 'B'].map((letter) => couponOf(`${letter}${n}`, phoneOf(n))))
  await administration.importCoupons({ sellerId: '111', rows: rows.flat() })
  await administration.close()
  crm = await startSecondCrm(({ body }, response) => {
    if (refusal !== undefined) return void response.end(JSON.stringify({ error_response: refusal }))
    const key = new URLSearchParams(body.toString()).get('app_key')
    const { appSecret: secret } = key === app.appKey ? app : strange
    const coupons = [...old.values()].flat()
    const answer = answerOldCall(body.toString(), { coupons, secret, written, lenient })
    response.writeHead(200, answer.headers).end(answer.body)
  })
})

afterEach(async () => {
  for (const shadow of shadows.splice(0)) await shadow.close()
  await rm(join(dataDir, 'shadow'), { recursive: true, force: true })
  written = 'json'
  lenient = false
  refusal = undefined
})

afterAll(async () => {
  await crm.close()
  await rm(folder, { recursive: true, force: true })
})

async function startComparing(
  data = dataDir,
  sellerId = '111',
  port = 0,
  more: Readonly<{ sellers?: SellerTable; isFormExact?: boolean }> = {},
): Promise<RunningShadow> {
  const shadow = await startShadow({
    host: '127.0.0.1',
    port,
    upstream: `http://127.0.0.1:${crm.port}/router/rest`,
    timeoutMs: 60_000,
    addsForwardedFor: false,
    logLevel: 'silent',
    // That of a port that is used again may have been taken meanwhile.
    adminListen: { host: '127.0.0.1', port: 0 },
    compare: { dataDir: data, sellerId, ...more, secondLookMs: 0 },
  })
  shadows.push(shadow)
  return shadow
}

async function comparingState({ adminUrl }: RunningShadow): Promise<unknown> {
  const ready = await fetch(`${adminUrl}/ready`)
  return [ready.status, JSON.parse(await ready.text()).checks.comparing]
}

const isComparing = (shadow: RunningShadow) => expect.poll(() => comparingState(shadow)).toEqual([200, 'ok'])

type Call = Readonly<{
  n: number
  format?: string
  query?: object
  as?: typeof app
  secret?: string
  session?: string
}>

async function query(
  { url }: RunningShadow,
  { n, format = 'json', query: more = {}, as = app, secret = as.appSecret, session }: Call,
): Promise<string> {
  const timestamp = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
  const own = { method: querycoupon, app_key: as.appKey, timestamp, v: '2.0', format, sign_method: 'md5' }
  const parameters = {
    ...own,
    ...(session === undefined ? {} : { session }),
    query_d_t_o: JSON.stringify({ page_size: 20, page_num: 1, phone: phoneOf(n), ...more }),
  }
  const body = new URLSearchParams({ ...parameters, sign: topSign(parameters, secret) })
  return (await fetch(`${url}/router/rest`, { method: 'POST', body })).text()
}

/** The status once all calls are compared or left out. */
async function statusAfter(calls: number) {
  const read = async () => {
    const { code, stdout } = await runCli(['shadow', 'status', '--data', dataDir, '--json'])
    return code === 0 ? JSON.parse(stdout).shadows[0] : undefined
  }
  const isDone = async () => {
    const report = await read()
    const skipped = Object.values<number>(report?.calls.skipped ?? {}).reduce((sum, one) => sum + one, 0)
    return (report?.calls.compared ?? 0) + skipped
  }
  await expect.poll(isDone).toBe(calls)
  return read()
}

it('finds every planted deviation in its class, and none in answers that are only written in another way', async () => {
  const shadow = await startComparing()
  await isComparing(shadow)
  const forms: readonly Written[] = ['json', 'xml', 'numbers', 'gzip', 'gbk']
  for (const form of forms) {
    written = form
    for (let n = 0; n < 10; n += 1) await query(shadow, { n, format: form === 'xml' ? 'xml' : 'json' })
  }
  written = 'numbers'
  for (let n = 10; n < 20; n += 1) await query(shadow, { n })
  await query(shadow, { n: 0, query: { page_size: 0 } })
  const { calls, groups, days, deviations, unwritten_rules: rules, covered } = await statusAfter(61)
  const verdicts = { seen: 61, compared: 61, agreed: 52, timing: 0, accepted: 0 }
  expect(calls).toEqual({ ...verdicts, skipped: {} })
  expect(groups).toEqual([{ app_key: app.appKey, method: querycoupon, ...verdicts }])
  expect(days).toMatchObject([{ compared: verdicts.compared, groups }])
  const found = deviations.map(({ class: kind, name, count, example }: Deviation) =>
    [kind, name, count, example.coupon_code, example.upstream, example.ours].join('|'),
  )
  expect(found.toSorted()).toEqual([
    'error||1||40|50',
    'extra||3|B12||B12',
    'field|card_no|1|A15|99****11|12****11',
    'field|end_date|1|A14|2099-11-12|2099-11-11',
    'field|status|1|A13|1|0',
    'field|vip|1|A17|(16)|',
    'missing||1|OLD|OLD|',
    'order||1||B16 A16|A16 B16',
  ])
  expect(rules.map(({ rule, setting }: Rule) => `${rule} ${setting}`)).toEqual([
    'status:valid:0/1 yaoquan shadow status-map 1 used|void --reason WHY',
    'order:- null',
    'missing yaoquan shadow --learn | yaoquan shadow crawl',
  ])
  // Of 20 members 12 has no answer; 10, 13, 14, 15 and 17 have coupons that differ.
  expect(covered).toEqual({
    coupons: { seen: 38, agreed: 33, known: 40 },
    members: { seen: 19, agreed: 14, known: null },
  })
})

it('counts how an answer is written where that is asked for, as a class that can be accepted', async () => {
  const shadow = await startComparing(dataDir, '111', 0, { isFormExact: true })
  await isComparing(shadow)
  await query(shadow, { n: 0 })
  await query(shadow, { n: 13 })
  const { calls, deviations } = await statusAfter(2)
  expect(calls).toMatchObject({ compared: 2, agreed: 0 })
  const found: readonly Deviation[] = deviations
  expect(found.filter(({ class: ofClass }) => ofClass !== 'form')).toMatchObject([{ kind: 'field:status:1/0' }])
  expect(found.find(({ kind }) => kind === 'form:order_amount')).toMatchObject({
    count: 1,
    example: { coupon_code: 'A0', upstream: '199.00', ours: '199' },
  })
  await runCli(['shadow', 'accept', 'form', '--reason', '程序按含义读取', '--data', dataDir])
  expect((await statusAfter(2)).calls.accepted).toBe(1)
})

type Rule = Readonly<{ rule: string; setting: string | null }>

type Deviation = Readonly<{
  class: string
  kind: string
  name: string
  count: number
  example: Readonly<{ coupon_code: string; upstream: string; ours: string }>
}>

it('reports calls whose signature one side accepts and the other does not, of apps whose secret it has', async () => {
  const shadow = await startComparing()
  await isComparing(shadow)
  lenient = true
  await query(shadow, { n: 0, secret: 'mistyped' })
  await query(shadow, { n: 0, as: strange, secret: 'mistyped' })
  lenient = false
  await query(shadow, { n: 0, as: strange })
  await query(shadow, { n: 0, secret: 'mistyped' })
  const { calls, deviations } = await statusAfter(4)
  expect(calls).toMatchObject({ compared: 3, agreed: 3, skipped: { 'refused-caller': 1 } })
  expect(deviations).toMatchObject([{ class: 'signature', count: 1, example: { upstream: '', ours: '25' } }])
})

it('compares code 15 where it refuses what is asked, and not where the CRM of today failed', async () => {
  const shadow = await startComparing()
  await isComparing(shadow)
  refusal = { code: 15, msg: 'Remote service error', sub_code: 'isp.unknown-error' }
  await query(shadow, { n: 0 })
  refusal = { ...refusal, sub_code: 'isv.coupon-not-exist' }
  await query(shadow, { n: 0 })
  const { calls, deviations } = await statusAfter(2)
  expect(calls).toMatchObject({ compared: 1, agreed: 0, skipped: { 'refused-caller': 1 } })
  expect(deviations).toMatchObject([{ class: 'error', count: 1, example: { upstream: '15', ours: '' } }])
})

it('tells pages apart from lists', async () => {
  const shadow = await startComparing()
  await isComparing(shadow)
  for (const page_num of [1, 2]) await query(shadow, { n: 16, query: { page_size: 1, page_num } })
  for (const page_num of [1, 2]) await query(shadow, { n: 10, query: { page_size: 1, page_num } })
  const { deviations } = await statusAfter(4)
  const found = deviations.map(({ class: kind, name, count }: Deviation) => `${kind} ${name} ${count}`)
  expect(found.toSorted()).toEqual(['order  2', 'total total_count 2'])
})

it('shows the same to people, goes on after a restart, and keeps no secret, signature or phone', async () => {
  const [port = 0] = await findFreePorts(1)
  const first = await startComparing(dataDir, '111', port)
  await isComparing(first)
  await query(first, { n: 13 })
  await statusAfter(1)
  await first.close()
  shadows.length = 0
  const second = await startComparing(dataDir, '111', port)
  await isComparing(second)
  await query(second, { n: 13 })
  await fetch(`${second.url}/router/batch`, { method: 'POST', body: 'x' })
  await statusAfter(3)
  const { stdout } = await runCli(['shadow', 'status', '--data', dataDir])
  expect(stdout).toMatch(/有TOP应答的调用 3，已比较 2，一致 0 \(0.00%\)\n.*\n未比较：其他方法 1\n/)
  expect(stdout).toMatch(/field:status:1\/0 +成员不同 +2 +1 +0 +A13/)
  const kept = await readFile(join(dataDir, 'shadow', `${first.port}.json`), 'utf8')
  expect([app.appSecret, 'sign_method', phoneOf(13), '1231321111'].filter((text) => kept.includes(text))).toEqual([])
  const metrics = async () => (await fetch(`${second.adminUrl}/metrics`)).text()
  await expect.poll(metrics).toContain('yaoquan_shadow_compared_calls{verdict="deviated"} 2')
})

it('counts accepted classes apart, and says which conditions of a switch are met', async () => {
  const shadow = await startComparing()
  await isComparing(shadow)
  for (const n of [0, 13, 14]) await query(shadow, { n })
  await statusAfter(3)
  const run = (...args: string[]) => runCli(['shadow', ...args, '--data', dataDir])
  const typo = await run('accept', 'field:ende_date', '--reason', 'x')
  expect([typo.code, typo.stderr]).toEqual([1, expect.stringContaining('field:end_date')])
  const set = await run('ready', '--days', '2', '--calls', '3', '--open-classes', '1', '--agreement', '60')
  expect(set).toMatchObject({ code: 0, stderr: '' })
  const ready = await run('ready')
  expect([ready.code, ready.stdout]).toEqual([1, expect.stringMatching(/未处理的差异类 +≤ 1 +2 +多 1\n未就绪：3 个/)])
  await run('accept', 'field:end_date', '--reason', '现有CRM按小时计 18612255668', '--by', '财务')
  const { calls, deviations, ready: conditions } = await statusAfter(3)
  expect(calls).toMatchObject({ compared: 3, agreed: 1, accepted: 1 })
  expect(deviations).toMatchObject([
    { kind: 'field:status:1/0', accepted: null },
    { kind: 'field:end_date', accepted: { reason: '现有CRM按小时计 186****5668', by: '财务', so_far: false } },
  ])
  expect(conditions).toEqual({
    is_ready: false,
    conditions: [
      { name: 'days', goal: 2, figure: 1, is_met: false },
      { name: 'calls', goal: 3, figure: 3, is_met: true },
      { name: 'agreement', goal: 60, figure: 66.66, is_met: true },
      { name: 'open_classes', goal: 1, figure: 1, is_met: true },
    ],
  })
  const file = join(folder, 'report.html')
  expect(await run('report', '--out', file)).toMatchObject({ code: 0, stderr: '' })
  expect(await readFile(file, 'utf8')).toMatch(/field:status:1\/0[\s\S]*现有CRM按小时计 186\*{4}5668/)
  expect((await run('report', '--out', file)).code).toBe(1)
  await run('withdraw', 'field:end_date', '--reason', 'x')
  expect((await statusAfter(3)).calls.accepted).toBe(0)
  const { decisions } = JSON.parse((await run('accepted', '--json')).stdout)
  expect(decisions).toMatchObject([
    { act: 'accept', stands: false, class: 'field:end_date' },
    { act: 'withdraw', stands: false },
  ])
  await run('ready', '--clear', '--calls', '3')
  expect(await run('ready')).toMatchObject({ code: 0, stdout: expect.stringContaining('就绪：全部条件已达到') })
})

it.each<[name: string, start: () => Promise<RunningShadow>, problem: RegExp]>([
  ['there is no store', () => startComparing(join(folder, 'none')), /^sees less: not compared: .*none/],
  ['the seller does not exist', () => startComparing(dataDir, '222'), /^sees less: not compared: .*222/],
  [
    'the report cannot be written',
    async () => {
      await writeFile(join(dataDir, 'shadow'), 'a file in place of the folder')
      return startComparing()
    },
    /^sees less: the report cannot be written/,
  ],
])('calls pass where %s, and /ready says that it sees less', async (_name, start, problem) => {
  await mkdir(folder, { recursive: true })
  const shadow = await start()
  expect(await query(shadow, { n: 0 })).toContain('"coupon_code":"A0"')
  await expect
    .poll(async () => {
      await query(shadow, { n: 0 })
      return comparingState(shadow)
    })
    .toEqual([200, expect.stringMatching(problem)])
  expect(await query(shadow, { n: 0 })).toContain('"coupon_code":"A0"')
})

it('tells people, too, why it sees less', async () => {
  await mkdir(folder, { recursive: true })
  const { port } = await startComparing(dataDir, '222')
  await expect.poll(() => readSwitchState({ dataDir, port })?.seesLess?.zh).toBe('没有比较：连锁 222 不存在')
})

it('compares calls of several sellers, each with its own coupons, and counts those whose seller is unknown', async () => {
  const administration = await openAdministration({ dataDir })
  await administration.createSeller({ sellerId: '222', name: '另一连锁' })
  await administration.close()
  const sessions = new Map([[createHash('sha256').update('session-of-222').digest('hex'), '222']])
  const apps = new Map([[strange.appKey, '111']])
  const shadow = await startComparing(dataDir, '111', 0, { sellers: { apps, sessions } })
  await isComparing(shadow)
  await query(shadow, { n: 0, as: strange })
  await query(shadow, { n: 0, as: strange, session: 'session-of-222' })
  await query(shadow, { n: 0, as: { appKey: '998', appSecret: strange.appSecret } })
  const { calls, deviations, sellers } = await statusAfter(3)
  expect(calls).toMatchObject({ compared: 2, agreed: 1, skipped: { 'unknown-seller': 1 } })
  expect(deviations).toMatchObject([{ kind: 'missing', count: 2 }])
  expect(sellers).toMatchObject([
    { seller_id: '111', seen: 1, agreed: 1 },
    { seller_id: '222', seen: 1, agreed: 0 },
  ])
  const { stdout } = await runCli(['shadow', 'status', '--data', dataDir])
  expect(stdout).toMatch(/^222 +1 +1 +0 +0 +0\.00%$/m)
  expect(stdout).toContain('券：药券有 40，应答中约 4，其中至少一次完全相同的约 2 (5.00%)')
})
