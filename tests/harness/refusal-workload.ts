import { defaultGrants } from '@yaoquan/api'
import { createRefusalQueue } from '../../packages/server/src/gateway/refusal-queue.ts'
import type { Store } from '../../packages/server/src/store/open-store.ts'
import { setGroup, changePolicy as setPolicy } from '../../packages/server/src/testing/change-rules.ts'
import { buildMethods } from '../../packages/server/src/threads/build-methods.ts'
import { Calculations } from '../../packages/server/src/turns/calculations.ts'
import { LongWorks } from '../../packages/server/src/turns/task-queues.ts'
import { changeGroup } from './change-group.ts'
import { orderJson } from './order-calls.ts'
import type { Random } from './seeded-random.ts'

export type ExplainedResult = Readonly<{
  success: boolean
  errorCode?: string
  call?: Readonly<{ refusedCode: string; isDifferent?: boolean; isContentRemoved?: boolean }>
  explanations: readonly Readonly<{
    couponCode?: string
    usable: boolean
    reasonCode?: string
    reason?: string
    nearestChange?: Readonly<{ changeCode: string; change: string }>
  }>[]
}>

/** A call that was refused, with the code that its answer had. */
export type Refused = Readonly<{ requestId: string; method: string; errorCode: string }>

const sellerId = '111'
const operator = 'operator:test'
const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** The methods of a store, without the half second for which servers keep rules in memory. */
export function methodsOf(store: Store) {
  const dropped: string[] = []
  const queue = createRefusalQueue({
    log: store.refusalLog,
    telemetry: {
      refusalsKept: () => undefined,
      refusalDropped: ({ cause }) => void dropped.push(cause),
      backgroundFailed: ({ work, error }) => {
        throw new Error(work, { cause: error })
      },
    },
  })
  const byName = buildMethods(
    { ...store, policyReader: store.storedPolicies },
    { refusals: queue, calculations: new Calculations(new LongWorks()) },
  )
  return {
    queue,
    dropped,
    /** The `result` of a call. */
    async call(name: string, input: object, at: Readonly<{ requestId: string; nowMs: number }>): Promise<CallResult> {
      const method = byName.get(name)
      if (method === undefined) throw new Error(`no method ${name}`)
      const grants = { ...defaultGrants, preset: 'full' }
      // Each method is called with its own input, which only its name tells.
      const answer: object = await method.call(input as never, {
        ...at,
        appKey: 'app',
        actor: 'app:app',
        grants,
        sellerId,
      })
      return Reflect.get(answer, 'result')
    },
  }
}

type CallResult = Readonly<{ success: boolean; errorCode?: string; alreadyDone?: boolean }> &
  Readonly<Record<string, unknown>>

const templates: readonly Readonly<Record<string, unknown>>[] = [
  { couponId: 'cash', kind: 'cash', couponAmount: '10' },
  { couponId: 'big', kind: 'full_reduction', couponAmount: '50', orderAmount: '200', shop: '@east,09' },
  {
    couponId: 'cats',
    kind: 'full_reduction',
    couponAmount: '20',
    orderAmount: '60',
    category: '10,11',
    excludeTags: 'special',
  },
  { couponId: 'goods', kind: 'discount', discountPercent: 80, discountCap: '30', goods: 'g1,g2', channels: 'app,erp' },
  { couponId: 'alone', kind: 'cash', couponAmount: '15', stackable: false, shop: '01,@west' },
  { couponId: 'group', kind: 'cash', couponAmount: '5', stackGroup: 'G', perOrder: 2 },
  { couponId: 'hours', kind: 'cash', couponAmount: '8', weekdays: '1,3,5', hours: '09:00-12:00,14:00-18:00' },
  { couponId: 'gold', kind: 'cash', couponAmount: '9', memberLevels: '金卡,钻石' },
  { couponId: 'days', kind: 'cash', couponAmount: '12', memberDayOnly: true },
  { couponId: 'once', kind: 'cash', couponAmount: '7', returnPolicy: 'none', validFromDay: 2, validToDay: 4 },
  { couponId: 'few', kind: 'cash', couponAmount: '3', stockTotal: 20, memberPerDay: 1 },
  {
    couponId: 'window',
    kind: 'cash',
    couponAmount: '4',
    claimFrom: '2026-11-27 00:00:00',
    claimTo: '2026-12-02 23:59:59',
  },
  { couponId: 'later', kind: 'cash', couponAmount: '4', publishAt: '2026-11-28 00:00:00' },
]

