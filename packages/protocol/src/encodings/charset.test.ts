import fc from 'fast-check'
import { expect, it } from 'vitest'
import { gbkBytes } from '../encodings/charset.ts'

it.each([
  ['满', [0xc2, 0xfa]],
  ['a满b', [0x61, 0xc2, 0xfa, 0x62]],
  ['，', [0xa3, 0xac]],
])('writes %s as GBK', (text, bytes) => {
  expect([...(gbkBytes(text) ?? [])]).toEqual(bytes)
})

it.each(['', 'abc 123', '\u{1f600}', 'a\ud800'])('returns undefined for %j', (text) => {
  expect(gbkBytes(text)).toBeUndefined()
})

it('is decoded to the same text', () => {
  const character = fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((code) => String.fromCharCode(code))
  fc.assert(
    fc.property(fc.string({ unit: character, minLength: 1 }), (text) => {
      expect(new TextDecoder('gbk').decode(gbkBytes(text))).toBe(text)
    }),
  )
})
