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

type Cost = readonly [statements: number, roundTrips: number]

/** Statements and round trips of one act and of 64, with COMMIT: exactly, so that they cannot creep up. */
const expected: Readonly<Record<Kind, Readonly<{ alone: Cost; together: Cost }>>> = {
  issue: { alone: [12, 5], together: [12, 5] },
  'issue to new members': { alone: [14, 4], together: [14, 4] },
  'issue with an attribute each': { alone: [14, 5], together: [15, 5] },
  redeem: { alone: [10, 4], together: [10, 4] },
  'redeem in a known shop': { alone: [11, 4], together: [11, 4] },
  hold: { alone: [8, 4], together: [8, 4] },
  claim: { alone: [13, 5], together: [14, 5] },
  'claim with limits, by new members': { alone: [17, 4], together: [18, 4] },
  'claim with limits, the first of members': { alone: [17, 7], together: [18, 7] },
  'claim with limits, another one': { alone: [16, 6], together: [16, 6] },
  'order.sync': { alone: [20, 4], together: [21, 4] },
  'redemption.upload': { alone: [12, 5], together: [14, 5] },
}

describe.each(Object.keys(kinds) as Kind[])('one act, and a group of 64: %s', (kind) => {
  test.each(['alone', 'together'] as const)(
    '%s it has one transaction, few statements and few round trips',
    async (how) => {
      const place = { lifecycle: store.lifecycle, sellerId: newSeller() }
      await beginFor(place, kind, size)
      // Its counters exist.
      if (how === 'alone') await kinds[kind](place, size - 1)
      store.clear()
      const numbers = how === 'alone' ? [1] : Array.from({ length: size }, (_, number) => number)
      const done = await Promise.all(numbers.map((number) => kinds[kind](place, number)))
      expect(done.filter((each) => each.kind === 'done')).toHaveLength(numbers.length)
      expect(store.transactions()).toBe(1)
      expect([store.executed.length + 1, store.messages() + 1]).toEqual(expected[kind][how])
    },
  )
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
  expect([store.transactions(), store.executed.length + 1, store.messages() + 1]).toEqual([1, 29, 6])
})
