import { expect, it } from 'vitest'
import { languageOf } from './output.ts'

it.each([
  [{}, 'zh'],
  [{ LANG: 'en_US.UTF-8' }, 'en'],
  [{ LANG: 'zh_CN.UTF-8' }, 'zh'],
  [{ LANG: 'de_DE.UTF-8' }, 'en'],
  [{ LANG: 'C.UTF-8' }, 'zh'],
  [{ LANG: 'POSIX' }, 'zh'],
  [{ LC_MESSAGES: 'zh_TW', LANG: 'en_US.UTF-8' }, 'zh'],
  [{ LC_ALL: '', LC_MESSAGES: 'en_GB', LANG: 'zh_CN' }, 'en'],
  [{ LC_ALL: 'C', LC_MESSAGES: 'en_GB', LANG: 'zh_CN' }, 'en'],
  [{ LC_ALL: 'en_US', LC_MESSAGES: 'zh_CN' }, 'en'],
  [{ YAOQUAN_LANG: 'zh', LC_ALL: 'en_US', LANG: 'en_US' }, 'zh'],
  [{ YAOQUAN_LANG: 'en', LC_ALL: 'zh_CN', LANG: 'zh_CN' }, 'en'],
  [{ YAOQUAN_LANG: ' ', LANG: 'en_US' }, 'en'],
])('with %o the language is %s', (environment, language) => {
  expect(languageOf(environment)).toBe(language)
})
