import { expect, test } from 'vitest'
import { chosenLanguage } from './page-route.ts'

test.each([
  [null, 'en-GB,zh-CN;q=0.9', 'en'],
  [null, 'zh-TW, en', 'zh'],
  [null, 'fr-FR,zh;q=0.5,en-US;q=0.8', 'en'],
  [null, 'en;q=0, zh', 'zh'],
  [null, 'fr', 'zh'],
  [null, '*', 'zh'],
  [null, undefined, 'zh'],
  ['en', 'zh-CN', 'en'],
  ['fr', 'en', 'en'],
] as const)('a page at ?lang=%s for a browser that accepts %s is in %s', (named, accepted, language) => {
  expect(chosenLanguage(named, accepted)).toBe(language)
})
