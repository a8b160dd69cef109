import { describe, expect, test } from 'vitest'
import { templateOf } from '#testing/example-template'
import { checkWindow, claimedDraft, usableDays } from './claimed-draft.ts'
import type { TemplateTerms, Validity } from './template.ts'

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

const window = { claimFrom: '2026-11-01 08:00:00', claimTo: '2026-11-30 23:59:59' }

function check(terms: Partial<TemplateTerms>, moment: string) {
  return checkWindow(templateOf(terms), Date.parse(`${moment}+08:00`))
}

test.each([
  ['the first second', '2026-11-01T08:00:00'],
  ['the last second, to its end', '2026-11-30T23:59:59.999'],
])('is open in %s', (_name, moment) => {
  expect(check(window, moment)).toBeUndefined()
})

test.each([
  ['the moment before', '2026-11-01T07:59:59.999'],
  ['the moment after', '2026-12-01T00:00:00'],
])('is closed in %s', (_name, moment) => {
  expect(check(window, moment)).toEqual({ kind: 'claim-not-open', from: window.claimFrom, to: window.claimTo })
})

test('is open without a window', () => {
  expect(check({}, '2036-11-24T12:00:00')).toBeUndefined()
})

test('is closed once the coupons would have expired', () => {
  const validity: Validity = { kind: 'fixed', startDate: '2026-11-01', endDate: '2026-11-24' }
  expect(check({ validity }, '2026-11-24T23:59:59')).toBeUndefined()
  expect(check({ validity }, '2026-11-25T00:00:00')).toMatchObject({ to: '2026-11-24 23:59:59' })
})

describe('the usable days', () => {
  test.each<[string, Validity, string, string]>([
    ['are fixed', { kind: 'fixed', startDate: '2026-11-01', endDate: '2026-12-31' }, '2026-11-01', '2026-12-31'],
    ['begin the same day', { kind: 'relative', fromDay: 0, toDay: 29 }, '2026-11-24', '2026-12-23'],
    ['begin the next day', { kind: 'relative', fromDay: 1, toDay: 1 }, '2026-11-25', '2026-11-25'],
  ])('%s', (_name, validity, startDate, endDate) => {
    expect(usableDays(validity, '2026-11-24')).toEqual({ startDate, endDate })
  })
})
