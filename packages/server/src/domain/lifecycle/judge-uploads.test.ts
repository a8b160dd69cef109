import fc from 'fast-check'
import { expect, test } from 'vitest'
import { permutations } from '#testing/permutations'
import { type CountedUse, judgeUses, type ReportedUse } from './judge-uploads.ts'

const use = (redemptionId: string, atMs: number, orderId = `SO-${redemptionId}`): ReportedUse => {
  return { redemptionId, orderId, atMs, requestNo: redemptionId }
}
const online: CountedUse = { redemptionId: 'online', orderId: 'SO-online', returnedAtMs: undefined }
const judge = (requested: Partial<Parameters<typeof judgeUses>[0]>) =>
  judgeUses({ returned: [], present: undefined, reported: [], ...requested })
const verdicts = (requested: Partial<Parameters<typeof judgeUses>[0]>) =>
  judge(requested).judged.map((one) => [one.use.redemptionId, one.verdict, one.winnerId].join(' '))

test.each<[string, Parameters<typeof judge>[0], string[]]>([
  ['the earliest counts', { reported: [use('b', 2000), use('a', 3000)] }, ['b redeemed b', 'a conflict b']],
  [
    'of one second the smallest number',
    { reported: [use('b', 1000), use('a', 1000)] },
    ['b conflict a', 'a redeemed a'],
  ],
  ['a redemption online before all', { present: online, reported: [use('a', 1000)] }, ['a conflict online']],
  [
    'of its own order it is the same use',
    { present: online, reported: [use('a', 1000, 'SO-online')] },
    ['a redeemed online'],
  ],
  [
    'an earlier one takes the place of one that was reported before',
    { present: { ...online, redemptionId: 'b', orderId: 'SO-b' }, reported: [use('b', 2000), use('a', 1000)] },
    ['b conflict a', 'a redeemed a'],
  ],
  [
    'an import as used counts, and nobody knows whose it was',
    { present: { redemptionId: undefined, orderId: undefined, returnedAtMs: undefined }, reported: [use('a', 1000)] },
    ['a conflict '],
  ],
  [
    'what was returned counts for what was before its return, and nothing after it',
    {
      returned: [{ redemptionId: 'b', orderId: 'SO-b', returnedAtMs: 5500 }],
      reported: [use('b', 2000), use('a', 1000), use('c', 4999), use('d', 5000), use('e', 6000)],
    },
    ['b redeemed b', 'a conflict b', 'c conflict b', 'd redeemed d', 'e conflict d'],
  ],
])('%s', (_name, requested, expected) => {
  expect(verdicts(requested)).toEqual(expected)
})

test('the order of uses and of returns changes nothing', () => {
  const anyUse = fc.record({ atMs: fc.integer({ min: 0, max: 6000 }), order: fc.constantFrom('1', '2', '3') })
  const anyReturn = fc.integer({ min: 0, max: 6000 })
  fc.assert(
    fc.property(fc.array(anyUse, { maxLength: 4 }), fc.uniqueArray(anyReturn, { maxLength: 3 }), (uses, returns) => {
      const reported = uses.map(({ atMs, order }, place) => use(`${place}`, atMs, order))
      const returned = returns.map((returnedAtMs) => ({
        redemptionId: `r${returnedAtMs}`,
        orderId: `SO-${returnedAtMs % 3}`,
        returnedAtMs,
      }))
      const expected = [verdicts({ reported, returned }).toSorted(), judge({ reported, returned }).winner]
      for (const shuffled of permutations(reported)) {
        const other = { reported: shuffled, returned: returned.toReversed() }
        expect([verdicts(other).toSorted(), judge(other).winner]).toEqual(expected)
      }
    }),
  )
})
