import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createKeyedDigest } from './keyed-digest.ts'

test('is HMAC-SHA256, for keys to 64 bytes and texts of any length, one after the other', () => {
  const keys = fc.uint8Array({ minLength: 1, maxLength: 64 })
  const texts = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ maxLength: 400 })), { minLength: 1 })
  fc.assert(
    fc.property(keys, texts, (key, given) => {
      const digest = createKeyedDigest(key)
      for (const text of [...given, '券'.repeat(300), '']) {
        expect(digest(text)).toEqual(createHmac('sha256', key).update(text).digest())
      }
    }),
  )
})

test('refuses a key that HMAC would hash first', () => {
  expect(() => createKeyedDigest(new Uint8Array(65))).toThrow(RangeError)
})
