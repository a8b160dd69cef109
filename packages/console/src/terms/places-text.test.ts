import { expect, test } from 'vitest'
import { placesText } from './places-text.ts'

const nameOf = (code: string) => new Map([['01', '朝阳店']]).get(code)

test.each([
  [undefined, 'zh', undefined],
  ['01,02', 'zh', '可用门店：朝阳店、02'],
  ['@华东, 01', 'en', 'Valid in: 华东, 朝阳店'],
  ['01,02,03,04', 'zh', '可用门店：朝阳店、02、03 等 4 处'],
] as const)('the shops %j in %s read %j', (shop, language, text) => {
  expect(placesText(shop, language, nameOf)).toBe(text)
})
