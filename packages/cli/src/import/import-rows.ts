import { type ImportQuestion, questionsOf } from '@yaoquan/api'
import type { BadRow } from './bad-rows-file.ts'
import { type CouponTexts, fieldName, type Reason, type SourceRow } from './source-row.ts'

const batchSize = 1_000

export type ImportCounts = Readonly<{ rows: number; created: number; existing: number; bad: number }>

/** A rule that a row breaks. The field may have any of its names. */
export type RowFault = Readonly<{ field: string; rule: Reason }>

/** The outcome of a row. Fields may have any of their names. */
export type RowOutcome =
  | Readonly<{ kind: 'created' | 'existing' | 'duplicate' }>
  | Readonly<{ kind: 'conflict'; fields: readonly string[] }>
  | Readonly<{ kind: 'invalid'; faults: readonly RowFault[] }>

/** Finds every rule that a row breaks, without the store. */
export type CheckRow<Texts> = (texts: Texts) => readonly RowFault[]

export type RowReporting = Readonly<{
  badRows: Readonly<{ add(row: BadRow): void }>
  /** What the file calls a field, by its wire name. */
  nameOf: (field: string) => string
  /** Called after each full batch is durable. The result includes the last batch, which is rarely full. */
  committed(counts: ImportCounts): void
}>

export type ImportTarget = RowReporting &
  Readonly<{
    /** @returns one outcome per row, in order */
    store: (rows: readonly CouponTexts[]) => Promise<readonly RowOutcome[]>
    checkRow: CheckRow<CouponTexts>
    /** Rows that break a rule do not reach the store, which has not all rules. */
    checksFirst?: boolean
    /** Rows of another seller are bad. Undefined if the store knows the seller by itself. */
    sellerId: string | undefined
    /** Channel for rows without one. */
    channel: string | undefined
  }>

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

/** Why a row cannot be stored, whatever the rules say. A file with another seller's id is probably the wrong file. */
function obstaclesOf({ fault, texts }: SourceRow, { sellerId }: Pick<ImportTarget, 'sellerId'>): readonly Reason[] {
  const isOther = sellerId !== undefined && texts.sellerId !== undefined && texts.sellerId.trim() !== sellerId
  const field = fieldName('sellerId')
  const other = { zh: `${field} 与 --seller 不同`, en: `${field} differs from --seller` }
  return [...(fault === undefined ? [] : [fault]), ...(isOther ? [other] : [])]
}

async function importBatch(batch: readonly SourceRow[], target: ImportTarget): Promise<ImportCounts> {
  const { checkRow, nameOf, badRows } = target
  const obstacles = batch.map((row) => obstaclesOf(row, target))
  const isGood = batch.map(({ texts }, index) => {
    return obstacles[index]?.length === 0 && !(target.checksFirst && checkRow(texts).length > 0)
  })
  const good = batch.filter((_, index) => isGood[index])
  const rows = good.map(({ texts }) => withChannel(texts, target.channel))
  const outcomes = (rows.length === 0 ? [] : await target.store(rows)).values()
  let [created, existing, bad] = [0, 0, 0]
  for (const [index, row] of batch.entries()) {
    const own = obstacles[index] ?? []
    const outcome = isGood[index] ? (outcomes.next().value ?? noOutcome) : invalid(checkRow(row.texts))
    const reasons = [...own, ...reasonsOf(outcome, nameOf)]
    if (reasons.length > 0) {
      bad += 1
      badRows.add({ line: row.line, cells: row.cells, reasons })
    } else if (outcome.kind === 'created') created += 1
    else existing += 1
  }
  return { rows: batch.length, created, existing, bad }
}

function invalid(faults: readonly RowFault[]): RowOutcome {
  return { kind: 'invalid', faults }
}

function withChannel({ sellerId: _, ...texts }: CouponTexts, channel: string | undefined): CouponTexts {
  return channel === undefined || texts.channel?.trim() ? texts : { ...texts, channel }
}

const noOutcome: RowOutcome = { kind: 'invalid', faults: [{ field: '', rule: { zh: '没有结果', en: 'no outcome' } }] }

/** Why a row is not stored, by the names that the file has for fields; none for one that is. */
function reasonsOf(outcome: RowOutcome, nameOf: RowReporting['nameOf']): readonly Reason[] {
  switch (outcome.kind) {
    case 'created':
    case 'existing':
    // An earlier row of the file has the same contents.
    case 'duplicate':
      return []
    case 'conflict':
      return [reasonOfConflict(outcome.fields, nameOf)]
    case 'invalid':
      return outcome.faults.map((fault) => reasonOfFault(fault, nameOf))
  }
}

/** The code has other contents already. */
export function reasonOfConflict(given: readonly string[], nameOf: RowReporting['nameOf']): Reason {
  const fields = given.map((field) => nameOf(fieldName(field))).join(', ')
  return { zh: `同一券码已有内容不同的优惠券: ${fields}`, en: `the code already exists with another ${fields}` }
}

/** A fault by the name that the file has for its field. */
export function reasonOfFault({ field, rule }: RowFault, nameOf: RowReporting['nameOf']): Reason {
  const name = field === '' ? '' : `${nameOf(fieldName(field))} `
  return { zh: `${name}${rule.zh}`, en: `${name}${rule.en}` }
}

function add(a: ImportCounts, b: ImportCounts): ImportCounts {
  return {
    rows: a.rows + b.rows,
    created: a.created + b.created,
    existing: a.existing + b.existing,
    bad: a.bad + b.bad,
  }
}

/** Finds every rule that a coupon of a file breaks. @param answered what rows may be */
export async function couponCheck(answered: readonly ImportQuestion[]): Promise<CheckRow<CouponTexts>> {
  const { parseCouponDraft } = await import('#server')
  return ({ sellerId: _, ...texts }) => {
    const read = parseCouponDraft(texts, { answered })
    return read.kind === 'draft' ? [] : faultsOf(read)
  }
}

/** The faults of an invalid row. */
export function faultsOf({
  field,
  rule,
  others = [],
}: RowFault & Readonly<{ others?: readonly RowFault[] }>): readonly RowFault[] {
  return [{ field, rule }, ...others]
}

/** What has to be asked about a coupon of a file. @param answered what rows may be */
export function openQuestionsOf(
  answered: readonly ImportQuestion[],
): (texts: CouponTexts) => readonly ImportQuestion[] {
  return (texts) => questionsOf(texts).filter((question) => !answered.includes(question))
}
