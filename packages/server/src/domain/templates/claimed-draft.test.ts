import { expect, test } from 'vitest'
import { templateOf } from '#testing/example-template'
import { claimedDraft } from './claimed-draft.ts'

const claimed = { couponCode: 'C', channel: 'wechat', phone: '18612255668', cardNo: '88', today: '2026-11-24' }

test('a claimed coupon has the terms of its template and belongs to its member', () => {
  const template = templateOf({ orderAmountFen: 5900, shop: '01', category: '1001', description: '全场通用' })
  expect(claimedDraft(template, claimed)).toEqual({
    terms: {
      couponCode: 'C',
      couponId: 'T',
      couponName: '10元券',
      channel: 'wechat',
      phone: '18612255668',
      cardNo: '88',
      couponAmountFen: 1000,
      orderAmountFen: 5900,
      startDate: '2026-11-24',
      endDate: '2026-12-23',
      billDate: '2026-11-24',
      description: '全场通用',
      shop: '01',
      category: '1001',
      attribute: undefined,
    },
    state: { kind: 'unused' },
  })
})

test.each([
  [
    'a discount',
    { kind: 'discount', discountPercent: 85, discountCapFen: 5000 } as const,
    '{"kind":"discount","discount_percent":85,"discount_cap":"50"}',
  ],
  ['a gift', { kind: 'gift', gift: '体温计一支' } as const, '{"kind":"gift","gift":"体温计一支"}'],
  ['a step', { kind: 'step', stepMax: 3 } as const, '{"kind":"step","step_max":3}'],
  ['a step without a limit', { kind: 'step' } as const, '{"kind":"step"}'],
])('a till finds what %s is worth in the attribute', (_name, terms, attribute) => {
  expect(claimedDraft(templateOf({ couponAmountFen: undefined, ...terms }), claimed).terms.attribute).toBe(attribute)
})

test('a till finds in the attribute which terms it is not shown', () => {
  const limited = templateOf({ goods: 'G1', weekdays: '3', isMemberDayOnly: true })
  const attribute = '{"kind":"cash","more_terms":"goods,weekdays,member_day_only"}'
  expect(claimedDraft(limited, claimed).terms.attribute).toBe(attribute)
})
