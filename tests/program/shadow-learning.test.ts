import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import {
  figuresOf,
  listReports,
  openAdministration,
  type RunningShadow,
  type StoredReport,
  startShadow,
} from '@yaoquan/server'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { eraseMember } from '../../packages/server/src/domain/lifecycle/erase-member.ts'
import { voidCoupons } from '../../packages/server/src/domain/lifecycle/void-coupons.ts'
import { openStore, type Store } from '../../packages/server/src/store/open-store.ts'
import { auditedSeller } from '../harness/audited-seller.ts'
import { answerOldCall, type OldCoupon } from '../harness/old-coupon-list.ts'
import { couponsOf, orderJson, orderLine, orderSync } from '../harness/order-calls.ts'
import { runCli } from '../harness/run-cli.ts'
import { type SecondCrm, startSecondCrm, topSign } from '../harness/second-crm.ts'
import { querycoupon } from '../harness/signed-call.ts'

const app = { appKey: '12345678', appSecret: 'secret-of-today' }
const phone = '18612255668'
const masked = '186****5668'
const separator = '#-#'

let folder: string
let dataDir: string
let crm: SecondCrm
let coupons: OldCoupon[]
/** How the CRM shows phones. */
let showPhone: (phone: string) => string
let shadow: RunningShadow
let calls: number
/** Whether the CRM does what order.sync asks for; undefined: it does not say so. */
let takesOrders: boolean | undefined

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-learning-'))
  dataDir = join(folder, 'data')
  showPhone = (text) => text
  calls = 0
  const administration = await openAdministration({ dataDir })
  await administration.createSeller({ sellerId: '111', name: '测试连锁' })
  await administration.createApp({ name: 'ERP', sellerIds: ['111'], ...app })
  await administration.close()
  takesOrders = true
  crm = await startSecondCrm(({ url, headers, body: sent }, response) => {
    const body = (headers.includes('gzip') ? gunzipSync(sent) : sent).toString()
    const isBatch = url.startsWith('/router/batch')
    const answers = (isBatch ? body.split(separator) : [body]).map((call) => answerOne(call, isBatch))
    response.writeHead(200, { 'content-type': 'text/javascript;charset=UTF-8' }).end(answers.join(separator))
  })
  shadow = await startShadow({
    host: '127.0.0.1',
    port: 0,
    upstream: `http://127.0.0.1:${crm.port}/router/rest`,
    timeoutMs: 60_000,
    addsForwardedFor: false,
    logLevel: 'silent',
    compare: { dataDir, sellerId: '111', learns: true, secondLookMs: 0 },
  })
  await expect.poll(async () => (await checks())['comparing']).toBe('ok')
})

afterEach(async () => {
  await shadow.close()
  await crm.close()
  await rm(folder, { recursive: true, force: true })
})

/** Calls of a batch are not signed by themselves. */
function answerOne(call: string, lenient: boolean): string {
  if (new URLSearchParams(call).get('method') === orderSync) {
    return JSON.stringify({ [`${orderSync.replaceAll('.', '_')}_response`]: { result: { success: takesOrders } } })
  }
  const answer = answerOldCall(call, { coupons, secret: app.appSecret, written: 'json', lenient })
  return answer.body.toString().replaceAll(phone, showPhone(phone))
}

async function checks(): Promise<Record<string, string>> {
  return JSON.parse(await (await fetch(`${shadow.adminUrl}/ready`)).text()).checks
}

function old(code: string, changes: OldCoupon = {}): OldCoupon {
  const terms = { coupon_name: '满199减99', coupon_id: 11, coupon_amount: 99, order_amount: '199.00', channel: 'erp' }
  const days = { start_date: '2018-11-11', end_date: '2099-11-11', bill_date: '2018-11-11' }
  return { coupon_code: code, phone, status: '0', serller_id: '111', ...terms, ...days, ...changes }
}

function envelope() {
  const timestamp = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
  return { app_key: app.appKey, timestamp, v: '2.0', format: 'json', sign_method: 'md5' }
}