type Acting = Readonly<{
  by: Readonly<{ sellerId: string; actor: string }>
  random: Random
  store: Store
  methods: ReturnType<typeof methodsOf>
  nowMs: () => number
  send: (name: string, input: object) => Promise<CallResult>
  codes: string[]
  redemptions: string[]
}>

/**
 * Random calls about coupons, with changes of rules, groups, templates and coupons between them, until so many were refused. The clock goes
 * on by some minutes with each.
 */
export async function refuseCalls(store: Store, random: Random, count: number): Promise<readonly Refused[]> {
  const refused: Refused[] = []
  const methods = methodsOf(store)
  let nowMs = Date.parse('2026-11-25T08:00:00+08:00')
  let calls = 0
  const send = async (name: string, input: object): Promise<CallResult> => {
    calls += 1
    const requestId = `q${calls}`
    const numbered = name.endsWith('order.sync') ? input : { outRequestNo: `n${calls}`, ...input }
    const result = await methods.call(name, numbered, { requestId, nowMs })
    const errorCode = result.errorCode ?? refusedOfOrder(result)
    const isKept = !name.startsWith('yaoquan.template.') && result.alreadyDone !== true
    if (errorCode !== undefined && isKept) refused.push({ requestId, method: name, errorCode })
    return result
  }
  const by = { sellerId, actor: operator }
  const acting: Acting = { by, random, store, methods, nowMs: () => nowMs, send, codes: [], redemptions: [] }
  await prepare(acting)
  const steps = Object.values(actions)
  while (refused.length < count) {
    nowMs += random.below(40) * minuteMs + random.below(1000)
    const before = refused.length
    await random.of(steps)(acting)
    if (refused.length > before && refused.length % 50 === 0) await methods.queue.settle()
    // Coupons must not all be used up or expired.
    if (acting.codes.length > 400) acting.codes.splice(0, 200)
  }
  await methods.queue.settle()
  if (methods.dropped.length > 0) throw new Error(`${methods.dropped.length} refused calls were dropped`)
  return refused
}

function refusedOfOrder({ coupons }: CallResult): string | undefined {
  if (!Array.isArray(coupons)) return undefined
  const all: readonly Readonly<{ outcome?: string; errorCode?: string }>[] = coupons
  return all.find(({ outcome, errorCode }) => outcome === 'refused' && errorCode !== undefined)?.errorCode
}

async function prepare(acting: Acting): Promise<void> {
  const { store, send, nowMs } = acting
  for (const [name, shops] of [
    ['east', '01,02'],
    ['west', '03'],
  ] as const) {
    await setGroup(store, { sellerId, name, shops, nowMs: nowMs(), actor: operator })
  }
  for (const template of templates) await saveTemplate(send, template)
}

async function saveTemplate(
  send: Acting['send'],
  { couponId, ...terms }: Readonly<Record<string, unknown>>,
): Promise<void> {
  const validity = 'validFromDay' in terms || 'startDate' in terms ? {} : { validFromDay: 0, validToDay: 6 }
  const template = { couponId, couponName: `券 ${couponId}`, ...validity, ...terms }
  await send('yaoquan.template.save', { template })
}

/** What may happen, each as likely as it is often here. */
const actions: Readonly<Record<string, (acting: Acting) => Promise<unknown>>> = {
  claim,
  claimAgain: claim,
  issue,
  redeem,
  redeemAgain: redeem,
  redeemMore: redeem,
  redeemMost: redeem,
  redeemByQuote,
  hold,
  release,
  giveBack,
  voidSome,
  extendSome,
  syncOrder,
  syncAgain: syncOrder,
  changePolicy,
  changeGroup,
  changeTemplate,
}

