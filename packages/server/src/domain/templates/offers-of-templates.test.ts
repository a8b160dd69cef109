import { type BasketLine, checkOffer, evaluateBasket, type UnusableReason } from '@yaoquan/basket'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chainPolicyOf, newSellerPolicy } from '#domain/policy/seller-policy'
import { templateOf } from '#testing/example-template'
import { claimedDraft } from './claimed-draft.ts'
import { basketCouponOf, offerOf } from './offer-of-coupon.ts'
import { parseTemplate } from './parse-template.ts'
import type { RawTemplate } from './raw-template.ts'
import type { TemplateTerms } from './template.ts'

const member = { couponCode: 'C', channel: undefined, phone: undefined, cardNo: undefined, today: '2026-11-24' }

const yuan = fc.constantFrom(undefined, '0', '0.01', '15', '100', '1000000000', '-1')
const lists = fc.constantFrom(undefined, 'a', 'a, b', '@east,01')
const optional = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: undefined })

function ofOneKind(raw: RawTemplate): RawTemplate {
  const { kind, stepMax, discountPercent, discountCap, gift } = raw
  return {
    ...raw,
    stepMax: kind === 'step' ? stepMax : undefined,
    discountPercent: kind === 'discount' ? discountPercent : undefined,
    discountCap: kind === 'discount' ? discountCap : undefined,
    gift: kind === 'gift' ? gift : undefined,
  }
}

const anyTerms: fc.Arbitrary<RawTemplate> = fc.record({
  couponId: fc.constant('T'),
  couponName: fc.constant('券'),
  validToDay: fc.constant(29),
  kind: fc.constantFrom('full_reduction', 'step', 'discount', 'cash', 'gift'),
  couponAmount: yuan,
  orderAmount: yuan,
  discountCap: yuan,
  gift: fc.constantFrom(undefined, '体温计'),
  stepMax: optional(fc.integer({ min: 1, max: 1000 })),
  discountPercent: optional(fc.integer({ min: 1, max: 99 })),
  shop: lists,
  category: lists,
  goods: lists,
  excludeTags: lists,
  channels: lists,
  weekdays: fc.constantFrom(undefined, '1', '7,3', '0'),
  hours: fc.constantFrom(undefined, '00:00-24:00', '08:00-12:00,14:00-15:00', '12:00-08:00', '23:59-24:00'),
  layer: optional(fc.integer({ min: 0, max: 2 })),
  perOrder: optional(fc.integer({ min: 1, max: 20 })),
})

/** Templates as the definition of the method lets them through, mostly without the terms of other kinds. */
const anyTemplate: fc.Arbitrary<RawTemplate> = fc
  .nat(9)
  .chain((mix) => anyTerms.map((raw) => (mix === 0 ? raw : ofOneKind(raw))))

test('whatever template is saved, the engine takes its coupons', () => {
  let saved = 0
  fc.assert(
    fc.property(anyTemplate, (raw) => {
      const parsed = parseTemplate(raw)
      if (parsed.kind === 'invalid') return
      saved += 1
      expect(checkOffer(offerOf(claimedDraft(parsed.terms, member).terms, parsed.terms))).toBeUndefined()
    }),
    { numRuns: 2000 },
  )
  expect(saved).toBeGreaterThan(50)
})

describe('a coupon of a template in a basket', () => {
  const wednesday = Date.parse('2026-11-25T12:00:00+08:00')
  const line: BasketLine = { lineNo: 1, goodsId: 'G1', categories: ['1001'], quantityMilli: 1000, amountFen: 20_000 }
  const basket = {
    shop: '01',
    channel: 'store',
    atMs: wednesday,
    member: { level: '金卡', tags: ['慢病'] },
    lines: [line],
  }
  const policy = chainPolicyOf({ ...newSellerPolicy, memberWeekdays: [3] })

  function verdictOn(terms: Partial<TemplateTerms>) {
    const template = templateOf(terms)
    const coupon = { terms: claimedDraft(template, member).terms, state: { kind: 'unused' } } as const
    return evaluateBasket(basket, [basketCouponOf(coupon, template, { shop: '01', groups: ['east'] })], policy)
      .verdicts[0]
  }

  test.each<[string, Partial<TemplateTerms>]>([
    ['its group of shops', { shop: '@east' }],
    ['its channel', { channels: 'app,store' }],
    ['its day', { weekdays: '3' }],
    ['its hours', { hours: '12:00-12:01' }],
    ['a member day', { isMemberDayOnly: true }],
    ['its level', { memberLevels: '金卡' }],
    ['one of its tags', { memberTags: '糖尿病,慢病' }],
    ['its goods', { goods: 'G0,G1' }],
    ['its category beside other goods', { category: '1001', goods: 'G0' }],
  ])('is usable by %s', (_name, terms) => {
    expect(verdictOn(terms)).toMatchObject({ usable: true, offFen: 1000 })
  })

  test.each<[UnusableReason['code'], Partial<TemplateTerms>]>([
    ['SHOP', { shop: '@west,02' }],
    ['CHANNEL', { channels: 'app' }],
    ['WINDOW', { weekdays: '1,2,4,5,6,7' }],
    ['WINDOW', { hours: '08:00-12:00,12:01-24:00' }],
    ['LEVEL', { memberLevels: '钻石卡' }],
    ['LEVEL', { memberTags: '糖尿病' }],
    ['NO_SCOPE', { goods: 'G2' }],
    ['NO_SCOPE', { excludeGoods: 'G1' }],
    ['NO_SCOPE', { goods: 'G1', excludeCategory: '1001' }],
    ['SHORT', { orderAmountFen: 20_001 }],
  ])('is refused as %s by %j', (code, terms) => {
    expect(verdictOn(terms)).toMatchObject({ usable: false, reasons: [{ code }] })
  })

  test('takes off what a step, and a percent up to its cap, say', () => {
    const step = { kind: 'step', couponAmountFen: 1500, orderAmountFen: 6000, stepMax: 2 } as const
    expect(verdictOn(step)).toMatchObject({ offFen: 3000 })
    const percent = { kind: 'discount', couponAmountFen: undefined, discountPercent: 85, discountCapFen: 2500 } as const
    expect(verdictOn(percent)).toMatchObject({ offFen: 2500 })
  })
})
