import { expect, test } from 'vitest'
import { createCipher } from './cipher.ts'
import { resealed } from './resealed.ts'

const [from, to] = [1, 2].map((byte) => createCipher(new Uint8Array(32).fill(byte)))
const context = Buffer.from('app 1')

test('seals a value under the other key, and gives nothing for one that was altered', () => {
  if (from === undefined || to === undefined) throw new Error('no ciphers')
  const sealed = from.seal('secret', context)
  const anew = resealed(sealed, context, { from, to })
  expect(anew && to.open(anew, context)).toBe('secret')
  expect(() => from.open(anew ?? sealed, context)).toThrow()
  expect(resealed(Uint8Array.of(0, 17), context, { from, to })).toBeUndefined()
  expect(resealed(sealed, Buffer.from('app 2'), { from, to })).toBeUndefined()
})