async function claim({ random, send, codes }: Acting): Promise<void> {
  const { couponId } = random.of([...templates, { couponId: 'unknown' }])
  const phone = `1380000000${random.below(10)}`
  const named = random.chance(0.9) ? { phone } : {}
  if (named.phone === undefined) return
  const result = await send('yaoquan.coupon.claim', { couponId, count: 1 + random.below(3), ...named })
  const claimed = result['coupons']
  if (Array.isArray(claimed)) codes.push(...claimed.map(({ couponCode }) => String(couponCode)))
}

let issued = 0

async function issue({ random, send, codes, nowMs }: Acting): Promise<void> {
  const day = (offset: number) => new Date(nowMs() + 8 * hourMs + offset * 24 * hourMs).toISOString().slice(0, 10)
  const coupons = Array.from({ length: 3 }, () => {
    issued += 1
    return {
      couponCode: `c${issued}`,
      phone: `1380000000${random.below(10)}`,
      ...(random.chance(0.8) ? { couponAmount: String(5 + random.below(60)) } : {}),
      ...(random.chance(0.5) ? { orderAmount: String(20 * random.below(10)) } : {}),
      ...(random.chance(0.5) ? { startDate: day(random.below(3) - 1) } : {}),
      ...(random.chance(0.7) ? { endDate: day(random.below(6) + 1) } : {}),
      ...(random.chance(0.3) ? { shop: random.of(['01', '02,@west', '@east']) } : {}),
      ...(random.chance(0.3) ? { category: random.of(['10', '11,12']) } : {}),
    }
  })
  const result = await send('yaoquan.coupon.issue', { coupons })
  if (result.success) codes.push(...coupons.map(({ couponCode }) => couponCode))
}

function orderId(random: Random): string {
  return `SO-${random.below(30)}`
}

function linesOf(random: Random): readonly object[] {
  return Array.from({ length: 1 + random.below(3) }, (_, place) => ({
    lineNo: place + 1,
    amount: `${10 + random.below(180)}.${random.below(10)}0`,
    ...(random.chance(0.5) ? { category: random.of(['10', '11', '12', '10,13']) } : {}),
    ...(random.chance(0.4) ? { goodsId: random.of(['g1', 'g2', 'g3']) } : {}),
    ...(random.chance(0.2) ? { drugClass: random.of(['rx', 'otc_a']) } : {}),
    ...(random.chance(0.2) ? { tags: random.of(['special', 'special_price', 'near_expiry']) } : {}),
    ...(random.chance(0.1) ? { insuredAmount: '5.00' } : {}),
  }))
}

function basketOf(random: Random): object {
  return {
    ...(random.chance(0.6) ? { shop: random.of(['01', '02', '03', '09']) } : {}),
    ...(random.chance(0.6) ? { channel: random.of(['app', 'erp', 'web']) } : {}),
    ...(random.chance(0.4) ? { memberLevel: random.of(['金卡', '银卡']) } : {}),
    ...(random.chance(0.7)
      ? { lines: linesOf(random) }
      : random.chance(0.5)
        ? { orderAmount: `${random.below(300)}` }
        : {}),
  }
}

function someCodes({ random, codes }: Acting, most: number): readonly string[] {
  const all = [...codes, 'no-such-code']
  return [...new Set(Array.from({ length: 1 + random.below(most) }, () => random.of(all)))]
}

async function redeem(acting: Acting): Promise<void> {
  const { random, send, redemptions, nowMs } = acting
  const couponCodes = someCodes(acting, 3)
  const earlierMs = random.of([0, hourMs, 30 * hourMs, 80 * hourMs])
  const offline = random.chance(0.15) ? { redeemedAt: textOf(nowMs() - earlierMs) } : {}
  const result = await send('yaoquan.coupon.redeem', {
    couponCodes,
    orderId: orderId(random),
    ...basketOf(random),
    ...offline,
  })
  remember(redemptions, result)
}

function remember(redemptions: string[], { redemptions: done }: CallResult): void {
  if (Array.isArray(done)) redemptions.push(...done.map(({ redemptionId }) => String(redemptionId)))
}

function textOf(ms: number): string {
  return new Date(ms + 8 * hourMs).toISOString().slice(0, 19).replace('T', ' ')
}

