import { expect, test } from 'vitest'
import { createSharedCallLimit } from './shared-call-limit.ts'

const second = 1_795_000_000
const wanted = { appKey: 'a', second, limit: 3, calls: 2 }

test('grants what is left in a second and no more', () => {
  const grant = createSharedCallLimit()
  expect([grant(wanted), grant(wanted), grant(wanted)]).toEqual([2, 1, 0])
})

test('counts each app separately, and starts over with each second', () => {
  const grant = createSharedCallLimit()
  expect([grant(wanted), grant({ ...wanted, appKey: 'b' }), grant({ ...wanted, second: second + 1 })]).toEqual([
    2, 2, 2,
  ])
})

test('does not exceed the limit for a late request of the previous second', () => {
  const grant = createSharedCallLimit()
  expect([grant({ ...wanted, second: second + 1 }), grant(wanted), grant(wanted)]).toEqual([2, 1, 0])
})

test('grants nothing more after the limit was lowered', () => {
  const grant = createSharedCallLimit()
  expect([grant({ ...wanted, calls: 3 }), grant({ ...wanted, limit: 1 })]).toEqual([3, 0])
})
