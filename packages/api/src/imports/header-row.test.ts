import { expect, test } from 'vitest'
import { findHeader, isHeader } from './header-row.ts'

test.each([
  ['words', 'import-members', ['姓名', '手机号', 'Card no']],
  ['wire names', 'import-coupons', ['coupon_code', 'attribute.2']],
  ['a year or a number beside words', 'import-members', ['2026年消费', '备用手机2', '手机']],
  ['a year at the end', 'import-members', ['会员卡号', '会员等级2024']],
  ['a month', 'import-members', ['手机号', '2025-11月销售']],
  ['a blank title', 'import-members', ['手机号', '']],
] as const)('takes %s for a header', (_what, kind, titles) => {
  expect(isHeader(titles, kind)).toBe(true)
})

test.each([
  ['a phone', '18612255668'],
  ['a phone with blanks', ' 186 1225 5668 '],
  ['a phone with its country', '+86-186-1225-5668'],
  ['a masked phone', '186****5668'],
  ['a phone in full-width digits', '１８６１２２５５６６８'],
  ['a phone as a spreadsheet shortens it', '1.86E+10'],
  ['a phone after a word', '电话18612255668'],
  ['a card or code', 'K1234'],
  ['a code like a year', 'K2024'],
  ['a date', '2026-11-30'],
  ['a birthday', '5月2日'],
  ['an amount', '¥1,099.50'],
  ['a discount', '85%'],
] as const)('takes a row with %s for data, whatever is beside it', (_what, value) => {
  expect(isHeader(['手机号', value], 'import-members')).toBe(false)
})

test.each([[['王芳', '']], [['A001', '王芳']], [['王芳', '刘洋']], [['', '']]] as const)(
  'takes %j, where no title means a field, for data',
  (titles) => {
    expect(isHeader(titles, 'import-members')).toBe(false)
    expect(isHeader(titles, 'import-coupons')).toBe(false)
  },
)

test.each([
  [
    'the first row',
    [
      ['券码', '手机号'],
      ['A1', '13800138000'],
    ],
    0,
  ],
  [
    'a row below a title and notes',
    [['2026年双十一发券表'], ['说明：门店自行发放'], ['券码', '手机号'], ['A1', '1']],
    2,
  ],
  [
    'a row below a note with the word of a title',
    [['11月券码清单'], ['券码'], ['券码', '手机号', '面额'], ['A', '1', '2']],
    2,
  ],
  [
    'a row below titles of nothing that is needed',
    [
      ['手机号', '面额'],
      ['手机号', '券码', '面额'],
    ],
    1,
  ],
  ['the first row where none has the title of what is needed', [['手机号'], ['13800138000']], 0],
] as const)('finds the titles in %s', (_what, rows, index) => {
  expect(findHeader(rows, 'import-coupons')).toBe(index)
})

test('finds titles that the caller alone names, below notes', () => {
  const rows = [['会员手机号登记表'], ['Kennwort', 'Ort'], ['A', 'B']]
  const mappingOf = (titles: readonly string[]) =>
    titles.map((title) => (title === 'Kennwort' ? 'coupon_code' : undefined))
  expect(findHeader(rows, 'import-coupons', mappingOf)).toBe(1)
})
