import fc from 'fast-check'
import { expect, it } from 'vitest'
import { maskPhonesInText } from './mask-phones-in-text.ts'

it.each([
  ['顾客13800138000退货', '顾客138****8000退货'],
  ['13800138000', '138****8000'],
  ['+8613800138000', '+86138****8000'],
  ['+86 138 0013 8000', '+86 138****8000'],
  ['+86-138-0013-8000', '+86-138****8000'],
  ['(+86)13800138000', '(+86)138****8000'],
  ['008613800138000', '0086138****8000'],
  ['8613800138000', '86138****8000'],
  ['138 0013 8000', '138****8000'],
  ['138-0013-8000', '138****8000'],
  ['138–0013–8000', '138****8000'],
  ['138\u00a00013\u00a08000', '138****8000'],
  ['\u202d13800138000\u202c', '\u202d138****8000\u202c'],
  ['1380 0138 000', '138****8000'],
  ['138 00138000', '138****8000'],
  ['1380013-8000', '138****8000'],
  ['１３８００１３８０００', '138****8000'],
  ['＋８６　１３８　００１３　８０００', '＋８６　138****8000'],
  ['电话:19912345678，备用 13912345678', '电话:199****5678，备用 139****5678'],
  ['13800138000/13912345678', '138****8000/139****5678'],
  ['13800138000 13912345678', '138****8000 139****5678'],
  ['13800138000-1234 转分机', '138****8000-1234 转分机'],
  ['2026-11-24 13800138000', '2026-11-24 138****8000'],
  ['tel13800138000', 'tel138****8000'],
])('masks %j as %j', (text, masked) => {
  const found = maskPhonesInText(text)
  expect(found.text).toBe(masked)
  expect(found.phones).toBe(masked.split('****').length - 1)
})

it.each([
  ['an order of 12 digits', '订单 138001380001'],
  ['an order of 19 digits', '3958173800138000123'],
  ['an order of Pinduoduo', '240101-138001380001234'],
  ['a card of 16 digits', '6222021380013800'],
  ['a card of 16 digits in fours', '6222 1380 0138 0001'],
  ['a card of 19 digits in fours', '6222 0202 1380 0138 000'],
  ['an identity card', '110101199003071234'],
  ['milliseconds', '1763990940000'],
  ['a landline', '0571-88888888'],
  ['a service number', '400-820-8820'],
  ['11 digits that no mobile number begins with', '12345678901'],
  ['dates and amounts', '2026-11-24 15:30 满199减99'],
  ['what is masked already', '138****8000'],
  ['nothing', ''],
])('leaves %s', (_name, text) => {
  expect(maskPhonesInText(text)).toEqual({ text, phones: 0 })
})

// What digits alone cannot tell. A masked order number costs less than a phone that stays in the event chain.
it.each([
  ['an order of letters and 11 digits', 'SO13800138000', 'SO138****8000'],
  ['a number of pieces before a date', '138 20261124', '138****1124'],
])('mistakes %s for a phone', (_name, text, masked) => {
  expect(maskPhonesInText(text)).toEqual({ text: masked, phones: 1 })
})

it.each([
  ['Chinese numerals', '一三八零零一三八零零零'],
  ['dots between groups', '138.0013.8000'],
  ['letters between groups', '138a0013a8000'],
  ['uncommon groups', '13 80 01 38 00 0'],
  ['foreign numbers', '+852 6123 4567'],
])('misses phones in %s', (_name, text) => {
  expect(maskPhonesInText(text).phones).toBe(0)
})

it('masks every phone between words, changes nothing else, and finds nothing in its own result', () => {
  const phone = fc.stringMatching(/^1[3-9]\d{9}$/)
  const word = fc.stringMatching(/^[^\d０-９\s\p{Dash}\p{Cf}*]{1,8}$/u)
  fc.assert(
    fc.property(fc.array(fc.tuple(word, phone), { maxLength: 5 }), word, (pairs, end) => {
      const masked = pairs.map(([before, number]) => `${before}${number.slice(0, 3)}****${number.slice(-4)}`)
      const found = maskPhonesInText(pairs.map((pair) => pair.join('')).join('') + end)
      expect(found).toEqual({ text: masked.join('') + end, phones: pairs.length })
      expect(maskPhonesInText(found.text)).toEqual({ text: found.text, phones: 0 })
    }),
  )
})

it('takes time in proportion to the length', () => {
  const text = '138 0013 '.repeat(20_000)
  const before = process.threadCpuUsage()
  expect(maskPhonesInText(text).phones).toBe(0)
  expect(process.threadCpuUsage(before).user).toBeLessThan(1_000_000)
})
