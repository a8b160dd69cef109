import { expect, expectTypeOf, test } from 'vitest'
import { defineTexts, languageOf, textsIn } from './texts.ts'

const texts = defineTexts({
  title: { zh: '会员', en: 'Members' },
  left: { zh: (days: number) => `还剩 ${days} 天`, en: (days) => `${days} days left` },
})

test('gives each text in the chosen language', () => {
  expect(textsIn(texts, 'zh').title).toBe('会员')
  expect(textsIn(texts, 'en').left(3)).toBe('3 days left')
})

test('gives the same object again, so that components need not render anew', () => {
  expect(textsIn(texts, 'en')).toBe(textsIn(texts, 'en'))
})

test('refuses a text that lacks a language or takes other values in it', () => {
  expectTypeOf(textsIn(texts, 'zh').left).toEqualTypeOf<(days: number) => string>()
  // @ts-expect-error the English text is missing
  defineTexts({ title: { zh: '会员' } })
  // @ts-expect-error the English text takes another value
  defineTexts({ left: { zh: (days: number) => `${days}`, en: (days: string) => days } })
})

test.each([
  [['en-GB', 'zh-CN'], 'en'],
  [['zh-Hant-TW', 'en'], 'zh'],
  [['fr-FR', 'en-US', 'zh'], 'en'],
  [['fr-FR'], 'zh'],
  [[], 'zh'],
])('a browser that accepts %j is answered in %s', (accepted, language) => {
  expect(languageOf(accepted)).toBe(language)
})
