import { cellText, number, optionalBytes, optionalNumber, optionalText, record, textOf } from '#database/record'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { defineTable, insertInto, select } from '#database/table'
import type { ItemOutcome, ItemRefusal, ItemState, PendingOutcome, RefusedItem } from '#domain/jobs/job'

const item = record({
  place: number('place'),
  /** Line in the file of an import. */
  line: optionalNumber('line_no'),
  couponCode: optionalText('coupon_code'),
  /** The member whose key sealed the target. */
  keyNo: optionalNumber('key_no'),
  targetSealed: optionalBytes('target_sealed'),
  targetDigest: optionalBytes('target_digest'),
})

export const jobItemTable = defineTable({
  name: 'job_item',
  key: ['seller_id', 'job_id', 'place'],
  columns: ['seller_id', 'job_id', ...item.columns, 'state_code', 'result'],
})

const { text: columns, at } = select(jobItemTable.columns)
const read = item.decoder(at)

export const insertItem = insertInto(jobItemTable)

/** An item as it is stored. */
export type StoredItem = ReturnType<typeof read> & Readonly<{ outcome: ItemOutcome }>

type ItemPlace = Readonly<{ sellerId: string; jobId: string }>

/** The values of a new row. */
export function encodeItem({ sellerId, jobId }: ItemPlace, stored: StoredItem): readonly SqlValue[] {
  const { outcome } = stored
  const outcomeCells = { state_code: stateCodes[outcome.state], result: resultOf(outcome) }
  return insertItem.encode({ seller_id: sellerId, job_id: jobId, ...item.cells(stored), ...outcomeCells })
}

const stateCodes: Readonly<Record<ItemState, number>> = { pending: 0, done: 1, unchanged: 2, refused: 3 }

const separator = ','

function resultOf(outcome: ItemOutcome): string | undefined {
  if (outcome.state === 'pending') return outcome.planned
  if (outcome.state === 'refused') return refusalText(outcome)
  return outcome.state === 'done' && outcome.couponCodes.length > 0 ? outcome.couponCodes.join(separator) : undefined
}

function refusalText({ refusal, fault }: RefusedItem): string {
  if (fault === undefined) return refusal
  const { field, rule, shown } = fault
  return [refusal, field, rule.zh, rule.en, ...(shown === undefined ? [] : [shown])].join(faultSeparator)
}

const faultSeparator = '\n'

function refusalOf(text: string | undefined): RefusedItem {
  const [refusal, field, zh = '', en = '', shown] = (text ?? '').split(faultSeparator)
  // Only this program writes the table, so the reason is not checked.
  const refused = { state: 'refused', refusal: refusal as ItemRefusal } as const
  return field === undefined ? refused : { ...refused, fault: { field, rule: { zh, en }, shown } }
}

/** Decodes a row with all columns. */
export function itemOfRow(row: SqlRow): StoredItem {
  return { ...read(row), outcome: outcomeOf(row[at.state_code], textOf(row[at.result])) }
}

function outcomeOf(code: SqlValue | undefined, result: string | undefined): ItemOutcome {
  switch (code) {
    case stateCodes.done:
      return { state: 'done', couponCodes: result?.split(separator) ?? [] }
    case stateCodes.unchanged:
      return { state: 'unchanged' }
    case stateCodes.refused:
      return refusalOf(result)
    default:
      // Only this program writes the table, so the word is not checked.
      return { state: 'pending', planned: result as PendingOutcome['planned'] }
  }
}

/** Items in order. */
export const listItems = sql`SELECT ${columns} FROM job_item
  WHERE seller_id = ${p.text('sellerId')} AND job_id = ${p.text('jobId')} AND place > ${p.number('afterPlace')} AND place <= ${p.number('throughPlace')} ORDER BY place LIMIT ${p.number('limit')}`

export const listItemsInState = sql`SELECT ${columns} FROM job_item
  WHERE seller_id = ${p.text('sellerId')} AND job_id = ${p.text('jobId')} AND state_code = ${p.number('stateCode')} AND place > ${p.number('afterPlace')} AND place <= ${p.number('throughPlace')} ORDER BY place LIMIT ${p.number('limit')}`

/** Items in order. */
export const listItemsAt = sql`SELECT ${columns} FROM job_item WHERE seller_id = ${p.text('sellerId')} AND job_id = ${p.text('jobId')} AND place IN (${p.numbers('places')}) ORDER BY place`

/** The code of a state, for `listItemsInState`. */
export function itemStateCode(state: ItemState): number {
  return stateCodes[state]
}

const givenItem = select(['target_digest', 'state_code', 'result'])

/** Those of these digests that a job has, with what became of their items. */
export const findItemDigests = sql`SELECT ${givenItem.text} FROM job_item WHERE seller_id = ${p.text('sellerId')} AND job_id = ${p.text('jobId')} AND target_digest IN (${p.byteses('targetDigests')})`

/** The digest of a row of `findItemDigests`, in hexadecimal. */
export function digestOfRow(row: SqlRow): string {
  return cellText(row[givenItem.at.target_digest])
}

/** The first coupon that the item of a row of `findItemDigests` gave, if it gave any. */
export function firstCodeOfRow(row: SqlRow): string | undefined {
  const outcome = outcomeOf(row[givenItem.at.state_code], textOf(row[givenItem.at.result]))
  return outcome.state === 'done' ? outcome.couponCodes.at(0) : undefined
}

export const deleteItems = sql`DELETE FROM job_item WHERE seller_id = ${p.text('sellerId')} AND job_id = ${p.text('jobId')} AND place IN (${p.numbers('places')})`

/** The place of a row with all columns. */
export function placeOfItem(row: SqlRow): number {
  return Number(row[at.place])
}

/** A row with another outcome. */
export function itemWithOutcome(row: SqlRow, outcome: ItemOutcome): SqlRow {
  return row.with(at.state_code, stateCodes[outcome.state]).with(at.result, resultOf(outcome) ?? null)
}

/** A row without the phone, card or values that it has, if the key of this member sealed them. */
export function itemWithoutTargetOf(row: SqlRow, keyNo: number): SqlRow {
  return Number(row[at.key_no] ?? Number.NaN) === keyNo ? row.with(at.target_sealed, null) : row
}

/** A row without its target, and what finds that. */
export function itemWithoutTarget(row: SqlRow): SqlRow {
  return row.with(at.target_sealed, null).with(at.target_digest, null)
}

/** Places whose targets are stored. */
export const findTargets = sql`SELECT place FROM job_item
  WHERE seller_id = ${p.text('sellerId')} AND job_id = ${p.text('jobId')} AND target_digest IS NOT NULL LIMIT ${p.number('limit')}`
