import { expect, test } from 'vitest'
import { parseTemplate } from './parse-template.ts'
import type { RawTemplate } from './raw-template.ts'

const cash: RawTemplate = { couponId: 'T', couponName: '10元券', kind: 'cash', couponAmount: '10', validToDay: 29 }

function parse(terms: Partial<RawTemplate>) {
  return parseTemplate({ ...cash, ...terms })
}

test('a template without further terms limits nothing', () => {
  expect(parse({})).toMatchObject({
    kind: 'terms',
    terms: {
      isStackable: true,
      layer: 2,
      stackGroup: undefined,
      perOrder: 1,
      isMemberDayOnly: false,
      returnSplit: 'keep',
      state: 'published',
      publishAt: undefined,
      goods: undefined,
      hours: undefined,
    },
  })
})

test('lists are kept as given, with leading zeros and in their order', () => {
  const lists = { goods: '007, 006', excludeTags: 'near_expiry', hours: '08:00-12:00,14:00-24:00', weekdays: '7,1' }
  expect(parse(lists)).toMatchObject({ terms: lists })
})

test.each([
  ['everything', {}, 2],
  ['certain shops', { shop: '01' }, 1],
  ['certain categories of certain shops', { shop: '01', category: '1001' }, 0],
  ['certain goods', { goods: 'G1' }, 0],
  ['a layer of its own', { goods: 'G1', layer: 2 }, 2],
])('the layer of a coupon for %s', (_name, terms, layer) => {
  expect(parse(terms)).toMatchObject({ terms: { layer } })
})

test('a step reduces from its threshold, as often as it may', () => {
  const step = { kind: 'step', couponAmount: '15', orderAmount: '100', stepMax: 3 } as const
  expect(parse(step)).toMatchObject({ terms: { couponAmountFen: 1500, orderAmountFen: 10_000, stepMax: 3 } })
})

test('a gift has its value as amount', () => {
  expect(parse({ kind: 'gift', gift: '体温计一支' })).toMatchObject({ terms: { couponAmountFen: 1000 } })
})

test.each<[string, Partial<RawTemplate>, string, RegExp]>([
  ['a step without a threshold', { kind: 'step' }, 'orderAmount', /缺少/],
  ['a step with threshold 0', { kind: 'step', orderAmount: '0', couponAmount: '0' }, 'couponAmount', /大于 0/],
  ['a step from nothing', { kind: 'step', orderAmount: '0' }, 'orderAmount', /大于 0/],
  ['a step of more than its threshold', { kind: 'step', orderAmount: '9.99' }, 'orderAmount', /不能低于/],
  ['a limit of steps without steps', { stepMax: 3 }, 'stepMax', /kind=step/],
  ['a percent without a discount', { discountPercent: 85 }, 'discountPercent', /kind=discount/],
  ['a cap without a discount', { discountCap: '50' }, 'discountCap', /kind=discount/],
  ['a cap of 0', { kind: 'discount', discountPercent: 85, discountCap: '0' }, 'discountCap', /大于 0/],
  ['a gift that is cash', { gift: '体温计' }, 'gift', /kind=gift/],
  ['a negative amount', { couponAmount: '-1' }, 'couponAmount', /金额/],
  ['a negative threshold', { orderAmount: '-0.01' }, 'orderAmount', /金额/],
  ['a list of nothing', { goods: ' , ,' }, 'goods', /没有内容/],
  ['a list with other separators', { goods: '007；006' }, 'goods', /含有 ；/],
  ['day 0', { weekdays: '0,1' }, 'weekdays', /1（周一）到 7（周日）/],
  ['day 8', { weekdays: '8' }, 'weekdays', /1（周一）到 7（周日）/],
  ['hours that end before they start', { hours: '12:00-08:00' }, 'hours', /HH:mm-HH:mm/],
  ['hours past midnight', { hours: '22:00-02:00' }, 'hours', /22:00-24:00,00:00-02:00/],
  ['hours of no length', { hours: '08:00-08:00' }, 'hours', /HH:mm-HH:mm/],
  ['hours that do not exist', { hours: '08:00-24:30' }, 'hours', /HH:mm-HH:mm/],
  ['minutes that do not exist', { hours: '08:60-09:00' }, 'hours', /HH:mm-HH:mm/],
  ['hours without a zero', { hours: '8:00-9:00' }, 'hours', /HH:mm-HH:mm/],
  ['a moment of publication that is none', { publishAt: '2026-12-01' }, 'publishAt', /YYYY-MM-DD HH:mm:ss/],
  ['no days of use', { validToDay: undefined }, 'startDate', /应选其一/],
  ['fixed days and days from the claim', { startDate: '2026-12-01', endDate: '2026-12-02' }, 'startDate', /应选其一/],
  ['days from the claim without a last one', { validFromDay: 1, validToDay: undefined }, 'validToDay', /缺少/],
  ['days from the claim that end before they start', { validFromDay: 30 }, 'validToDay', /不能早于/],
  ['a last day before the first one', fixed('2026-12-02', '2026-12-01'), 'endDate', /不能早于/],
  ['a first day alone', fixed('2026-12-02', undefined), 'endDate', /缺少/],
  ['a day that is none', fixed('2026-02-29', '2026-12-01'), 'startDate', /YYYY-MM-DD/],
  ['claims from a moment that is none', { claimFrom: '2026-12-01' }, 'claimFrom', /YYYY-MM-DD HH:mm:ss/],
  ['claims to a moment that is none', { claimTo: '24:00' }, 'claimTo', /YYYY-MM-DD HH:mm:ss/],
  [
    'claims that end before they start',
    { claimFrom: '2026-12-01 00:00:01', claimTo: '2026-12-01 00:00:00' },
    'claimTo',
    /不能早于/,
  ],
  ['a draft that is published', { state: 'draft', publishAt: '2026-12-01 00:00:00' }, 'publishAt', /草稿/],
])('refuses %s', (_name, terms, field, rule) => {
  expect(parse(terms)).toEqual({
    kind: 'invalid',
    field,
    rule: { zh: expect.stringMatching(rule), en: expect.any(String) },
  })
})

function fixed(startDate: string | undefined, endDate: string | undefined): Partial<RawTemplate> {
  return { validToDay: undefined, startDate, endDate }
}

test.each<[string, Partial<RawTemplate>]>([
  ['one day from the claim', { validFromDay: 29 }],
  ['one fixed day', fixed('2026-12-01', '2026-12-01')],
  ['claims in one second', { claimFrom: '2026-12-01 00:00:00', claimTo: '2026-12-01 00:00:00' }],
  ['a step of all of its threshold', { kind: 'step', orderAmount: '10' }],
])('accepts %s', (_name, terms) => {
  expect(parse(terms)).toMatchObject({ kind: 'terms' })
})