const queryOf = (query: object) => ({
  method: querycoupon,
  query_d_t_o: JSON.stringify({ page_size: 100, page_num: 1, phone, ...query }),
})

/** An order of 600 yuan. */
function orderOf(order: object) {
  const details = [{ ...orderLine, auction_price: 60_000, actual_total_fee: 50_000 }]
  return { method: orderSync, order: JSON.stringify(orderJson({ actual_total_fee: 50_000, details, ...order })) }
}

async function send(own: Readonly<Record<string, string>>): Promise<void> {
  const parameters = { ...envelope(), ...own }
  const body = new URLSearchParams({ ...parameters, sign: topSign(parameters, app.appSecret) })
  await (await fetch(`${shadow.url}/router/rest`, { method: 'POST', body })).text()
}

/** The status once an answer is compared and learned. */
async function passOne(query: object = {}) {
  await send(queryOf(query))
  return compared()
}

async function compared(more = 1): Promise<StoredReport> {
  calls += more
  const read = () => listReports(dataDir).at(0)
  await expect.poll(() => comparedOf(read())).toBe(calls)
  return read() ?? never()
}

const comparedOf = (report: StoredReport | undefined) => report && figuresOf(report).calls.compared

function never(): never {
  throw new Error('there is no report')
}

async function inStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore({ dataDir })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/** State, last day and kinds of events of a coupon. */
function lifeOf(couponCode: string) {
  return inStore(async ({ lifecycleReader, eventReader }) => {
    const coupon = await lifecycleReader.findCoupon('111', couponCode)
    const { events } = await eventReader.listEvents({ sellerId: '111', afterSeq: 0, limit: 1000 })
    const own = events.filter((event) => event.couponCode === couponCode)
    return [coupon?.state.kind, coupon?.terms.endDate, own.map(({ kind }) => kind).join(' ')]
  })
}

function orderHere(orderId: string) {
  return inStore(({ orderReader }) => orderReader.findOrder('111', orderId))
}

const kindsOf = ({ rows }: StoredReport) => rows.map(({ kind }) => kind).toSorted()

it('keeps the coupons of answers, follows them, and leaves out what it cannot keep as it stands', async () => {
  coupons = [
    old('A'),
    old('USED', { status: '1' }),
    old('LIST', { shop: '01，02' }),
    old('ODD', { end_date: '31.12.2099' }),
    old('OTHER', { serller_id: '222' }),
    old('TIME', { end_date: '2099-11-11 23:59:59' }),
  ]
  const first = await passOne()
  expect(first.learned).toEqual({ seen: 6, created: 3, moved: 0, notLearned: 3, orders: 0, failedAnswers: 0 })
  const learning = kindsOf(first).filter((kind) => kind.startsWith('learning'))
  expect(learning).toEqual([
    'learning:refused.shop',
    'learning:seller',
    'learning:status:1/-',
    'learning:unreadable.end_date',
  ])
  expect(kindsOf(first)).toContain('later:missing')
  const map = ['shadow', 'status-map', '--data', dataDir]
  expect((await runCli([...map, '2', 'used'])).code).toBe(2)
  expect(await runCli([...map, '1', 'used', '--reason', `收银台已核销 ${phone}`])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/1 +used .*收银台已核销 186\*{4}5668/),
  })
  const { accepted, rules } = figuresOf(listReports(dataDir)[0] ?? never())
  expect(accepted).toMatchObject([
    { kind: 'learning:status:1/-', decision: { isSoFar: true, reason: expect.stringContaining('1 = used: 收银台') } },
  ])
  expect(rules.map(({ name }) => name)).not.toContain('learning:status:1/-')
  const { stdout } = await runCli(['shadow', 'status', '--data', dataDir])
  expect(stdout).toContain('从应答学习：新券 3，变更 0，订单 0，应答中的券 6，未学习 3\n')
  coupons[0] = old('A', { status: '1', end_date: '2099-12-12' })
  expect((await passOne()).learned).toMatchObject({ created: 4, moved: 1 })
  const again = await passOne()
  expect(again.learned).toMatchObject({ seen: 18, created: 4, moved: 1, notLearned: 7 })
  // What is followed is no rule that Yaoquan lacks.
  expect(figuresOf(again).rules.filter(({ name }) => name.startsWith('status:'))).toEqual([])
  expect(await lifeOf('A')).toEqual(['used', '2099-12-12', 'issued learned'])
  expect(await lifeOf('USED')).toEqual(['used', '2099-11-11', 'issued'])
  expect(await lifeOf('TIME')).toEqual(['unused', '2099-11-11', 'issued'])
  expect((await checks())['learning']).toBe('4 coupons, 1 changes, 0 orders, 7 not learned')
  await shadow.close()
  expect(await auditedSeller({ dataDir })).toMatchObject({ kind: 'intact' })
})

