import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from '#domain/dates'
import { type CostEntry, CostSums } from './cost.ts'
import { type Days, type KeptReport, keptReport } from './day-reports.ts'
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

/** The reports of days on which something was redeemed, as they are kept. */
function reportsOf(all: readonly Dated[]) {
  const reports = [...Map.groupBy(all, ({ day }) => day)]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([day, ofDay]) => {
      const sums = new CostSums()
      for (const entry of ofDay) sums.add(entry)
      return keptReport({ day, cost: sums.report() } as KeptReport) as KeptReport
    })
  return {
    async listReports(_seller: string, { fromDay, toDay }: Days) {
      return reports.filter(({ day }) => day >= fromDay && day <= toDay)
    },
    async findReport(_seller: string, day: string) {
      return reports.find((one) => one.day === day)
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
        const input = isMonth ? period : { fromDay: firstDay, toDay: addDays(firstDay, days - 1) }
        const summed = await sumCosts({ reports: reportsOf(all), sellerId: '111', groupBy, ...input })
        const counted = all.filter(({ day }) => day >= input.fromDay && day <= input.toDay)
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

/** One redemption in each of so many shops. */
function shopsOf(count: number, day: string, fenOf: (place: number) => number): readonly Dated[] {
  return Array.from({ length: count }, (_, place) => ({
    kind: 'redeemed',
    day,
    fen: fenOf(place),
    shop: `S${place}`,
    faceFen: undefined,
    costBearer: undefined,
    couponId: undefined,
    couponName: undefined,
    hasTemplate: false,
    redemptionId: 'R',
    orderId: 'SO',
    couponCode: 'c',
    atMs: 0,
    eventSeq: undefined,
  }))
}

async function sumShops(all: readonly Dated[]) {
  return sumCosts({ reports: reportsOf(all), sellerId: '111', groupBy: 'shop', fromDay: firstDay, toDay: '2026-10-31' })
}

test('each shop of a large chain has all of its cost, whichever were dearest on which day', async () => {
  const all = [
    ...shopsOf(3_000, firstDay, (place) => place),
    ...shopsOf(3_000, '2026-10-21', (place) => 10_000 - place),
  ]
  const { lines, total, cutDays } = await sumShops(all)
  expect(lines).toHaveLength(1_001)
  expect(new Set(lines.slice(0, -1).map(({ netFen }) => netFen))).toEqual(new Set([10_000]))
  expect(lines.at(-1)).toMatchObject({ key: '…', redemptions: 4_000, netFen: 2_000 * 10_000 })
  expect(lines.reduce((sum, { netFen }) => sum + netFen, 0)).toBe(total.netFen)
  expect(cutDays).toBe(0)
})

test('a day with more shops than its report lists is said to be cut, and its others are in one line, which is last', async () => {
  const all = [...shopsOf(20_500, firstDay, () => 5), ...shopsOf(1_200, '2026-10-21', () => 1)]
  const { lines, total, cutDays } = await sumShops(all)
  expect(cutDays).toBe(1)
  expect(lines.map(({ key }) => key).filter((key) => key === '…')).toHaveLength(1)
  expect(lines).toHaveLength(1_001)
  expect(lines.at(-1)?.key).toBe('…')
  expect(lines.reduce((sum, { netFen }) => sum + netFen, 0)).toBe(total.netFen)
})
