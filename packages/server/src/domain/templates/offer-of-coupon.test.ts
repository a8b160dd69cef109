import type { Offer } from '@yaoquan/basket'
import { describe, expect, test } from 'vitest'
import type { CouponTerms } from '#domain/coupon/coupon'
import { draftOf } from '#testing/example-draft'
import { templateOf } from '#testing/example-template'
import { claimedDraft } from './claimed-draft.ts'
import { basketCouponOf, offerOf } from './offer-of-coupon.ts'
import type { TemplateTerms } from './template.ts'

const member = { couponCode: 'C', channel: undefined, phone: undefined, cardNo: undefined, today: '2026-11-24' }

/** The offer of a coupon claimed from a template. */
function claimed(terms: Partial<TemplateTerms>): Offer {
  const template = templateOf(terms)
  return offerOf(claimedDraft(template, member).terms, template)
}

const issuedTerms: CouponTerms = {
  ...draftOf().terms,
  couponCode: 'E',
  phone: undefined,
  cardNo: undefined,
  startDate: '2026-11-01',
  endDate: '2026-12-31',
  category: '1001',
  attribute: undefined,
}

function issued(terms: Partial<CouponTerms> = {}): Offer {
  return offerOf({ ...issuedTerms, ...terms }, undefined)
}

describe('a claimed coupon', () => {
  test.each<[string, Partial<TemplateTerms>, Partial<Offer>]>([
    [
      'a reduction',
      { kind: 'full_reduction', couponAmountFen: 9900, orderAmountFen: 19_900 },
      { kind: 'off', amountFen: 9900, thresholdFen: 19_900 },
    ],
    ['cash', { kind: 'cash' }, { kind: 'off', amountFen: 1000, thresholdFen: 0 }],
    [
      'a step',
      { kind: 'step', couponAmountFen: 1500, orderAmountFen: 10_000, stepMax: 3 },
      { kind: 'step', amountFen: 1500, thresholdFen: 10_000, stepMax: 3 },
    ],
    [
      'a discount',
      { kind: 'discount', couponAmountFen: undefined, discountPercent: 85, discountCapFen: 5000 },
      { kind: 'percent', percentToPay: 85, capFen: 5000 },
    ],
    ['a gift with a value', { kind: 'gift', gift: '体温计', couponAmountFen: 2990 }, { kind: 'gift', amountFen: 2990 }],
    ['a gift without one', { kind: 'gift', couponAmountFen: undefined }, { kind: 'gift', amountFen: 0 }],
  ])('%s takes off what its template says', (_name, terms, offer) => {
    expect(claimed(terms)).toMatchObject(offer)
  })

  test('lists become lists, with leading zeros', () => {
    expect(
      claimed({
        category: '001, 002',
        goods: 'G1',
        excludeCategory: '9',
        excludeGoods: 'G2,G3',
        excludeTags: 'special_price',
        shop: '01,02',
        channels: 'store',
        memberLevels: '金卡',
        memberTags: '慢病,糖尿病',
        isMemberDayOnly: true,
      }),
    ).toMatchObject({
      scope: {
        include: { categories: ['001', '002'], goods: ['G1'] },
        exclude: { categories: ['9'], goods: ['G2', 'G3'], tags: ['special_price'] },
      },
      shops: ['01', '02'],
      channels: ['store'],
      who: { levels: ['金卡'], tags: ['慢病', '糖尿病'], memberDayOnly: true },
    })
  })

  test('without further terms nothing limits it', () => {
    expect(claimed({})).toEqual({
      kind: 'off',
      amountFen: 1000,
      thresholdFen: 0,
      shops: [],
      channels: [],
      windows: [],
      scope: { include: { categories: [], goods: [] }, exclude: { categories: [], goods: [], tags: [] } },
      who: { levels: [], tags: [], memberDayOnly: false },
      layer: 2,
      group: undefined,
      isAlone: false,
      perOrder: 1,
      returns: { split: 'keep', coupon: 'same_code' },
    })
  })

  test.each<[string, Partial<TemplateTerms>, Offer['windows']]>([
    ['days are whole without hours', { weekdays: '6,3' }, [{ days: [3, 6], fromMinute: 0, toMinute: 1440 }]],
    ['hours are of every day without days', { hours: '08:30-12:00' }, [{ days: [], fromMinute: 510, toMinute: 720 }]],
    [
      'every hour is of every day',
      { weekdays: '3', hours: '08:00-12:00, 22:00-24:00' },
      [
        { days: [3], fromMinute: 480, toMinute: 720 },
        { days: [3], fromMinute: 1320, toMinute: 1440 },
      ],
    ],
  ])('%s', (_name, terms, windows) => {
    expect(claimed(terms).windows).toEqual(windows)
  })

  test('what it may be used beside, and what a return does', () => {
    const terms = { isStackable: false, layer: 1, stackGroup: '满减', perOrder: 2, returnSplit: 'recompute' } as const
    expect(claimed({ ...terms, returnPolicy: { kind: 'none', extendDays: 0 } })).toMatchObject({
      isAlone: true,
      layer: 1,
      group: '满减',
      perOrder: 2,
      returns: { split: 'recompute', coupon: 'none' },
    })
  })
})

