import type { MemberRow, MemberRowOutcome, RowTrial } from '#server'
import {
  type ImportCounts,
  type ImportTarget,
  inBatches,
  type RowFault,
  type RowOutcome,
  type RowReporting,
  reasonOfFault,
} from './import-rows.ts'
import type { Reason, SourceRow } from './source-row.ts'

/** The rows of one transaction. */
const batchSize = 200

/** The values of a row by properties of members, `attribute.NAME` for attributes. */
export type MemberValues = Readonly<Record<string, string>>

/** `store` returns one outcome per row, in order. */
export type MemberTarget = RowReporting &
  Readonly<{ store: (rows: readonly GoodRow[]) => Promise<readonly MemberRowOutcome[]> }>

/** A row that keeps the rules, as the file has it and as it is read. */
type GoodRow = Readonly<{ values: MemberValues; row: MemberRow }>

/** Stores the members of a file in batches. Each batch is durable before the next one starts. */
export function importMembers(
  rows: AsyncIterable<SourceRow<MemberValues>>,
  target: MemberTarget,
): Promise<ImportCounts> {
  const { committed } = target
  return inBatches(rows, batchSize, { store: (batch) => importBatch(batch, target), committed })
}

async function importBatch(
  batch: readonly SourceRow<MemberValues>[],
  { store, badRows, nameOf }: MemberTarget,
): Promise<ImportCounts> {
  const { readMemberRow } = await import('#server')
  const read = batch.map(({ texts }) => readMemberRow(texts))
  const good = read.flatMap((row, index) => {
    const { texts: values, fault } = batch[index] ?? {}
    return 'state' in row || values === undefined || fault !== undefined ? [] : [{ values, row }]
  })
  const outcomes = (good.length === 0 ? [] : await store(good)).values()
  let [created, existing, bad] = [0, 0, 0]
  for (const [index, { line, cells, fault }] of batch.entries()) {
    const row = read[index]
    const faults: readonly RowFault[] =
      row !== undefined && 'state' in row && row.fault !== undefined ? [row.fault, ...(row.others ?? [])] : []
    const reasons = [...(fault === undefined ? [] : [fault]), ...faults.map((one) => reasonOfFault(one, nameOf))]
    const outcome = reasons.length > 0 ? undefined : outcomes.next().value
    if (reasons.length === 0 && outcome?.kind === 'created') created += 1
    else if (outcome !== undefined && outcome.kind !== 'refused') existing += 1
    else {
      bad += 1
      badRows.add({ line, cells, reasons: reasons.length > 0 ? reasons : [reasonOf(outcome, nameOf)] })
    }
  }
  return { rows: batch.length, created, existing, bad }
}

function reasonOf(outcome: MemberRowOutcome | undefined, nameOf: RowReporting['nameOf']): Reason {
  if (outcome?.kind !== 'refused') return { zh: '没有结果', en: 'no outcome' }
  const { refusal } = outcome
  switch (refusal.kind) {
    case 'invalid-member':
      return reasonOfFault(refusal, nameOf)
    case 'member-ambiguous': {
      const ids = refusal.memberNos.map((memberNo) => `M${memberNo}`).join(', ')
      return { zh: `该手机号有多位会员: ${ids}，请加卡号`, en: `several members hold the phone: ${ids}; add the card` }
    }
    default:
      return { zh: '会员不能修改', en: refusal.kind }
  }
}

type Planned = Awaited<ReturnType<RowTrial>>[number]

/** Finds what an import would do with coupons, in place of storing them. */
export function tryCoupons(tryRows: RowTrial): ImportTarget['store'] {
  return async (rows) => (await tryRows(rows.map(valuesOf))).map(outcomeOf)
}

/** The same for members. */
export function tryMembers(tryRows: RowTrial): MemberTarget['store'] {
  return async (rows) => (await tryRows(rows.map(({ values }) => values))).map(memberOutcomeOf)
}

function valuesOf(texts: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])))
}

function outcomeOf(planned: Planned): RowOutcome {
  if (planned === 'created') return { kind: 'created' }
  if (planned === undefined || planned === 'unchanged') return { kind: 'existing' }
  const { refusal, fault, others = [] } = planned
  if (refusal === 'coupon-differs') return { kind: 'conflict', fields: (fault?.field ?? '').split(',') }
  const faults: readonly RowFault[] = fault === undefined ? [{ field: '', rule: unnamed(refusal) }] : [fault, ...others]
  return { kind: 'invalid', faults }
}

function memberOutcomeOf(planned: Planned): MemberRowOutcome {
  if (planned === 'created') return { kind: 'created' }
  if (planned === undefined) return { kind: 'changed' }
  if (planned === 'unchanged') return { kind: 'existing' }
  const { field, rule } = planned.fault ?? { field: '', rule: unnamed(planned.refusal) }
  return { kind: 'refused', refusal: { kind: 'invalid-member', field, rule } }
}

/** Refusals of members whose reason names no field. */
function unnamed(refusal: string): RowFault['rule'] {
  return refusal === 'member-ambiguous'
    ? { zh: '该手机号有多位会员，请加卡号', en: 'several members hold the phone; add the card' }
    : { zh: '会员不能修改', en: refusal }
}
