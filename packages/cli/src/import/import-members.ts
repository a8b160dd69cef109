import type { MemberRow, MemberRowOutcome } from '#server'
import type { BadRow } from './bad-rows-file.ts'
import type { ImportCounts } from './import-rows.ts'
import type { MemberSourceRow, MemberTexts } from './member-file.ts'
import type { Reason } from './source-row.ts'

/** The rows of one transaction. */
const batchSize = 200

export type MemberTarget = Readonly<{
  /** @returns one outcome per row, in order */
  store: (rows: readonly MemberRow[]) => Promise<readonly MemberRowOutcome[]>
  badRows: Readonly<{ add(row: BadRow): void }>
  /** Called after each full batch is durable. */
  committed(counts: ImportCounts): void
}>

/** Stores the members of a file in batches. Each batch is durable before the next one starts. */
export async function importMembers(rows: AsyncIterable<MemberSourceRow>, target: MemberTarget): Promise<ImportCounts> {
  let counts: ImportCounts = { rows: 0, created: 0, existing: 0, bad: 0 }
  let batch: MemberSourceRow[] = []
  for await (const row of rows) {
    batch.push(row)
    if (batch.length < batchSize) continue
    counts = add(counts, await importBatch(batch, target))
    batch = []
    target.committed(counts)
  }
  return add(counts, await importBatch(batch, target))
}

async function importBatch(batch: readonly MemberSourceRow[], target: MemberTarget): Promise<ImportCounts> {
  const read = batch.map((row) => (row.kind === 'bad' ? row : { line: row.line, ...memberRowOf(row.texts) }))
  const good = read.flatMap((row) => (row.kind === 'member' ? [row.member] : []))
  const outcomes = good.length === 0 ? [] : await target.store(good)
  let [created, existing, bad, place] = [0, 0, 0, 0]
  for (const row of read) {
    const outcome = row.kind === 'member' ? outcomes[place++] : undefined
    if (row.kind === 'member' && outcome?.kind === 'created') created += 1
    else if (row.kind === 'member' && outcome?.kind === 'existing') existing += 1
    else {
      bad += 1
      target.badRows.add({ line: row.line, reason: row.kind === 'bad' ? row.reason : reasonOf(outcome) })
    }
  }
  return { rows: batch.length, created, existing, bad }
}

type ReadMember = Readonly<{ kind: 'member'; member: MemberRow }> | Readonly<{ kind: 'bad'; reason: Reason }>

function memberRowOf(texts: MemberTexts): ReadMember {
  const { phone, cardNo, name, level, birthday, attributes } = texts
  if (phone === undefined && cardNo === undefined) return bad('缺少 phone 或 card_no', 'phone or card_no is missing')
  const long = [name, level, ...attributes.map((attribute) => attribute.name)].some((text) => (text?.length ?? 0) > 64)
  const tags = texts.tags
    ?.split(/[,，;；|]/)
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '')
  const tooLong = attributes.some(({ value }) => value.length > 512) || tags?.some((tag) => tag.length > 64)
  if (long || tooLong || (tags?.length ?? 0) > 50 || (cardNo?.length ?? 0) > 64) {
    return bad('有字段过长', 'a field is too long')
  }
  const marketingConsent = consentOf(texts)
  if (marketingConsent === 'invalid')
    return bad('consent 应为 yes 或 no，并有 consent_source', 'consent must be yes or no, with consent_source')
  return {
    kind: 'member',
    member: { phone, cardNo, change: { name, level, birthday, tags, attributes, marketingConsent } },
  }
}

function consentOf({ consent, consentSource: source }: MemberTexts) {
  if (consent === undefined && source === undefined) return undefined
  const given = answers.get(consent?.toLowerCase() ?? '')
  if (given === undefined || source === undefined || source.length > 64) return 'invalid'
  return { given, source }
}

const answers: ReadonlyMap<string, boolean> = new Map([
  ...['yes', 'true', '1', '是', '同意'].map((text) => [text, true] as const),
  ...['no', 'false', '0', '否', '不同意'].map((text) => [text, false] as const),
])

function bad(zh: string, en: string): Extract<ReadMember, { kind: 'bad' }> {
  return { kind: 'bad', reason: { zh, en } }
}

function reasonOf(outcome: MemberRowOutcome | undefined): Reason {
  if (outcome?.kind !== 'refused') return { zh: '没有结果', en: 'no outcome' }
  const { refusal } = outcome
  switch (refusal.kind) {
    case 'invalid-member':
      return { zh: `${refusal.field} ${refusal.rule.zh}`, en: `${refusal.field} ${refusal.rule.en}` }
    case 'member-ambiguous': {
      const ids = refusal.memberNos.map((memberNo) => `M${memberNo}`).join(', ')
      return { zh: `该手机号有多位会员: ${ids}，请加卡号`, en: `several members hold the phone: ${ids}; add the card` }
    }
    default:
      return { zh: '会员不能修改', en: refusal.kind }
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
