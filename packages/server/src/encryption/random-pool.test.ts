import { expect, test } from 'vitest'
import { createRandomPool } from './random-pool.ts'

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
