import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { shadowTimingSeconds } from '@yaoquan/api'
import { figuresOf, listReports, mapStatus, openAdministration } from '@yaoquan/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CopiedExchange } from '../../packages/server/src/shadow/answers/exchange.ts'
import type {
  Comparing,
  FromComparingThread,
  ToComparingThread,
} from '../../packages/server/src/shadow/thread/comparing-messages.ts'
import { serveComparing } from '../../packages/server/src/shadow/thread/serve-comparing.ts'
import { errorAnswer, type OldCoupon, writtenForms } from '../harness/old-answer-forms.ts'
import { answerOldCall } from '../harness/old-coupon-list.ts'
import { type PlantedDeviation, plantedDeviations } from '../harness/planted-deviations.ts'
import { topSign } from '../harness/second-crm.ts'
import { seededRandom } from '../harness/seeded-random.ts'
import { querycoupon } from '../harness/signed-call.ts'
import { soak } from '../harness/soak.ts'

/** A million at `YAOQUAN_SOAK=50`. */
const callCount = process.env['YAOQUAN_SOAK'] === undefined && process.env['CI'] !== 'true' ? 2_000 : 20_000 * soak
const seed = Number(process.env['SHADOW_SEED'] ?? Date.now() % 2_147_483_647)
const random = seededRandom(seed)

const app = { appKey: '12345678', appSecret: 'secret-of-today' }
const upstream = 'crm.example.com'
const members = 300
const phoneOf = (member: number) => `1861225${String(member).padStart(4, '0')}`

const plants: readonly PlantedDeviation[] = Object.values(plantedDeviations).flat()
const couponsOf = Array.from({ length: members }, (_, member) => oldCoupons(member))
const allCoupons = couponsOf.flat().filter(({ channel }) => channel === 'erp')

/** The differences of form that a run must not count, on members of coupons: see `ourCoupon` for how Yaoquan has them. */
function oldCoupons(member: number): readonly OldCoupon[] {
  return Array.from({ length: 4 }, (_, n) => ({
    attribute: '{ "level": 3, "gift": ["a", "b"] }',
    category: n === 1 ? '1002 ,1001' : '1001,1002',
    shop: n === 0 ? '02, 01' : '01,02',
    bill_date: ' 2018-11-11',
    card_no: `990000${String(member).padStart(4, '0')}`,
    channel: channelOf(member),
    order_amount: '199.00',
    coupon_amount: n === 2 ? '99.00' : 99,
    coupon_id: 11,
    coupon_name: '满199减99 药&<店>',
    end_date: '2099-11-11',
    start_date: '2018-11-11',
    status: n === 3 ? '0' : 0,
    phone: phoneOf(member),
    serller_id: 111,
    coupon_code: `C${member}-${n}`,
  }))
}

function ourCoupon(old: OldCoupon) {
  const text = (name: string) => String(old[name])
  return {
    couponCode: text('coupon_code'),
    phone: text('phone'),
    cardNo: text('card_no'),
    status: '0',
    startDate: '2018-11-11',
    endDate: '2099-11-11',
    couponName: '满199减99 药&<店>',
    couponId: '11',
    couponAmount: '99',
    orderAmount: '199',
    channel: text('channel'),
    billDate: '2018-11-11',
    shop: '01,02',
    category: '1001,1002',
    attribute: '{"gift":["a","b"],"level":3}',
  }
}

/** Lists by channel do not have the members that have deviations. */
function channelOf(member: number): string {
  return member < plants.length ? 'wx' : 'erp'
}

let dataDir: string
/**
 * Held until all calls are compared, so that no second look comes before our store has what overtook a call. A minute after the import, which
 * would otherwise be a change that the CRM lacks for a moment.
 */
let nowMs = Date.now() + 60_000