it('takes the phone of a masked answer from the call, and keeps no masked one', async () => {
  showPhone = () => masked
  coupons = [old('A')]
  await passOne()
  const found = await inStore(({ couponReader }) =>
    couponReader.findCouponPage({ sellerId: '111', filter: { phone }, pageSize: 9, pageNum: 1 }),
  )
  expect(found.coupons.map(({ terms }) => terms.couponCode)).toEqual(['A'])
  showPhone = () => '1861****999'
  coupons = [old('B')]
  expect(kindsOf(await passOne())).toContain('learning:left-out.phone')
  const other = await inStore(({ lifecycleReader }) => lifecycleReader.findCoupon('111', 'B'))
  expect(other?.terms.phone).toBeUndefined()
})

it('an erasure reaches what was learned, and the same answer does not bring it back', async () => {
  coupons = [old('A', { attribute: '{"name":"张三"}' })]
  await passOne()
  const learned = () => inStore(({ lifecycleReader }) => lifecycleReader.findCoupon('111', 'A'))
  expect((await learned())?.terms).toMatchObject({ phone, attribute: '{"name":"张三"}' })
  const examples = () => listReports(dataDir).flatMap(({ rows }) => rows.map(({ example }) => example.couponCode))
  expect(examples()).toEqual(['A'])
  const setAside = join(dataDir, 'shadow', `${shadow.port}.json.until-1`)
  await writeFile(setAside, 'the report of another upstream')
  const erased = await inStore(({ lifecycleStore: lifecycle, erasures, clock }) => {
    const request = {
      sellerId: '111',
      outRequestNo: 'N1',
      method: 'erase',
      content: '',
      actor: 'operator:cli',
    } as const
    const numbered = { ...request, requestId: undefined, nowMs: clock.now() }
    return eraseMember({ lifecycle, erasures, request: numbered, selector: { phone }, reason: undefined })
  })
  expect(erased.kind).toBe('done')
  await expect.poll(examples).toEqual([''])
  expect(existsSync(setAside)).toBe(false)
  expect(await filesWith(phone)).toEqual([])
  await passOne()
  expect((await learned())?.terms).toMatchObject({ phone: undefined, attribute: undefined })
})

async function filesWith(text: string): Promise<readonly string[]> {
  const files = (await readdir(dataDir, { recursive: true, withFileTypes: true })).filter((file) => file.isFile())
  const read = await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name))))
  return files.filter((_file, place) => read[place]?.includes(text)).map(({ name }) => name)
}

it('never overwrites what happened here: it is a finding each time', async () => {
  coupons = [old('A'), old('B')]
  await passOne()
  await inStore(async ({ lifecycleStore, clock }) => {
    const request = { sellerId: '111', outRequestNo: 'N1', method: 'void', content: '', actor: 'operator:cli' } as const
    await lifecycleStore.runAct({ ...request, requestId: undefined, nowMs: clock.now() }, voidCoupons, {
      couponCodes: ['A'],
      reason: '误发',
    })
  })
  await passOne()
  const { rows, learned } = await passOne()
  expect(learned).toMatchObject({ created: 2, moved: 0 })
  expect(rows).toContainEqual(
    expect.objectContaining({
      kind: 'learning:own.status:unused/void',
      count: 2,
      example: expect.objectContaining({ couponCode: 'A', upstream: 'unused', ours: 'void' }),
    }),
  )
  expect(await lifeOf('A')).toEqual(['void', '2099-11-11', 'issued voided'])
})

