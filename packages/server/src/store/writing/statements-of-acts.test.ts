import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { beginFor, type Kind, kinds } from '#testing/lane-acts'
import { type LaneStore, openLaneStore } from '#testing/lane-store'
import { newSeller } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'

let store: LaneStore

beforeAll(async () => {
  store = await openLaneStore(join(temporaryFolder(), 'lanes.db'))
})
afterAll(() => store?.close())

const size = 64

/** Statements of one act and of 64, without beginning and commit: exactly, so that they cannot creep up. */
const statements: Readonly<Record<Kind, readonly [alone: number, together: number]>> = {
  issue: [11, 11],
  'issue to new members': [13, 13],
  'issue with an attribute each': [13, 14],
  redeem: [9, 9],
  hold: [7, 7],
  claim: [12, 13],
  'claim with limits, by new members': [16, 17],
  'claim with limits, the first of members': [16, 17],
  'claim with limits, another one': [15, 15],
  'order.sync': [19, 20],
  'redemption.upload': [11, 14],
}

describe.each(Object.keys(kinds) as Kind[])('one act, and a group of 64: %s', (kind) => {
  test.each(['alone', 'together'] as const)('%s it has one transaction and few statements', async (how) => {
    const place = { lifecycle: store.lifecycle, sellerId: newSeller() }
    await beginFor(place, kind, size)
    // Its counters exist.
    if (how === 'alone') await kinds[kind](place, size - 1)
    store.clear()
    const numbers = how === 'alone' ? [1] : Array.from({ length: size }, (_, number) => number)
    const done = await Promise.all(numbers.map((number) => kinds[kind](place, number)))
    expect(done.filter((each) => each.kind === 'done')).toHaveLength(numbers.length)
    expect([store.transactions(), store.executed.length]).toEqual([1, statements[kind][how === 'alone' ? 0 : 1]])
  })
})

test('a group of several kinds has few statements', async () => {
  const place = { lifecycle: store.lifecycle, sellerId: newSeller() }
  await beginFor(place, 'claim with limits, another one', size)
  store.clear()
  const several = [
    'claim with limits, by new members',
    'redeem',
    'claim with limits, another one',
    'order.sync',
  ] as const
  const works = Array.from({ length: size }, (_, number) => kinds[several[number % 4] ?? 'hold'](place, number))
  const done = await Promise.all(works)
  expect(done.filter((each) => each.kind === 'done')).toHaveLength(size)
  expect([store.transactions(), store.executed.length]).toEqual([1, 33])
})
