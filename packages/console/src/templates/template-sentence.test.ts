import { expect, test } from 'vitest'
import { templateSentence } from './template-sentence.ts'

const template = {
  ...({ kind: 'full_reduction', couponAmount: '99', orderAmount: '199', shop: '01,02' } as const),
  startDate: '2026-11-01',
  endDate: '2026-12-31',
  stockTotal: 5000,
  memberTotal: 5,
  weekdays: '3,6',
}

test('says what, when, where and how many in Chinese', () => {
  expect(templateSentence(template, 'zh')).toBe(
    '满199减99，2026-11-01 至 2026-12-31 可用，可用门店：01、02，适用商品：全部商品，可用时间：周三、周六，共 5000 张，每人限领 5 张。',
  )
})

test('and in English', () => {
  expect(templateSentence({ kind: 'cash', couponAmount: '10', validToDay: 6, memberPerDay: 1 }, 'en')).toBe(
    '¥10 off, usable for 7 days from the claim, Shops: All shops, Goods: Everything, 1 per member and day.',
  )
})
