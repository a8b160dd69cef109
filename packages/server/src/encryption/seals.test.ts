import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addRows, createKeyedDigest, noRows, removeRows } from './seals.ts'

test('is HMAC-SHA256, for keys to 64 bytes and texts of any length, one after the other', () => {
  const keys = fc.uint8Array({ minLength: 1, maxLength: 64 })
  const texts = fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ maxLength: 400 })), { minLength: 1 })
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

const seal = fc.uint8Array({ minLength: 32, maxLength: 32 })

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
}

test('is the number of rows and the sum of their seals modulo 2^256, whatever their order', () => {
  fc.assert(
    fc.property(fc.array(seal), (seals) => {
      const { count, sum } = addRows(noRows, seals)
      expect(count).toBe(seals.length)
      expect(numberOf(sum)).toBe(seals.reduce((total, one) => total + numberOf(one), 0n) % (1n << 256n))
      expect(addRows(noRows, seals.toReversed())).toEqual({ count, sum })
    }),
  )
})

test('rows that are taken out again leave it as it was', () => {
  fc.assert(
    fc.property(fc.array(seal), fc.array(seal), (kept, removed) => {
      const before = addRows(noRows, kept)
      expect(removeRows(addRows(before, removed), removed)).toEqual(before)
    }),
  )
})
