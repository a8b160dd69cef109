import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { businessErrors } from '@yaoquan/api'
import type { ReasonCode } from '@yaoquan/basket'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { momentText } from '../../packages/server/src/domain/dates.ts'
import { refusalErrors } from '../../packages/server/src/methods/refusal-errors.ts'
import { openStore, type Store } from '../../packages/server/src/store/open-store.ts'
import { changePolicy, setGroup } from '../../packages/server/src/testing/change-rules.ts'
import {
  claimRandom,
  issueRandom,
  type JudgedSeller,
  openJudgedSeller,
  orderOf,
  randomSale,
  type Sale,
} from '../harness/judged-cases.ts'
import { orderSync } from '../harness/order-calls.ts'
import { type Random, seededRandom } from '../harness/seeded-random.ts'
import { soak } from '../harness/soak.ts'

/** Each case asks every door about some coupons at one moment. */
const cases = process.env['CI'] === 'true' || process.env['YAOQUAN_SOAK'] !== undefined ? 2_000 * soak : 500
const seed = Number(process.env['JUDGE_SEED'] ?? Math.floor(Math.random() * 2 ** 31))

let folder: string
let store: Store
let seller: JudgedSeller

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-judge-'))
  store = await openStore({ dataDir: folder })
  seller = await openJudgedSeller(store)
})

