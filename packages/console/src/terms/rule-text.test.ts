import { expect, test } from 'vitest'
import { placesText, ruleText, type Worth } from './rule-text.ts'

const rows: readonly (readonly [Worth, string, string])[] = [
  [{ kind: 'full_reduction', couponAmount: '99', orderAmount: '199.00' }, '满199减99', '¥99 off from ¥199'],
  [
    { kind: 'step', couponAmount: '20', orderAmount: '100', stepMax: 3 },
    '每满100减20，最多3次',
    '¥20 off per ¥100, at most 3 times',
  ],
  [{ kind: 'discount', discountPercent: 85, discountCap: '50' }, '8.5折，最多减50', '15% off, at most ¥50'],
  [{ kind: 'discount', discountPercent: 80, orderAmount: '50' }, '满50打8折', '20% off from ¥50'],
  [{ kind: 'cash', couponAmount: '9.90' }, '9.9元现金券', '¥9.9 off'],
  [{ kind: 'gift', gift: '体温计一支' }, '赠体温计一支', 'gift: 体温计一支'],
  [{ couponAmount: '10', orderAmount: '50' }, '满50减10', '¥10 off from ¥50'],
  [{}, '', ''],
]

test.each(rows)('%o is %s', (worth, zh, en) => {
  expect([ruleText(worth, 'zh'), ruleText(worth, 'en')]).toEqual([zh, en])
})

const nameOf = (code: string) => new Map([['01', '朝阳店']]).get(code)

test.each([
  [undefined, 'zh', undefined],
  ['01,02', 'zh', '可用门店：朝阳店、02'],
  ['@华东, 01', 'en', 'Valid in: 华东, 朝阳店'],
  ['01,02,03,04', 'zh', '可用门店：朝阳店、02、03 等 4 处'],
] as const)('the shops %j in %s read %j', (shop, language, text) => {
  expect(placesText(shop, language, nameOf)).toBe(text)
})
