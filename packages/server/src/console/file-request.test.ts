import { expect, it } from 'vitest'
import { createArrivingBytes } from './file-request.ts'

it('limits what arrives of one sender and of all, until it has arrived', () => {
  const arriving = createArrivingBytes({ all: 10, one: 6 })
  const [a, b, c] = [arriving.count('a'), arriving.count('b'), arriving.count('a')]
  expect([a.add(4), c.add(2), c.add(1), b.add(4), b.add(1)]).toEqual([true, true, false, true, false])
  a.end()
  a.end()
  expect([b.add(2), c.add(3), b.add(1)]).toEqual([true, false, false])
  c.end()
  expect(c.add(4)).toBe(true)
})
