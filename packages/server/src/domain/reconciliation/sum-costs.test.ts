import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from '#domain/dates'
import { type CostEntry, CostSums } from './cost.ts'
import type { Days, KeptReport } from './day-reports.ts'
import { type CostGroup, sumCosts } from './sum-costs.ts'

const firstDay = '2026-10-20'
const days = 60

type Dated = CostEntry & Readonly<{ day: string }>

const entries: fc.Arbitrary<readonly Dated[]> = fc.array(
  fc
    .record({
      age: fc.nat(days - 1),
      kind: fc.constantFrom('redeemed', 'returned'),
      fen: fc.option(fc.nat(10_000), { nil: undefined }),
      costBearer: fc.constantFrom('chain', 'shop', '扬子江药业', undefined),
      shop: fc.constantFrom('01', '02', undefined),
      couponId: fc.constantFrom('11', '12', undefined),
    })
    .map(({ age, kind, fen, couponId, ...other }) => ({
      ...other,
      day: addDays(firstDay, age),
      kind,
      fen: fen && (kind === 'returned' ? -fen : fen),
      faceFen: undefined,
      couponId,
      couponName: couponId && `券${couponId}`,
      hasTemplate: couponId !== undefined,
      redemptionId: 'R',
      orderId: 'SO',
      couponCode: 'c',
      atMs: 0,
      eventSeq: undefined,
    })),
  { maxLength: 200 },
)

/** The reports of days on which something was redeemed. */
function reportsOf(all: readonly Dated[]) {
  const byDay = Map.groupBy(all, ({ day }) => day)
  return {
    async listReports(_seller: string, { fromDay, toDay }: Days): Promise<readonly KeptReport[]> {
      const between = [...byDay].filter(([day]) => day >= fromDay && day <= toDay)
      return between
        .toSorted(([one], [other]) => (one < other ? -1 : 1))
        .map(([day, ofDay]) => {
          const sums = new CostSums()
          for (const entry of ofDay) sums.add(entry)
          return { day, cost: sums.report() } as KeptReport
        })
    },
  }
}

const keyOf = {
  bearer: ({ costBearer }) => costBearer,
  shop: ({ shop }) => shop,
  template: ({ couponId }) => couponId,
  month: ({ day }) => day.slice(0, 7),
} as const satisfies Record<CostGroup, (entry: Dated) => string | undefined>

test.each(['bearer', 'shop', 'template', 'month'] as const)(
  'costs by %s are what a recount of all entries gives',
  async (groupBy) => {
    const period = { fromDay: '2026-11-01', toDay: '2026-11-30' }
    await fc.assert(
      fc.asyncProperty(entries, fc.boolean(), async (all, isMonth) => {
        const asked = isMonth ? period : { fromDay: firstDay, toDay: addDays(firstDay, days - 1) }
        const summed = await sumCosts({ reports: reportsOf(all), sellerId: '111', groupBy, ...asked })
        const counted = all.filter(({ day }) => day >= asked.fromDay && day <= asked.toDay)
        const expected = new Map<string | undefined, number>()
        for (const entry of counted) {
          const key = keyOf[groupBy](entry)
          expected.set(key, (expected.get(key) ?? 0) + (entry.fen ?? 0))
        }
        expect(new Map(summed.lines.map(({ key, netFen }) => [key, netFen]))).toEqual(expected)
        expect(summed.total.netFen).toBe(counted.reduce((sum, { fen = 0 }) => sum + fen, 0))
        expect(summed.reportedDays).toBe(new Set(counted.map(({ day }) => day)).size)
        const order = summed.lines.map(({ key, netFen }) => (groupBy === 'month' ? key : -netFen))
        expect(order).toEqual(
          order.toSorted((one, other) => ((one ?? '') < (other ?? '') ? -1 : one === other ? 0 : 1)),
        )
      }),
    )
  },
)

test('of very many shops the most expensive have lines, and the others one', async () => {
  const many = Array.from({ length: 1_500 }, (_, place) => ({ shop: `S${place}`, fen: place }))
  const [base] =
    fc.sample(
      entries.filter((all) => all.length > 0),
      1,
    )[0] ?? []
  const all = many.map((one) => ({ ...(base as Dated), kind: 'redeemed' as const, day: firstDay, ...one }))
  const asked = {
    reports: reportsOf(all),
    sellerId: '111',
    groupBy: 'shop',
    fromDay: firstDay,
    toDay: firstDay,
  } as const
  const { lines, total } = await sumCosts(asked)
  expect(lines).toHaveLength(1_001)
  expect(lines.at(-1)).toMatchObject({ key: '…', redemptions: 500 })
  expect(lines.reduce((sum, { netFen }) => sum + netFen, 0)).toBe(total.netFen)
})
