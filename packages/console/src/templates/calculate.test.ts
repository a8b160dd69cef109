import { expect, test } from 'vitest'
import { calculate } from './calculate.ts'
import type { Template } from './use-templates.ts'

const basket = {
  shop: '01',
  channel: undefined,
  atMs: Date.parse('2026-11-25T10:00:00+08:00'),
  lines: [
    { amount: '120', category: '1001' },
    { amount: '80.00', category: '1002' },
  ],
}
const zh = { language: 'zh', shopName: (code: string) => (code === '01' ? '朝阳店' : undefined) } as const
const template: Template = {
  couponId: '11',
  couponName: '满100减20',
  kind: 'full_reduction',
  couponAmount: '20',
  orderAmount: '100',
}

test('takes off the amount, split over the lines', () => {
  expect(calculate(template, basket, zh)).toEqual({
    kind: 'off',
    off: '20.00',
    pay: '180.00',
    byLine: [
      { lineNo: 1, off: '12.00' },
      { lineNo: 2, off: '8.00' },
    ],
  })
})

test('counts only goods of its categories', () => {
  const scoped: Template = { ...template, category: '1002' }
  expect(calculate(scoped, basket, zh)).toMatchObject({
    kind: 'unusable',
    reasons: [expect.stringContaining('20.00')],
  })
})

test('says that a shop is none of its shops', () => {
  expect(calculate({ ...template, shop: '09' }, basket, zh)).toEqual({
    kind: 'unusable',
    reasons: ['本店 朝阳店 (01) 不在可用门店内'],
  })
})

test('names the channels that it is for', () => {
  expect(calculate({ ...template, channels: 'wechat,own' }, basket, zh)).toEqual({
    kind: 'unusable',
    reasons: ['仅限 微信、own'],
  })
})

test.each([
  ['store', 'store', 'off'],
  ['门店', '门店', 'off'],
  ['store', '门店', 'unusable'],
])('a template for the channel %s in the channel %s: %s', (channels, channel, kind) => {
  expect(calculate({ ...template, channels }, { ...basket, channel }, zh).kind).toBe(kind)
})

test('waits for a whole rule and whole lines', () => {
  expect(calculate({ ...template, couponAmount: '0' }, basket, zh).kind).toBe('incomplete')
  expect(calculate(template, { ...basket, lines: [{ amount: '1,5', category: '' }] }, zh).kind).toBe('incomplete')
})
