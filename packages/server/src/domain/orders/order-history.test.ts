import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  codesOf,
  decidesBuyer,
  type HistoryEntry,
  insertVersion,
  maxVersions,
  noHistory,
  type OrderHistory,
  wantedUse,
} from './order-history.ts'

const codes = ['a', 'b'] as const

/** Versions of one order with different keys; stamps and ranks may be equal. */
const anyVersions = fc
  .array(
    fc.record({
      stampMs: fc.integer({ min: 1, max: 4 }),
      rank: fc.integer({ min: 0, max: 2 }),
      namesBuyer: fc.boolean(),
      a: fc.constantFrom('uses', 'fails', 'lacks'),
      b: fc.constantFrom('uses', 'fails', 'lacks'),
    }),
    { maxLength: 7 },
  )
  .map((rows) =>
    rows.map(({ stampMs, rank, namesBuyer, ...said }, place): HistoryEntry => {
      const named = (kind: string) => codes.filter((code) => said[code] === kind)
      const fails = named('fails').map((code) => ({ code, problem: 'void' }))
      return { stampMs, arrivedAtMs: 0, rank, key: `k${place}`, namesBuyer, uses: named('uses'), fails }
    }),
  )

const allOf = (versions: readonly HistoryEntry[]) =>
  versions.reduce((history: OrderHistory, version) => insertVersion(history, version), noHistory)

const unstamped = (key: string, uses: readonly string[] = []): HistoryEntry => ({
  stampMs: undefined,
  arrivedAtMs: 0,
  rank: 0,
  key,
  namesBuyer: false,
  uses,
  fails: [],
})

const stamped = (stampMs: number, uses: readonly string[] = [], key = `k${stampMs}`): HistoryEntry => ({
  stampMs,
  arrivedAtMs: 0,
  rank: 0,
  key,
  namesBuyer: false,
  uses,
  fails: [],
})

describe('versions', () => {
  test('come to the same history in every order of arrival', () => {
    const arrivals = anyVersions.chain((versions) =>
      fc.tuple(fc.constant(versions), fc.shuffledSubarray([...versions], { minLength: versions.length })),
    )
    fc.assert(
      fc.property(arrivals, ([versions, arrived]) => {
        expect(allOf(arrived)).toEqual(allOf(versions))
      }),
    )
  })

  test('that arrive never lower how often a coupon went out of use', () => {
    fc.assert(
      fc.property(anyVersions, (versions) => {
        let history = noHistory
        for (const version of versions) {
          const before = codes.map((code) => wantedUse(history, code).cycles)
          history = insertVersion(history, version)
          const after = codes.map((code) => wantedUse(history, code).cycles)
          for (const [place, cycles] of after.entries()) expect(cycles).toBeGreaterThanOrEqual(before[place] ?? 0)
        }
      }),
    )
  })

  test('without a stamp follow what has arrived, and stay behind it', () => {
    const keys = (history: OrderHistory) => history.entries.map(({ key }) => key)
    expect(keys(allOf([stamped(2), unstamped('u'), stamped(1), stamped(3)]))).toEqual(['k1', 'k2', 'u', 'k3'])
    expect(keys(allOf([unstamped('u'), stamped(2), stamped(1)]))).toEqual(['u', 'k1', 'k2'])
  })

  test('of one moment are in the order of their ranks, then of their keys', () => {
    const entry = (rank: number, key: string) => ({ ...stamped(1, [], key), rank })
    const history = allOf([entry(2, 'a'), entry(1, 'c'), entry(1, 'b')])
    expect(history.entries.map(({ key }) => key)).toEqual(['b', 'c', 'a'])
  })
})

describe('a coupon', () => {
  test.each<readonly [said: string, cycles: number, isUsed: boolean]>([
    ['', 0, false],
    ['u', 0, true],
    ['f', 0, false],
    ['uf', 0, true],
    ['fu', 0, true],
    ['u-', 1, false],
    ['f-', 0, false],
    ['uf-', 1, false],
    ['u-u', 1, true],
    ['u-f', 1, false],
    ['u-u-', 2, false],
    ['--u', 0, true],
  ])('named as %j went out of use %i times', (said, cycles, isUsed) => {
    const versions = Array.from(said, (letter, place): HistoryEntry => {
      const uses = letter === 'u' ? ['a'] : []
      const fails = letter === 'f' ? [{ code: 'a', problem: 'void' }] : []
      return { ...stamped(place), uses, fails }
    })
    expect(wantedUse(allOf(versions), 'a')).toEqual({ cycles, isUsed })
  })

  test('of versions that are no longer kept counts as before', () => {
    fc.assert(
      fc.property(anyVersions, (versions) => {
        const last = Math.max(0, ...versions.map(({ stampMs = 0 }) => stampMs))
        const whole = allOf(versions)
        const ending = whole.entries.at(-1)
        const kept = { uses: ending?.uses ?? [], fails: ending?.fails ?? [] }
        const later = Array.from({ length: maxVersions }, (_, place) => ({ ...stamped(last + 1 + place), ...kept }))
        const cut = [...versions, ...later].reduce(insertVersion, noHistory)
        expect(cut.entries.length).toBeLessThanOrEqual(maxVersions)
        for (const code of codes) expect(wantedUse(cut, code)).toEqual(wantedUse(whole, code))
      }),
      { numRuns: 50 },
    )
  })

  test('that any version named is known', () => {
    expect(
      codesOf(allOf([stamped(1, ['a']), stamped(2), { ...stamped(3), fails: [{ code: 'b', problem: 'void' }] }])),
    ).toEqual(new Set(codes))
  })
})

describe('the buyer', () => {
  const naming = (stampMs: number): HistoryEntry => ({ ...stamped(stampMs), namesBuyer: true })

  test('is the one that the newest version with a buyer names', () => {
    const [bought, corrected, refunded] = [naming(1), naming(2), stamped(3)]
    const history = allOf([refunded, corrected, bought])
    expect([bought, corrected, refunded].map((entry) => decidesBuyer(history, entry))).toEqual([false, true, false])
  })

  test('stays when the version that named it is forgotten', () => {
    const later = Array.from({ length: maxVersions }, (_, place) => stamped(place + 10))
    const history = allOf([naming(5), ...later, naming(3)])
    expect(history.entries).toHaveLength(maxVersions)
    expect(history.entries.filter(({ namesBuyer }) => namesBuyer).map(({ stampMs }) => stampMs)).toEqual([10])
  })
})
