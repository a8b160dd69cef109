import type { BadRow } from './bad-rows-file.ts'
import { type CouponTexts, fieldName, type Reason, type SourceRow } from './source-row.ts'

const batchSize = 1_000

export type ImportCounts = Readonly<{ rows: number; created: number; existing: number; bad: number }>

/** The outcome of a row. Fields may have any of their names. */
export type RowOutcome =
  | Readonly<{ kind: 'created' | 'existing' | 'duplicate' }>
  | Readonly<{ kind: 'conflict'; fields: readonly string[] }>
  | Readonly<{ kind: 'invalid'; field: string; rule: Reason }>

export type ImportTarget = Readonly<{
  /** @returns one outcome per row, in order */
  store: (rows: readonly CouponTexts[]) => Promise<readonly RowOutcome[]>
  /** Rows of another seller are bad. Undefined if the store knows the seller by itself. */
  sellerId: string | undefined
  /** Channel for rows without one. */
  channel: string | undefined
  badRows: Readonly<{ add(row: BadRow): void }>
  /** Called after each full batch is durable. The result includes the last batch, which is rarely full. */
  committed(counts: ImportCounts): void
}>

type GoodRow = Extract<SourceRow, { kind: 'row' }>

/**
 * Stores rows in batches of 1000. Each batch is durable before the next one starts; at most one batch is in memory. Rows that already
 * exist with the same content are counted as existing.
 */
export async function importRows(rows: AsyncIterable<SourceRow>, target: ImportTarget): Promise<ImportCounts> {
  return inBatches(rows, batchSize, {
    store: (batch) => importBatch(batch, target),
    committed: target.committed,
  })
}

type Batches<Row> = Readonly<{
  store(batch: readonly Row[]): Promise<ImportCounts>
  /** Called after each full batch with the counts so far. */
  committed(counts: ImportCounts): void
}>

/** Stores rows batch by batch and sums up the counts. At most one batch is in memory. */
export async function inBatches<Row>(
  rows: AsyncIterable<Row>,
  size: number,
  { store, committed }: Batches<Row>,
): Promise<ImportCounts> {
  let counts: ImportCounts = { rows: 0, created: 0, existing: 0, bad: 0 }
  let batch: Row[] = []
  for await (const row of rows) {
    batch.push(row)
    if (batch.length < size) continue
    counts = add(counts, await store(batch))
    batch = []
    committed(counts)
  }
  return add(counts, await store(batch))
}

/** A file with another seller's id is probably the wrong file. */
function checkSeller(row: SourceRow, sellerId: string | undefined): SourceRow {
  if (row.kind === 'bad' || sellerId === undefined) return row
  const { line, texts } = row
  if (texts.sellerId === undefined || texts.sellerId.trim() === sellerId) return row
  const field = fieldName('sellerId')
  const reason = { zh: `${field} 与 --seller 不同`, en: `${field} differs from --seller` }
  return { kind: 'bad', line, couponCode: texts.couponCode, reason }
}

async function importBatch(given: readonly SourceRow[], target: ImportTarget): Promise<ImportCounts> {
  const batch = given.map((row) => checkSeller(row, target.sellerId))
  const good = batch.filter((row): row is GoodRow => row.kind === 'row')
  const rows = good.map(({ texts }) => withChannel(texts, target.channel))
  const outcomes = rows.length === 0 ? [] : await target.store(rows)
  const results = new Map(good.map((row, index) => [row as SourceRow, outcomes[index]]))
  let [created, existing, bad] = [0, 0, 0]
  for (const row of batch) {
    const badRow = row.kind === 'bad' ? row : refusal(row, results.get(row))
    if (badRow !== undefined) {
      bad += 1
      target.badRows.add(badRow)
    } else if (results.get(row)?.kind === 'created') created += 1
    else existing += 1
  }
  return { rows: batch.length, created, existing, bad }
}

function withChannel({ sellerId: _, ...texts }: CouponTexts, channel: string | undefined): CouponTexts {
  return channel === undefined || texts.channel?.trim() ? texts : { ...texts, channel }
}

function refusal({ line, texts: { couponCode } }: GoodRow, outcome: RowOutcome | undefined): BadRow | undefined {
  const reason = outcome === undefined ? noOutcome : reasonOf(outcome)
  return reason && { line, couponCode, reason }
}

const noOutcome: Reason = { zh: '没有结果', en: 'no outcome' }

function reasonOf(outcome: RowOutcome): Reason | undefined {
  switch (outcome.kind) {
    case 'created':
    case 'existing':
      return undefined
    case 'duplicate':
      return { zh: '同一券码在本次出现多次', en: 'the code occurs more than once' }
    case 'conflict': {
      const fields = outcome.fields.map(fieldName).join(', ')
      return { zh: `同一券码已有内容不同的优惠券: ${fields}`, en: `the code already exists with another ${fields}` }
    }
    case 'invalid': {
      const field = fieldName(outcome.field)
      return { zh: `${field} ${outcome.rule.zh}`, en: `${field} ${outcome.rule.en}` }
    }
  }
}

function add(a: ImportCounts, b: ImportCounts): ImportCounts {
  return {
    rows: a.rows + b.rows,
    created: a.created + b.created,
    existing: a.existing + b.existing,
    bad: a.bad + b.bad,
  }
}
