import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { businessErrors } from '@yaoquan/api'
import type { ReasonCode } from '@yaoquan/basket'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusalErrors } from '../../packages/server/src/methods/refusal-errors.ts'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { runCli } from '../harness/run-cli.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer
let caller: LifecycleClient

const reasons = Object.keys(refusalErrors).filter((name): name is ReasonCode => /^[A-Z_]+$/.test(name))
const codeOf = (reason: ReasonCode): string => businessErrors[refusalErrors[reason]].code

/** Saturday 2026-11-28 is the member day of the seller; the tests' clock is on a Tuesday evening. */
beforeAll(async () => {
  server = await startTestServer()
  caller = lifecycleClient(server)
  const data = ['--data', server.dataDir, '--seller', '111']
  const rules = ['--member-weekdays', '6', '--rule-packs', 'rx-excluded', '--max-per-order', '3']
  const set = await runCli(['policy', 'set', ...data, ...rules])
  expect([set.code, set.stderr]).toEqual([0, ''])
})
afterAll(() => server.close())

describe.each(['zh', 'en'])('the guide on baskets, in %s', (language) => {
  it('has the error of every reason, and no other', () => {
    const guides = join(import.meta.dirname, '../../packages/server/src/site/documentation/guides')
    const text = readFileSync(join(guides, language, 'basket.md'), 'utf8')
    const rows = [...text.matchAll(/^\| `([A-Z_]+)` \| .+ \| `([A-Z_]+)` \|$/gm)].map(([, reason, code]) => [
      reason,
      code,
    ])
    expect(rows).toEqual(reasons.map((reason) => [reason, codeOf(reason)]))
  })
})

type Case = Readonly<{
  /** Of the coupons C1, C2 ... of the case. */
  terms: readonly object[]
  lines?: readonly object[]
  /** What happens to the first coupon before. */
  before?: (code: string) => Promise<unknown>
  channel?: string
}>

const line = { lineNo: 1, goodsId: '6901', category: '1001', quantity: '1', amount: '100.00' } as const
const ofMember = { channel: 'erp' } as const
const call: LifecycleClient['call'] = (method, params) => caller.call(method, params)
const newNo = () => caller.newNo()

const unusable: Readonly<Partial<Record<ReasonCode, Case>>> = {
  NOT_STARTED: { terms: [{ validFromDay: 3 }] },
  USED_BY: {
    terms: [{}],
    before: (couponCode) => call('yaoquan.coupon.redeem', { outRequestNo: newNo(), couponCode, orderId: 'SO-OTHER' }),
  },
  HELD_BY: {
    terms: [{}],
    before: (couponCode) =>
      call('yaoquan.coupon.hold', { outRequestNo: newNo(), couponCode, orderId: 'SO-OTHER', ttlSeconds: 900 }),
  },
  VOID: {
    terms: [{}],
    before: (couponCode) =>
      call('yaoquan.coupon.void', { outRequestNo: newNo(), couponCodes: [couponCode], reason: '测试' }),
  },
  SHOP: { terms: [{ shop: '02' }] },
  CHANNEL: { terms: [{ channels: 'mini' }] },
  WINDOW: { terms: [{ weekdays: '7' }] },
  MEMBER_DAY: { terms: [{ memberDayOnly: true }] },
  LEVEL: { terms: [{ memberLevels: '金卡' }] },
  NO_SCOPE: { terms: [{ category: '2002' }] },
  SHORT: { terms: [{ kind: 'full_reduction', orderAmount: '100.01' }] },
  EXCLUDED_RX: { terms: [{}], lines: [{ ...line, drugClass: 'rx' }] },
  EXCLUDED_INSURED: { terms: [{}], lines: [{ ...line, insuredAmount: '100.00' }] },
  EXCLUDED_SPECIAL: { terms: [{}], lines: [{ ...line, discountable: false }] },
  NO_EFFECT: {
    terms: [{}],
    lines: [
      { ...line, amount: '0.00' },
      { ...line, lineNo: 2, amount: '0.00' },
    ],
  },
}

