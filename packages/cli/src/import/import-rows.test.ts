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
    checkRow: () => [],
    nameOf: (field) => field,
    channel: undefined,
    badRows: { add: (row) => badRows.push(row) },
    committed: (counts) => committed.push(counts),
    ...options,
  })
  return { counts, batches, badRows, committed }
}

function row(line: number, texts: CouponTexts = {}): SourceRow {
  return { line, cells: [`c${line}`], texts: { couponCode: `c${line}`, ...texts } }
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
  expect(badRows).toMatchObject([{ line: 2, cells: ['c2'], reasons: [{ en: expect.stringContaining('--seller') }] }])
})

it('accepts rows of any seller if the store knows the seller', async () => {
  const { counts } = await run([row(2, { sellerId: '222' })], { sellerId: undefined })
  expect(counts).toEqual({ rows: 1, created: 1, existing: 0, bad: 0 })
})

const rule = { zh: '不对', en: 'is wrong' }

it('names every rule that a row breaks beside what is wrong with it anyhow', async () => {
  const other = row(2, { sellerId: '222' })
  const { badRows } = await run([{ ...other, fault: rule }], { checkRow: () => [{ field: 'phone', rule }] })
  expect(badRows[0]?.reasons.map(({ en }) => en)).toEqual([
    ...['is wrong', 'serller_id differs from --seller', 'phone is wrong'],
  ])
})

it('stores no row that breaks a rule where the store has not all of them', async () => {
  const checkRow = ({ couponCode }: CouponTexts) => (couponCode === 'c3' ? [{ field: 'phone', rule }] : [])
  const { batches, counts } = await run([row(2), row(3)], { checkRow, checksFirst: true })
  expect([batches[0]?.map(({ couponCode }) => couponCode), counts.bad]).toEqual([['c2'], 1])
})

it('matches outcomes to rows, bad ones between them, and lists the bad ones in order of line', async () => {
  const bad: SourceRow = { ...row(3), fault: { zh: '坏', en: 'bad' } }
  const { counts, badRows } = await run([row(2), bad, row(4), row(5), row(6)], {
    nameOf: (field) => (field === 'phone' ? '手机' : field),
    store: async () => [
      { kind: 'existing' },
      { kind: 'conflict', fields: ['endDate', 'couponAmountFen', 'status'] },
      {
        kind: 'invalid',
        faults: [
          { field: 'orderAmount', rule },
          { field: 'phone', rule },
        ],
      },
      { kind: 'created' },
    ],
  })
  expect(counts).toEqual({ rows: 5, created: 1, existing: 1, bad: 3 })
  expect(badRows.map(({ line, reasons }) => [line, ...reasons.map(({ en }) => en)])).toEqual([
    [3, 'bad'],
    [4, 'the code already exists with another end_date, coupon_amount, status'],
    [5, 'order_amount is wrong', '手机 is wrong'],
  ])
})

it('does not call the store for a batch without a good row', async () => {
  const { batches, counts } = await run([{ ...row(2), fault: rule }])
  expect([batches.length, counts.bad]).toEqual([0, 1])
})
