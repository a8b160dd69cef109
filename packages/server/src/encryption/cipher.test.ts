import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCipher } from './cipher.ts'

const cipher = createCipher(new Uint8Array(32).fill(1))
const context = Buffer.from('row 1')

test('opens what it sealed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.uint8Array(), (text, anyContext) => {
      expect(cipher.open(cipher.seal(text, anyContext), anyContext)).toBe(text)
    }),
  )
})

test('never seals a text the same way twice, nor leaves it readable', () => {
  const sealed = [cipher.seal('18612255668', context), cipher.seal('18612255668', context)].map((value) =>
    Buffer.from(value).toString('latin1'),
  )
  expect(sealed[0]).not.toBe(sealed[1])
  expect(sealed.join()).not.toContain('12255')
})

test('opens nothing of another context, another key, or that was changed in any byte', () => {
  const sealed = cipher.seal('18612255668', context)
  expect(() => cipher.open(sealed, Buffer.from('row 2'))).toThrow()
  expect(() => createCipher(new Uint8Array(32).fill(2)).open(sealed, context)).toThrow()
  for (const place of sealed.keys()) {
    const changed = Uint8Array.from(sealed, (byte, at) => (at === place ? byte ^ 1 : byte))
    expect(() => cipher.open(changed, context)).toThrow()
    expect(() => cipher.open(sealed.subarray(0, place), context)).toThrow()
  }
})