it('keeps the orders that the CRM took, with the redemptions and returns of their coupons', async () => {
  coupons = [old('A'), old('B', { status: '1' })]
  await runCli(['shadow', 'status-map', '--data', dataDir, '1', 'used', '--reason', '收银台已核销'])
  await passOne()
  takesOrders = false
  await send(orderOf({ order_id: 'REFUSED', coupons: couponsOf('A') }))
  await send(orderOf({ order_id: 'REFUSED-TOO', coupons: couponsOf('NONE') }))
  takesOrders = undefined
  await send(orderOf({ order_id: 'UNCLEAR', coupons: couponsOf('A') }))
  takesOrders = true
  const create_time = '2026-11-24 10:00:00'
  await send(orderOf({ order_id: 'S1', coupons: couponsOf('A'), update_time: create_time }))
  await send(orderOf({ order_id: 'S2', coupons: couponsOf('B', 'NONE') }))
  const report = await passOne()
  expect(report.learned).toMatchObject({ created: 2, moved: 0, orders: 2, failedAnswers: 0 })
  expect(kindsOf(report)).toContain('learning:order.COUPON_NOT_FOUND')
  expect(kindsOf(report)).toContain('learning:own.status:unused/used')
  expect(kindsOf(report)).toContain('learning:order.unclear-answer')
  expect(kindsOf(report).filter((kind) => kind.startsWith('write'))).toEqual(['write:success:false/true'])
  expect([await orderHere('REFUSED'), await orderHere('UNCLEAR')]).toEqual([undefined, undefined])
  expect(await orderHere('S1')).toMatchObject({ coupons: [{ couponCode: 'A', outcome: 'redeemed' }] })
  expect(await orderHere('S2')).toMatchObject({
    coupons: [{ couponCode: 'B', outcome: 'redeemed' }, { outcome: 'refused' }],
  })
  await send(orderOf({ order_id: 'S1', coupons: [], update_time: '2026-11-24 11:00:00' }))
  coupons = [old('A', { status: '1' }), old('B', { status: '1' })]
  await passOne()
  expect(await lifeOf('A')).toEqual(['used', '2099-11-11', 'issued redeemed returned learned'])
  expect(await lifeOf('B')).toEqual(['used', '2099-11-11', 'issued redeemed'])
  await shadow.close()
  expect(await auditedSeller({ dataDir })).toMatchObject({ kind: 'intact' })
})

it('compares and learns each call of a batch, also of one that is compressed', async () => {
  coupons = [old('A')]
  const calls = [queryOf({}), orderOf({ order_id: 'S1', coupons: couponsOf('A') }), queryOf({ phone: '13900000000' })]
  const body = calls.map((call) => new URLSearchParams(call).toString()).join(separator)
  const own = envelope()
  const sign = topSign(own, app.appSecret, body)
  const sent = await fetch(`${shadow.url}/router/batch?${new URLSearchParams({ ...own, sign })}`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain', 'content-encoding': 'gzip', 'top-api-separator': separator },
    body: gzipSync(body),
  })
  await sent.text()
  const report = await compared(2)
  expect(report.learned).toMatchObject({ created: 1, orders: 1 })
  expect(figuresOf(report).calls).toMatchObject({ seen: 3, compared: 2 })
  expect(kindsOf(report).filter((kind) => kind.startsWith('signature'))).toEqual([])
  expect(await orderHere('S1')).toMatchObject({ coupons: [{ couponCode: 'A', outcome: 'redeemed' }] })
})
