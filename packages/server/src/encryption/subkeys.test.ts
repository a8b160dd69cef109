import { expect, test } from 'vitest'
import { deriveSubkeys } from './subkeys.ts'

test('the same master key gives the same keys, and every key differs from every other', () => {
  const keys = Object.values(deriveSubkeys(new Uint8Array(32).fill(1)))
  const others = Object.values(deriveSubkeys(new Uint8Array(32).fill(2)))
  expect(keys).toEqual(Object.values(deriveSubkeys(new Uint8Array(32).fill(1))))
  const texts = [...keys, ...others].map((key) => Buffer.from(key).toString('hex'))
  expect(new Set(texts).size).toBe(keys.length * 2)
})

test('the keys are those that stored data was written with', () => {
  const { phoneIndex } = deriveSubkeys(new Uint8Array(32))
  expect(Buffer.from(phoneIndex).toString('hex')).toBe(
    'a024de8dd2d9da3d990406754082905625d0c37a9c690dd3ad3381f8aeb2ce6d',
  )
})
