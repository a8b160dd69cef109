import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCouponDraft, type RawCoupon } from './coupon-draft.ts'
import type { CouponDraft } from './coupon-store.ts'

const pageRow: RawCoupon = {
  status: '0',
  startDate: '2018-11-11',
  phone: '18612255668',
  orderAmount: '199',
  endDate: '2018-11-11',
  description: '全场通用',
  couponName: '满199减99',
  couponId: '11',
  couponCode: '111aaa',
  couponAmount: '99',
  channel: 'erp',
  cardNo: '1231321111',
  billDate: '2018-11-11',
  attribute: '{ "firstName":"Bill" , "lastName":"Gates" }',
  shop: '01,02',
  category: '1001,10012',
}

function read(raw: RawCoupon): CouponDraft {
  const parsed = parseCouponDraft(raw)
  if (parsed.kind === 'invalid') throw new Error(`${parsed.field} ${parsed.rule.en}`)
  return parsed.draft
}

function brokenField(raw: RawCoupon): string | undefined {
  const parsed = parseCouponDraft({ ...pageRow, ...raw })
  return parsed.kind === 'invalid' ? parsed.field : undefined
}

test("reads the page's own coupon", () => {
  const { couponAmount: _, orderAmount: __, status: ___, ...texts } = pageRow
  expect(read(pageRow)).toMatchObject({
    terms: { ...texts, couponAmountFen: 9_900, orderAmountFen: 19_900 },
    state: { kind: 'unused' },
  })
})

test('a code alone makes a coupon', () => {
  expect(Object.entries(read({ couponCode: 'A' }).terms).filter(([, value]) => value !== undefined)).toEqual([
    ['couponCode', 'A'],
  ])
})

test('trims texts and keeps the attribute byte for byte', () => {
  const { terms } = read({ couponCode: ' A\t', shop: ' 01,02 ', attribute: ' {"a": 1}\r\n' })
  expect([terms.couponCode, terms.shop, terms.attribute]).toEqual(['A', '01,02', ' {"a": 1}\r\n'])
})

test('blank means absent, for the attribute too', () => {
  const { terms } = read({
    couponCode: 'A',
    attribute: ' \n',
    channel: '　',
    phone: ' ',
    endDate: '',
    couponAmount: ' ',
  })
  expect([terms.attribute, terms.channel, terms.phone, terms.endDate, terms.couponAmountFen]).toEqual(
    Array(5).fill(undefined),
  )
})

test.each([
  ['', 'unused'],
  ['0', 'unused'],
  [' 1 ', 'used'],
  ['2', 'unused'],
  ['3', 'void'],
])('status %j is read as %s', (status, kind) => {
  expect(read({ couponCode: 'A', status }).state).toEqual({ kind })
})

describe('refuses', () => {
  test.each<[string, RawCoupon, string]>([
    ['a missing code', { couponCode: ' ' }, 'couponCode'],
    ['a held coupon, whose order nobody knows', { status: '4' }, 'status'],
    ['an unknown status', { status: 'used' }, 'status'],
    ['a day that does not exist', { startDate: '2018-02-30' }, 'startDate'],
    ['a day in another format', { billDate: '2018/11/11' }, 'billDate'],
    ['an end before the start', { endDate: '2018-11-10' }, 'endDate'],
    ['a third decimal', { couponAmount: '9.999' }, 'couponAmount'],
    ['a negative amount', { orderAmount: '-1' }, 'orderAmount'],
    ['a phone of six digits', { phone: '(10) 00-86' }, 'phone'],
    ['a phone in scientific notation', { phone: '1.3912345678E+10' }, 'phone'],
    ['a masked phone', { phone: '186****5668' }, 'phone'],
    ['a masked card', { cardNo: '6222****3800' }, 'cardNo'],
    ['a phone of 33 characters', { phone: '1'.repeat(33) }, 'phone'],
    ['half of a surrogate pair', { couponName: 'a\ud800' }, 'couponName'],
  ])('%s', (_name, raw, field) => {
    expect(brokenField(raw)).toBe(field)
  })

  test.each<[keyof RawCoupon, number]>([
    ['couponCode', 64],
    ['couponId', 64],
    ['cardNo', 64],
    ['channel', 64],
    ['couponName', 128],
    ['description', 1024],
    ['shop', 1024],
    ['category', 1024],
    ['attribute', 4096],
  ])('a %s of more than %i characters', (field, maxLength) => {
    expect(brokenField({ [field]: 'x'.repeat(maxLength) })).toBeUndefined()
    expect(brokenField({ [field]: 'x'.repeat(maxLength + 1) })).toBe(field)
  })
})

test('a rule never repeats the phone it refuses', () => {
  expect(JSON.stringify(parseCouponDraft({ couponCode: 'A', phone: '1.3912345678E+10' }))).not.toContain('3912345')
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'123456789'), minLength: 33, maxLength: 40 }), (phone) => {
      expect(JSON.stringify(parseCouponDraft({ couponCode: 'A', phone }))).not.toContain(phone)
    }),
  )
})

test('a code that a spreadsheet rounded is refused in a file of people, and not in a call', () => {
  const raw = { couponCode: '6.22202E+18', phone: '13800138000' }
  expect(parseCouponDraft(raw, { answered: [] })).toMatchObject({
    field: 'couponCode',
    rule: { zh: expect.stringMatching(/^6\.22202E\+18 是科学计数法/) },
  })
  expect([parseCouponDraft(raw).kind, parseCouponDraft(raw, 'file').kind]).toEqual(['draft', 'draft'])
})