async function redeemByQuote(acting: Acting): Promise<void> {
  const { random, send, redemptions } = acting
  const couponCodes = someCodes(acting, 3)
  const basket = { shop: '01', channel: 'app', lines: linesOf(random) }
  const { quoteId } = await send('yaoquan.basket.evaluate', { couponCodes, ...basket })
  if (random.chance(0.4)) await random.of([changePolicy, hold, extendSome, changeGroup])(acting)
  remember(redemptions, await send('yaoquan.coupon.redeem', { couponCodes, orderId: orderId(random), quoteId }))
}

async function hold(acting: Acting): Promise<void> {
  const { random, send } = acting
  for (const couponCode of someCodes(acting, 1)) {
    await send('yaoquan.coupon.hold', { couponCode, orderId: orderId(random), ttlSeconds: 60 + random.below(80_000) })
  }
}

async function release(acting: Acting): Promise<void> {
  const { random, send } = acting
  for (const couponCode of someCodes(acting, 1)) {
    await send('yaoquan.coupon.release', { couponCode, orderId: orderId(random) })
  }
}

async function giveBack({ random, send, redemptions }: Acting): Promise<void> {
  const redemptionId = random.of([...redemptions.slice(-30), 'no-such-id'])
  await send('yaoquan.coupon.return', { redemptionId, reason: '退货' })
}

async function voidSome(acting: Acting): Promise<void> {
  const { random, send } = acting
  const voidHeld = random.chance(0.2) ? { voidHeld: true } : {}
  await send('yaoquan.coupon.void', { couponCodes: someCodes(acting, 2), reason: '取消', ...voidHeld })
}

async function extendSome(acting: Acting): Promise<void> {
  const { random, send, nowMs } = acting
  const endDate = textOf(nowMs() + (random.below(9) - 1) * 24 * hourMs).slice(0, 10)
  await send('yaoquan.coupon.extend', { couponCodes: someCodes(acting, 3), endDate })
}

async function syncOrder(acting: Acting): Promise<void> {
  const { random, send, nowMs } = acting
  const coupons = someCodes(acting, 2).map((couponCode) => ({ couponCode }))
  const details = Array.from({ length: 1 + random.below(2) }, () => {
    const price = 1_000 + random.below(9_000)
    const quantity = random.chance(0.8) ? { quantity: '1' } : {}
    const category = random.chance(0.5) ? { category: random.of(['10', '11', '12']) } : {}
    return { goodsId: random.of(['g1', 'g3']), price, actualTotalFee: price, ...quantity, ...category }
  })
  // Some versions come late.
  const updateTime = textOf(nowMs() - random.of([0, 0, hourMs, 40 * hourMs]))
  const order = {
    orderId: orderId(random),
    createTime: textOf(nowMs()),
    updateTime,
    actualTotalFee: 1000,
    details,
    coupons,
    ...(random.chance(0.1) ? { orderStatus: 'TRADE_CLOSED' } : {}),
    ...(random.chance(0.6) ? { shopId: random.of(['01', '03', '09']) } : {}),
  }
  const sentText = JSON.stringify({ ...orderJson(), order, nowMs: nowMs() })
  await send('alibaba.alihealth.nr.crm.order.sync', { order: { ...order, sentText } })
}

async function changePolicy({ random, store, nowMs }: Acting): Promise<void> {
  const changes = random.of([
    { maxPerOrder: 1 + random.below(3) },
    { insured: random.of(['exclude_line', 'exclude_amount', 'include'] as const) },
    { memberWeekdays: [random.of([1, 2, 3, 4, 5, 6, 7] as const)] },
    { rulePacks: random.chance(0.5) ? [{ pack: 'rx-excluded', version: 1 }] : [] },
    { thresholdBase: random.of(['original', 'remaining'] as const) },
  ])
  await setPolicy(store, { sellerId, changes, nowMs: nowMs(), actor: operator })
}

async function changeTemplate({ random, send }: Acting): Promise<void> {
  const template = random.of(templates)
  const { couponId } = template
  if (random.chance(0.3)) await send('yaoquan.template.close', { couponId })
  else if (random.chance(0.5)) await send('yaoquan.template.reopen', { couponId })
  else await saveTemplate(send, { ...template, orderAmount: template['orderAmount'] ?? String(random.below(60) + 13) })
}