beforeAll(async () => {
  dataDir = join(await mkdtemp(join(tmpdir(), 'yaoquan-shadow-')), 'data')
  const administration = await openAdministration({ dataDir })
  await administration.createSeller({ sellerId: '111', name: '测试连锁' })
  await administration.createApp({ name: 'ERP', sellerIds: ['111'], ...app })
  const rows = couponsOf.flat().map(ourCoupon)
  while (rows.length > 0) await administration.importCoupons({ sellerId: '111', rows: rows.splice(0, 200) })
  await administration.close()
})

afterAll(() => rm(join(dataDir, '..'), { recursive: true, force: true }))

it(`finds ${plants.length} planted deviations in their classes among ${callCount} calls, and no other, seed ${seed}`, async () => {
  expect(Object.values(plantedDeviations).map((ofClass) => ofClass.length)).toEqual(Array(11).fill(5))
  const run = { dataDir, upstream, sellerId: '111' }
  mapStatus(run, { status: '1', means: 'used', reason: 'planted', by: 'test', atMs: 0 })
  const plain = await comparing({ ...run, port: 1, learns: false })
  const learning = await comparing({ ...run, port: 2, learns: true })
  const overtaken: { exchange: CopiedExchange; member: number }[] = []
  const left = plants.map((plant, member) => ({ plant, member }))
  for (let call = 0; call < callCount; call += 1) {
    const isPlanted = left.length > 0 && random.below(callCount - call) < left.length
    const [planted] = isPlanted ? left.splice(random.below(left.length), 1) : []
    const to = planted?.plant.isLearned === true ? learning : plain
    const exchange = planted === undefined ? cleanCall() : plantedCall(planted.plant, planted.member)
    await to.compare(exchange)
    if (planted?.plant.isOvertaken === true) overtaken.push({ exchange, member: planted.member })
  }
  await plain.idle()
  const learnedAtMs = Date.now()
  for (const { exchange } of overtaken) await learning.compare(exchange)
  await learning.idle()
  const timing = () => listReports(dataDir).map((report) => figuresOf(report).calls.timing)
  nowMs += shadowTimingSeconds * 1_000
  await expect.poll(timing).toEqual([overtaken.length, 0])
  // Now our store has what these answers lack.
  nowMs = learnedAtMs
  for (const { member } of overtaken) await plain.compare(exchangeOf({ phone: phoneOf(member) }, oldAnswer(member)))
  await plain.idle()
  nowMs += shadowTimingSeconds * 1_000
  await expect.poll(timing).toEqual([2 * overtaken.length, 0])
  await plain.close()
  await learning.close()
  const reports = listReports(dataDir).map((report) => ({ report, figures: figuresOf(report) }))
  const found = reports.flatMap(({ report }) => report.rows.flatMap(({ kind, count }) => Array(count).fill(kind)))
  expect(timesOf(found)).toEqual(timesOf(plants.flatMap(({ kinds }) => kinds)))
  const refused = plants.filter(({ kinds }) => kinds.some((kind) => /^signature:sign:\d/.test(kind))).length
  const signature = plants.filter(({ isSignedWrongly }) => isSignedWrongly === true).length
  const sum = (figure: 'seen' | 'compared' | 'agreed') =>
    reports.reduce((all, { figures }) => all + figures.calls[figure], 0)
  expect({ seen: sum('seen'), compared: sum('compared'), agreed: sum('agreed') }).toEqual({
    seen: callCount + 2 * overtaken.length,
    compared: callCount + 2 * overtaken.length - refused,
    agreed: callCount + 2 * overtaken.length - plants.length + signature,
  })
  expect(timing()).toEqual([10, 0])
  expect(reports.map(({ figures }) => figures.skipped)).toEqual([{ 'refused-caller': refused }, {}])
})

const oldAnswer = (member: number) => ({ coupons: couponsOf[member] ?? [] })

const timesOf = (kinds: readonly string[]) =>
  Object.fromEntries([...Map.groupBy(kinds, (kind) => kind)].map(([kind, same]) => [kind, same.length]))

