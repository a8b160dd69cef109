import { expect, test } from 'vitest'
import { createSharedCallLimit, createSharedPhoneCounts } from './shared-counts.ts'

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

const shown = { appKey: 'a', sellerId: '111', hour: 495_000, limit: 3, hashes: [1, 2] }

test('counts distinct phones of all workers, and names the first report beyond the limit', () => {
  const count = createSharedPhoneCounts()
  const hashes = [[1, 2], [2, 3], [3, 4], [5]]
  expect(hashes.map((those) => count({ ...shown, hashes: those }))).toEqual([0, 0, 4, 0])
})

test('counts each app and seller separately, and starts over with each hour', () => {
  const count = createSharedPhoneCounts()
  const others = [{}, { appKey: 'b' }, { sellerId: '222' }, { hour: shown.hour + 1 }]
  expect(others.map((other) => count({ ...shown, ...other, hashes: [1, 2, 3] }))).toEqual([0, 0, 0, 0])
  expect(count({ ...shown, hour: shown.hour + 1, hashes: [4] })).toBe(4)
})

test('counts late phones of the previous hour in the current one', () => {
  const count = createSharedPhoneCounts()
  count({ ...shown, hour: shown.hour + 1, hashes: [1, 2, 3] })
  expect(count({ ...shown, hashes: [4] })).toBe(4)
})