test.each([
  ['of a group of the list is added to it', '@east,07', ['@east', '07', '01']],
  ['of another group is not', '@west', ['@west']],
  ['that the list has is there once', '01,@east', ['01', '@east']],
])('the shop of the basket that is %s', (_name, shop, shops) => {
  const at = { shop: '01', groups: ['east'] }
  expect(offerOf({ ...issuedTerms, shop }, undefined, at).shops).toEqual(shops)
  const template = templateOf({ shop })
  expect(offerOf(claimedDraft(template, member).terms, template, at).shops).toEqual(shops)
})

describe('a coupon issued elsewhere', () => {
  test('has its amount, threshold, shops and categories, and no other limit', () => {
    expect(issued()).toEqual({
      kind: 'off',
      amountFen: 9900,
      thresholdFen: 19_900,
      shops: ['01', '02'],
      channels: [],
      windows: [],
      scope: { include: { categories: ['1001'] }, exclude: {} },
      who: {},
      layer: 0,
      isAlone: false,
      returns: { split: 'keep', coupon: 'same_code' },
    })
  })

  test.each([
    ['certain categories first', {}, 0],
    ['certain shops next', { category: undefined }, 1],
    ['everything last', { category: undefined, shop: undefined }, 2],
  ])('is applied by its scope: %s', (_name, terms, layer) => {
    expect(issued(terms)).toMatchObject({ layer })
  })

  test.each([undefined, 0])('without an amount (%s) only its issuer knows what it takes off', (couponAmountFen) => {
    expect(issued({ couponAmountFen, orderAmountFen: undefined })).toMatchObject({ kind: 'unknown', thresholdFen: 0 })
  })
})

test('a coupon comes with its code, dates and state, and a claimed one with its template', () => {
  const redemption = { redemptionId: 'R', orderId: 'SO-1', atMs: 7, shop: '01' }
  const coupon = { terms: issuedTerms, state: { kind: 'used', redemption } } as const
  const shown = { code: 'E', name: '满199减99', startDate: '2026-11-01', endDate: '2026-12-31' }
  const state = { kind: 'used', orderId: 'SO-1', atMs: 7 }
  expect(basketCouponOf(coupon, undefined)).toEqual({ ...shown, templateId: undefined, state, offer: issued() })
  const held = { kind: 'held', orderId: 'SO-2', untilMs: 9 } as const
  expect(basketCouponOf({ ...coupon, state: held }, templateOf({ couponId: '11' }))).toMatchObject({
    templateId: '11',
    state: held,
  })
  expect(basketCouponOf({ ...coupon, state: { kind: 'used' } }, undefined).state).toEqual({ kind: 'used' })
})