/** What a shadow hands over to its comparing thread, as many calls at a time as it does. The thread's program runs in this one. */
async function comparing(run: Omit<Comparing, 'storeUrl' | 'masterKey'>) {
  const { port1: here, port2: there } = new MessageChannel()
  let waiting = 0
  let move = Promise.withResolvers<void>()
  const ready = Promise.withResolvers<void>()
  here.on('message', (message: FromComparingThread) => {
    if (message.kind === 'ready') ready.resolve()
    if (message.kind === 'fault') ready.reject(new Error(message.fault.message))
    if (message.kind !== 'done') return
    waiting -= message.exchanges
    move.resolve()
    move = Promise.withResolvers()
  })
  const closed = once(here, 'close')
  const send = (message: ToComparingThread) => here.postMessage(message)
  serveComparing(there, { clock: () => nowMs })
  send({ kind: 'open', ...run })
  await ready.promise
  return {
    async compare(exchange: CopiedExchange) {
      while (waiting >= 200) await move.promise
      waiting += 1
      send({ kind: 'exchanges', exchanges: [exchange] })
    },
    /** Resolves once all exchanges are compared. */
    async idle() {
      while (waiting > 0) await move.promise
    },
    async close() {
      send({ kind: 'close' })
      await closed
    },
  }
}

type Query = Readonly<Record<string, string | number>>

function cleanCall(): CopiedExchange {
  const member = plants.length + random.below(members - plants.length)
  const phone = phoneOf(member)
  const queries: readonly (readonly [Query, readonly OldCoupon[]])[] = [
    [{ phone }, couponsOf[member] ?? []],
    [{ phone, page_size: 2, page_num: 1 + random.below(3) }, couponsOf[member] ?? []],
    [{ coupon_code: `C${member}-${random.below(5)}` }, couponsOf[member] ?? []],
    [{ phone, channel: random.of(['erp', 'wx']) }, couponsOf[member] ?? []],
    [{ phone: '13900000000' }, []],
  ]
  const ofChannel = [{ channel: 'erp', page_size: 20, page_num: 1 + random.below(60) }, allCoupons] as const
  const [query, coupons] = random.below(50) === 0 ? ofChannel : random.of(queries)
  return exchangeOf(query, { coupons })
}

function plantedCall(plant: PlantedDeviation, member: number): CopiedExchange {
  const query = { phone: phoneOf(member), ...plant.query }
  const coupons = couponsOf[member] ?? []
  return exchangeOf(query, { ...plant, coupons: plant.change?.(coupons) ?? coupons })
}

type Answered = Pick<PlantedDeviation, 'alter' | 'refusal' | 'isSignedWrongly'> &
  Readonly<{ coupons: readonly OldCoupon[] }>

function exchangeOf(query: Query, { coupons, alter, refusal, isSignedWrongly }: Answered): CopiedExchange {
  const timestamp = new Date(nowMs + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
  const own = { method: querycoupon, app_key: app.appKey, timestamp, v: '2.0', format: random.of(['json', 'xml']) }
  const query_d_t_o = JSON.stringify({ page_size: 20, page_num: 1, ...query })
  const parameters = { ...own, sign_method: 'md5', query_d_t_o }
  const sign = topSign(parameters, isSignedWrongly === true ? 'mistyped' : app.appSecret)
  const body = new URLSearchParams({ ...parameters, sign }).toString()
  const crm = { coupons, secret: app.appSecret, written: random.of(writtenForms), lenient: true, alter }
  const { headers, body: answer } = refusal === undefined ? answerOldCall(body, crm) : errorAnswer(refusal)
  return {
    verb: 'POST',
    path: '/router/rest',
    queryString: '',
    contentType: 'application/x-www-form-urlencoded',
    batchSeparator: undefined,
    coding: undefined,
    body: new TextEncoder().encode(body),
    answerType: headers['content-type'],
    answerCoding: headers['content-encoding'],
    answer: new Uint8Array(answer),
  }
}
