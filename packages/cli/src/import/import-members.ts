import type { MemberRow, MemberRowOutcome } from '#server'
import { type ImportCounts, inBatches } from './import-rows.ts'
import { type Imported, type ReadingOptions, type RowReport, withReport } from './import-text.ts'
import { type MemberSourceRow, readMembers } from './member-file.ts'
import type { TextFile } from './open-text.ts'
import type { Reason } from './source-row.ts'

/** The rows of one transaction. */
const batchSize = 200

type Store = (rows: readonly MemberRow[]) => Promise<readonly MemberRowOutcome[]>

/**
 * Stores the members of a file in batches. Each batch is durable before the next one starts.
 * @param store returns one outcome per row, in order
 */
export function importMembers(
  file: TextFile,
  { ignoreUnknown = false }: ReadingOptions,
  store: Store,
): Promise<Imported> {
  return withReport(file, ({ badRows, committed }) =>
    inBatches(readMembers(file, { ignoreUnknown }), batchSize, {
      store: (batch) => importBatch(batch, { store, badRows }),
      committed,
    }),
  )
}

type Target = Pick<RowReport, 'badRows'> & Readonly<{ store: Store }>

async function importBatch(batch: readonly MemberSourceRow[], target: Target): Promise<ImportCounts> {
  const { readMemberTexts } = await import('#server')
  const read = batch.map((row) => (row.kind === 'bad' ? row : { line: row.line, ...readMemberTexts(row.texts) }))
  const good = read.flatMap((row) => (row.kind === 'member' ? [row.row] : []))
  const outcomes = good.length === 0 ? [] : await target.store(good)
  let [created, existing, bad, place] = [0, 0, 0, 0]
  for (const row of read) {
    const outcome = row.kind === 'member' ? outcomes[place++] : undefined
    if (row.kind === 'member' && outcome?.kind === 'created') created += 1
    else if (row.kind === 'member' && outcome !== undefined && outcome.kind !== 'refused') existing += 1
    else {
      bad += 1
      const reason = row.kind === 'bad' ? row.reason : row.kind === 'invalid' ? reasonOfField(row) : reasonOf(outcome)
      target.badRows.add({ line: row.line, reason })
    }
  }
  return { rows: batch.length, created, existing, bad }
}

function reasonOf(outcome: MemberRowOutcome | undefined): Reason {
  if (outcome?.kind !== 'refused') return { zh: '没有结果', en: 'no outcome' }
  const { refusal } = outcome
  switch (refusal.kind) {
    case 'invalid-member':
      return reasonOfField(refusal)
    case 'member-ambiguous': {
      const ids = refusal.memberNos.map((memberNo) => `M${memberNo}`).join(', ')
      return { zh: `该手机号有多位会员: ${ids}，请加卡号`, en: `several members hold the phone: ${ids}; add the card` }
    }
    default:
      return { zh: '会员不能修改', en: refusal.kind }
  }
}

function reasonOfField({ field, rule }: Readonly<{ field: string; rule: Reason }>): Reason {
  return { zh: `${field} ${rule.zh}`, en: `${field} ${rule.en}` }
}
