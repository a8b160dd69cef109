import { expect, it } from 'vitest'
import type { BadRow } from './bad-rows-file.ts'
import { type ImportCounts, type ImportTarget, importRows } from './import-rows.ts'
import type { CouponTexts, SourceRow } from './source-row.ts'

async function run(rows: readonly SourceRow[], options: Partial<ImportTarget> = {}) {
  const batches: Parameters<ImportTarget['store']>[0][] = []
  const badRows: BadRow[] = []
  const committed: ImportCounts[] = []
  async function* source() {
    yield* rows
  }
  const counts = await importRows(source(), {
    store: async (rows) => {
      batches.push(rows)
      return rows.map(() => ({ kind: 'created' }))
    },
    sellerId: '111',
    channel: undefined,
    badRows: { add: (row) => badRows.push(row) },
    committed: (counts) => committed.push(counts),
    ...options,
  })
  return { counts, batches, badRows, committed }
}

function row(line: number, texts: CouponTexts = {}): SourceRow {
  return { kind: 'row', line, texts: { couponCode: `c${line}`, ...texts } }
}

it('stores a thousand rows at a time and reports the counts after each full batch', async () => {
  const { batches, committed, counts } = await run(Array.from({ length: 2_001 }, (_, index) => row(index + 2)))
  expect(batches.map((batch) => batch.length)).toEqual([1000, 1000, 1])
  expect(committed.map((counts) => counts.rows)).toEqual([1000, 2000])
  expect(counts.rows).toBe(2001)
})

it('adds the channel to rows without one', async () => {
  const { batches } = await run([row(2), row(3, { channel: 'till' }), row(4, { channel: ' ' })], { channel: 'erp' })
  expect(batches[0]?.map(({ channel }) => channel)).toEqual(['erp', 'till', 'erp'])
})

it('reports a row of another seller as bad, and accepts its own', async () => {
  const { counts, badRows } = await run([row(2, { sellerId: '222' }), row(3, { sellerId: ' 111 ' })])
  expect(counts).toEqual({ rows: 2, created: 1, existing: 0, bad: 1 })
  expect(badRows).toMatchObject([{ line: 2, couponCode: 'c2', reason: { en: expect.stringContaining('--seller') } }])
})

it('accepts rows of any seller if the store knows the seller', async () => {
  const { counts } = await run([row(2, { sellerId: '222' })], { sellerId: undefined })
  expect(counts).toEqual({ rows: 1, created: 1, existing: 0, bad: 0 })
})

it('matches outcomes to rows, bad ones between them, and lists the bad ones in order of line', async () => {
  const bad: SourceRow = { kind: 'bad', line: 3, reason: { zh: '坏', en: 'bad' } }
  const { counts, badRows } = await run([row(2), bad, row(4), row(5), row(6)], {
    store: async () => [
      { kind: 'existing' },
      { kind: 'conflict', fields: ['endDate', 'couponAmountFen', 'status'] },
      { kind: 'invalid', field: 'orderAmount', rule: { zh: '不是金额', en: 'is no amount' } },
      { kind: 'created' },
    ],
  })
  expect(counts).toEqual({ rows: 5, created: 1, existing: 1, bad: 3 })
  expect(badRows.map(({ line, reason }) => [line, reason.en])).toEqual([
    [3, 'bad'],
    [4, 'the code already exists with another end_date, coupon_amount, status'],
    [5, 'order_amount is no amount'],
  ])
})

it('does not call the store for a batch without a good row', async () => {
  const { batches, counts } = await run([{ kind: 'bad', line: 2, reason: { zh: '坏', en: 'bad' } }])
  expect([batches.length, counts.bad]).toEqual([0, 1])
})