const together: Readonly<Partial<Record<ReasonCode, Case>>> = {
  GROUP: { terms: [{ couponAmount: '6', stackGroup: 'g' }, { stackGroup: 'g' }] },
  ALONE: { terms: [{ couponAmount: '60' }, { stackable: false }] },
  MAX_PER_ORDER: { terms: [{}, {}, {}, {}].map((_, place) => ({ couponAmount: `${9 - place}` })) },
}

it('has a case for every reason but those of a moment that has passed and of a mere preference', () => {
  const cases = [...Object.keys(unusable), ...Object.keys(together), 'EXPIRED', 'WORSE']
  expect(cases.toSorted()).toEqual(reasons.toSorted())
})

let templates = 0

/** Claims a coupon of a template with these terms. */
async function claim(terms: object): Promise<string> {
  templates += 1
  const couponId = `t${templates}`
  const usual = { kind: 'cash', couponName: couponId, couponAmount: '5', validFromDay: 0, validToDay: 29 } as const
  const template = { couponId, ...usual, ...terms }
  expect(await call('yaoquan.template.save', { outRequestNo: newNo(), template })).toMatchObject({ success: true })
  const { coupons } = await call('yaoquan.coupon.claim', { outRequestNo: newNo(), couponId, cardNo: couponId })
  return (coupons as readonly Readonly<{ couponCode: string }>[])[0]?.couponCode ?? ''
}

async function ask(couponCodes: readonly string[], { lines = [line] }: Pick<Case, 'lines'>) {
  const sale = { shop: '01', ...ofMember, lines: lines as readonly (typeof line)[] }
  const evaluated = await call('yaoquan.basket.evaluate', { couponCodes, ...sale })
  const orderId = `SO-${templates}`
  const redeemed = await call('yaoquan.coupon.redeem', { outRequestNo: newNo(), couponCodes, orderId, ...sale })
  return { verdicts: evaluated['coupons'], redeemed }
}

it.each(Object.entries(unusable))('refuses a coupon that is not usable for %s', async (reason, one) => {
  const code = await claim(one.terms[0] ?? {})
  await one.before?.(code)
  const { verdicts, redeemed } = await ask([code], one)
  expect(verdicts).toMatchObject([{ usable: false, reasonCode: reason }])
  expect(redeemed).toMatchObject({ success: false, errorCode: codeOf(reason as ReasonCode) })
})

it('refuses an expired coupon', async () => {
  const coupon = { couponCode: 'gone', couponAmount: '5', endDate: '2026-11-01' }
  await call('yaoquan.coupon.issue', { outRequestNo: newNo(), coupons: [coupon] })
  const { verdicts, redeemed } = await ask(['gone'], {})
  expect(verdicts).toMatchObject([{ usable: false, reasonCode: 'EXPIRED' }])
  expect(redeemed).toMatchObject({ success: false, errorCode: codeOf('EXPIRED') })
})

it.each(Object.entries(together))('refuses coupons together that stand in their way: %s', async (reason, one) => {
  const codes: string[] = []
  for (const terms of one.terms) codes.push(await claim(terms))
  const { verdicts, redeemed } = await ask(codes, one)
  expect((verdicts as readonly object[]).at(-1)).toMatchObject({ usable: true, reasonCode: reason })
  expect(redeemed).toMatchObject({ success: false, errorCode: codeOf(reason as ReasonCode) })
})

it('redeems a coupon that is only worse than the best', async () => {
  const [large, small] = [await claim({ couponAmount: '100' }), await claim({ couponAmount: '99' })]
  const sale = { shop: '01', lines: [line] }
  expect(await call('yaoquan.basket.evaluate', { couponCodes: [large, small], ...sale })).toMatchObject({
    coupons: [{ usable: true }, { usable: true, reasonCode: 'WORSE' }],
  })
  const redemption = { outRequestNo: newNo(), couponCode: small, orderId: 'SO-WORSE', ...sale }
  expect(await call('yaoquan.coupon.redeem', redemption)).toMatchObject({ success: true, offAmount: '99.00' })
})
