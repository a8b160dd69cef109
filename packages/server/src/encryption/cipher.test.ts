import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCipher, createRandomPool, resealed } from './cipher.ts'

const cipher = createCipher(new Uint8Array(32).fill(1))
const context = Buffer.from('row 1')

test('opens what it sealed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.uint8Array(), (text, anyContext) => {
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

/** Counts up instead of being random. */
function counting(): (size: number) => Uint8Array {
  let next = 0
  return (size) => Uint8Array.from({ length: size }, () => next++ % 251)
}

test('gives every byte of its source once, in order, in any sizes', () => {
  const requested: number[] = []
  const source = counting()
  const pool = createRandomPool((size) => {
    requested.push(size)
    return source(size)
  })
  const sizes = Array.from({ length: 256 }, () => 16)
  const given = sizes.flatMap((size) => [...pool(size)])
  expect(given).toEqual([...counting()(4096)])
  expect([...pool(12)]).toEqual([...counting()(4108)].slice(4096))
  expect(requested).toEqual([4096, 4096])
})

test('does not change what it gave, and passes on what is larger than the pool', () => {
  const pool = createRandomPool(counting())
  const first = pool(8)
  pool(4096)
  expect([...first]).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  expect(pool(5000)).toHaveLength(5000)
})

const [from, to] = [1, 2].map((byte) => createCipher(new Uint8Array(32).fill(byte)))
const appContext = Buffer.from('app 1')

test('seals a value under the other key, and gives nothing for one that was altered', () => {
  if (from === undefined || to === undefined) throw new Error('no ciphers')
  const sealed = from.seal('secret', appContext)
  const anew = resealed(sealed, appContext, { from, to })
  expect(anew && to.open(anew, appContext)).toBe('secret')
  expect(() => from.open(anew ?? sealed, appContext)).toThrow()
  expect(resealed(Uint8Array.of(0, 17), appContext, { from, to })).toBeUndefined()
  expect(resealed(sealed, Buffer.from('app 2'), { from, to })).toBeUndefined()
})
