import { expect, it } from 'vitest'
import { ruleForMasked } from './masked-number.ts'

it.each(['186****5668', '6222****3800', '****', '****88', 'K1****78', '１８６＊＊＊＊５６６８'])(
  'names %s, which reveals nobody',
  (text) => {
    expect(ruleForMasked(text)).toEqual({
      zh: `${text} 是打码的号码，须为完整号码`,
      en: `${text} is a masked number; the whole one is needed`,
    })
  },
)

it.each(['18612255668****', '****18612255668', 'VIP186****5668', '186********18612255668', '张三****', '****李四'])(
  'does not repeat %s, which may hold a phone or a name',
  (text) => {
    expect(ruleForMasked(text)?.zh).toBe('是打码的号码，须为完整号码')
  },
)

it.each(['18612255668', '', '021-12345678*801', 'VIP*1', '***'])('lets %j be', (text) => {
  expect(ruleForMasked(text)).toBeUndefined()
})