afterAll(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

it(`every door judges a coupon as an evaluation does, ${cases} cases, seed ${seed}`, async () => {
  const random = seededRandom(seed)
  for (let number = 0; number < cases; number += 1) {
    const isPlain = random.chance(0.5)
    const orderId = seller.newOrderId()
    const codes = await someCoupons(random)
    const sale = randomSale(random, isPlain)
    const evaluation = await evaluate(codes, sale)
    const case_ = { seller, random, sale, orderId, evaluation, label: `case ${number}` }
    await quoteIsKept(case_)
    await linesAgree(case_)
    await conflictsAreRefused(case_)
    await afterTheFact(case_, isPlain)
  }
})

const onLine = (line: object) => ({
  shop: '01',
  lines: [{ lineNo: 1, quantity: '1', amount: '60.00', category: '99', ...line }],
})
const goodsOfOther = onLine({ goodsId: '6901' })
const twoOfOther = { shop: '01', lines: [1, 2].map((lineNo) => ({ ...goodsOfOther.lines[0], lineNo })) }

/** Terms on which the doors disagreed before they had one judge. */
it.each<
  [
    string,
    Readonly<{ terms: object; count?: number; sale: object; redeem: string | undefined; sync: string | undefined }>,
  ]
>([
  [
    'category and goods, either',
    { terms: { category: '10', goods: '6901' }, sale: goodsOfOther, redeem: undefined, sync: undefined },
  ],
  [
    'category and goods with a threshold',
    {
      terms: { kind: 'full_reduction', orderAmount: '100', category: '10', goods: '6901' },
      sale: twoOfOther,
      redeem: undefined,
      sync: undefined,
    },
  ],
  ['a channel', { terms: { channels: 'wechat' }, sale: goodsOfOther, redeem: 'CHANNEL_NOT_ALLOWED', sync: undefined }],
  ['a level', { terms: { memberLevels: '钻石' }, sale: goodsOfOther, redeem: 'MEMBER_NOT_ALLOWED', sync: undefined }],
  ['a weekday', { terms: { weekdays: '7' }, sale: goodsOfOther, redeem: 'TIME_NOT_ALLOWED', sync: 'TIME_NOT_ALLOWED' }],
  [
    'a group',
    { terms: { stackGroup: 'one' }, count: 2, sale: goodsOfOther, redeem: 'NOT_STACKABLE', sync: 'NOT_STACKABLE' },
  ],
  [
    'goods that the order lacks',
    { terms: { goods: '7000' }, sale: goodsOfOther, redeem: 'CATEGORY_NOT_ALLOWED', sync: 'CATEGORY_NOT_ALLOWED' },
  ],
  [
    'a tag that the member has',
    { terms: { memberTags: '糖尿病' }, sale: goodsOfOther, redeem: undefined, sync: undefined },
  ],
])(
  'evaluate, redeem by quote and by lines, and order.sync agree on %s',
  async (name, { terms, count = 1, sale, redeem, sync }) => {
    await nextTuesday()
    const couponId = `row ${name}`
    const usual = { kind: 'cash', couponAmount: '5', validFromDay: 0, validToDay: 9, perOrder: 2 }
    await seller.call('yaoquan.template.save', { template: { couponId, couponName: couponId, ...usual, ...terms } })
    const claimed = await seller.call('yaoquan.coupon.claim', { couponId, phone: seller.phone, count })
    const couponCodes = Object(claimed).coupons.map(({ couponCode }: Readonly<{ couponCode: string }>) => couponCode)
    const orderId = seller.newOrderId()
    const { best, quoteId } = Object(await seller.ask('yaoquan.basket.evaluate', { couponCodes, ...sale }))
    expect(best.couponCodes).toHaveLength(redeem === undefined ? count : count - 1)
    const expected = redeem === undefined ? { success: true } : { errorCode: redeem }
    expect(await seller.call('yaoquan.coupon.redeem', { couponCodes, orderId, ...sale, dryRun: true })).toMatchObject(
      expected,
    )
    if (redeem === undefined) {
      const byQuote = { couponCodes, orderId, quoteId, dryRun: true }
      expect(await seller.call('yaoquan.coupon.redeem', byQuote)).toMatchObject(expected)
    }
    const order = orderOf(sale as Sale, { orderId: seller.newOrderId(), couponCodes, atMs: seller.nowMs() })
    const { coupons } = Object(await seller.ask(orderSync, order))
    expect(coupons.at(-1)).toMatchObject(
      sync === undefined ? { outcome: 'redeemed' } : { outcome: 'refused', errorCode: sync },
    )
  },
)

it('judges every version of an order by the rules of when the first one arrived, and names what it did not judge', async () => {
  await nextTuesday()
  const couponId = 'kept rules'
  const terms = { kind: 'cash', couponAmount: '5', shop: '@north', channels: 'wechat', perOrder: 2 }
  const actor = 'operator:test'
  const group = { sellerId: '111', name: 'north', actor }
  await setGroup(store, { ...group, shops: '07', nowMs: seller.nowMs() })
  await seller.call('yaoquan.template.save', {
    template: { couponId, couponName: couponId, validFromDay: 0, validToDay: 9, ...terms },
  })
  const claimed = await seller.call('yaoquan.coupon.claim', { couponId, phone: seller.phone, count: 2 })
  const codes: readonly string[] = Object(claimed).coupons.map(({ couponCode }: Verdict) => couponCode)
  const orderId = seller.newOrderId()
  const sale = { ...goodsOfOther, shop: '07' } as unknown as Sale
  const send = (couponCodes: readonly string[]) =>
    seller.ask(orderSync, orderOf(sale, { orderId, couponCodes, atMs: seller.nowMs() }))
  await send([])
  await setGroup(store, { ...group, shops: '08', nowMs: seller.nowMs() })
  const { maxPerOrder } = (await store.storedPolicies.findPolicy('111')).policy
  const setMost = (most: number) =>
    changePolicy(store, { sellerId: '111', changes: { maxPerOrder: most }, nowMs: seller.nowMs(), actor })
  await setMost(1)
  expect(Object(await send(codes)).coupons).toMatchObject([{ outcome: 'redeemed' }, { outcome: 'redeemed' }])
  const { timeline } = Object(await seller.ask('yaoquan.coupon.get', { couponCode: codes[0] }))
  expect(JSON.parse(timeline.at(-1).after)).toMatchObject({ state: 'used', not_judged: ['channel'] })
  await setMost(maxPerOrder)
})

/** Moves the clock until it is a Tuesday. */
async function nextTuesday(): Promise<void> {
  while (new Date(seller.nowMs() + 8 * 3_600_000).getUTCDay() !== 2) seller.newOrderId()
}

async function someCoupons(random: Random): Promise<readonly string[]> {
  const codes: string[] = []
  for (let template = 1 + random.below(3); template > 0; template -= 1)
    codes.push(...(await claimRandom(seller, random)))
  if (random.chance(0.4)) codes.push(await issueRandom(seller, random))
  return codes
}

type Combination = Readonly<{
  couponCodes: readonly string[]
  offAmount: string
  payAmount: string
  lines: readonly Readonly<{ lineNo: number; payAmount: string }>[]
}>

type Verdict = Readonly<{ couponCode: string; usable: boolean; reasonCode?: ReasonCode; offAmount?: string }>

type Evaluation = Readonly<{
  coupons: readonly Verdict[]
  best: Combination
  others: readonly Combination[]
  quoteId: string
}>

type Case = Readonly<{
  seller: JudgedSeller
  random: Random
  sale: Sale
  orderId: string
  evaluation: Evaluation
  label: string
}>

async function evaluate(couponCodes: readonly string[], sale: Sale): Promise<Evaluation> {
  const result = await seller.ask('yaoquan.basket.evaluate', { couponCodes, ...sale })
  if (!result.success) throw new Error(JSON.stringify(result))
  return result as unknown as Evaluation
}

/** The best combination, the others, and each usable coupon alone redeem by the quote, for the same fen on each line. */
async function quoteIsKept({ random, orderId, evaluation, label }: Case): Promise<void> {
  const { coupons, best, others, quoteId } = evaluation
  const tryQuote = (couponCodes: readonly string[] | undefined) =>
    seller.call('yaoquan.coupon.redeem', { couponCodes, orderId, quoteId, dryRun: true })
  for (const { couponCodes, offAmount, payAmount, lines } of [best, ...others]) {
    if (couponCodes.length === 0) continue
    const redeemed = await tryQuote(shuffled(random, couponCodes))
    expect(redeemed, label).toMatchObject({ success: true, offAmount, payAmount, lines })
  }
  if (best.couponCodes.length > 0) {
    const { lines, payAmount } = best
    expect(await tryQuote(undefined), label).toMatchObject({ success: true, payAmount, lines })
  }
  for (const { couponCode, usable, offAmount } of coupons.filter((each) => each.usable)) {
    const alone = await tryQuote([couponCode])
    expect(alone, `${label} ${usable}`).toMatchObject({ success: true })
    if (!best.couponCodes.includes(couponCode)) expect(alone['offAmount'], label).toBe(offAmount ?? '0.00')
  }
}

/** By lines, a coupon is redeemed if it is usable, and otherwise refused for the reason that the evaluation gives. */
async function linesAgree({ orderId, sale, evaluation, label }: Case): Promise<void> {
  for (const { couponCode, usable, reasonCode } of evaluation.coupons) {
    const redeemed = await byLines({ orderId, sale, couponCodes: [couponCode] })
    if (usable) expect(redeemed, label).toMatchObject({ success: true })
    else expect(redeemed, `${label} ${reasonCode}`).toMatchObject({ errorCode: codeOf(reasonCode), couponCode })
  }
}

/** A set that breaks a group, an exclusive coupon or a number is refused with the code of that reason, in any order. */
async function conflictsAreRefused({ random, orderId, sale, evaluation, label }: Case): Promise<void> {
  const { coupons, best } = evaluation
  for (const { couponCode, usable, reasonCode, offAmount } of coupons) {
    // A gift may be in conflict with another gift, which no combination names.
    if (offAmount === '0.00') continue
    if (!usable || reasonCode === undefined || reasonCode === 'WORSE' || best.couponCodes.length === 0) continue
    const couponCodes = [couponCode, ...shuffled(random, best.couponCodes)]
    const redeemed = await byLines({ orderId, sale, couponCodes })
    expect(redeemed, `${label} ${reasonCode}`).toMatchObject({ errorCode: codeOf(reasonCode) })
  }
}

/** What happened already is judged alike, but for facts that nobody stated: these are taken as fulfilled. */
async function afterTheFact({ random, sale, evaluation, label }: Case, isPlain: boolean): Promise<void> {
  for (const { couponCode } of evaluation.coupons) {
    const orderId = seller.newOrderId()
    const [verdict] = (await evaluate([couponCode], sale)).coupons
    if (verdict === undefined) throw new Error('no verdict')
    const { usable, reasonCode } = verdict
    const isOfOrder = isPlain && random.chance(0.5)
    const isOfChannel = reasonCode === 'CHANNEL' && (isOfOrder || sale.channel === undefined)
    if (reasonCode === 'LEVEL' || isOfChannel) continue
    const of = `${label} ${reasonCode}, ${isOfOrder ? 'order.sync' : 'upload'}`
    if (isOfOrder) {
      const order = orderOf(sale, { orderId, couponCodes: [couponCode], atMs: seller.nowMs() })
      expect(Object(await seller.ask(orderSync, order)).coupons, of).toMatchObject([
        usable ? { outcome: 'redeemed' } : { outcome: 'refused', errorCode: codeOf(reasonCode) },
      ])
    } else {
      const upload = { orderId, redeemedAt: momentText(seller.nowMs()), coupons: [{ couponCode }], ...sale }
      expect(Object(await seller.call('yaoquan.redemption.upload', upload)).redemptions, of).toMatchObject([
        usable ? { verdict: 'redeemed' } : { verdict: 'not_valid', errorCode: codeOf(reasonCode) },
      ])
    }
  }
}

function byLines({
  orderId,
  sale,
  couponCodes,
}: Readonly<{ orderId: string; sale: Sale; couponCodes: readonly string[] }>) {
  return seller.call('yaoquan.coupon.redeem', { couponCodes, orderId, ...sale, dryRun: true })
}

function codeOf(reason: ReasonCode | undefined): string {
  if (reason === undefined) throw new Error('a coupon that is not usable, without a reason')
  return businessErrors[refusalErrors[reason]].code
}

function shuffled<Item>(random: Random, items: readonly Item[]): readonly Item[] {
  const left = [...items]
  return items.map(() => {
    const [item] = left.splice(random.below(left.length), 1)
    if (item === undefined) throw new RangeError('nothing is left')
    return item
  })
}
