import type { SqlRow, SqlValue } from '#database/sql-engine'
import { templateText } from '#domain/templates/template-text'
import { termsOfText } from '#store/tables/template-row'
import { type KeyedRows, rowsByKey } from './rows-by-key.ts'
import type { SellerAudit } from './seller-audit.ts'
import type { TemplateTrace } from './template-traces.ts'

const templates: KeyedRows = {
  table: 'coupon_template',
  key: ['coupon_id'],
  others: ['version', 'closed_at_ms', 'counts_stock', 'counts_members'],
}
const versions: KeyedRows = {
  table: 'template_version',
  key: ['coupon_id', 'version'],
  others: ['terms_text', 'saved_at_ms'],
}
const stocks: KeyedRows = {
  table: 'template_stock',
  key: ['coupon_id'],
  others: ['taken_total', 'day_text', 'taken_day'],
}

type Traces = ReadonlyMap<string, TemplateTrace>

/** Compares templates, their versions and their stocks with what events and claimed coupons say. */
export async function verifyTemplates(audit: SellerAudit, traces: Traces): Promise<void> {
  const ids = [...traces.keys()]
  await compare(audit, templates, { expected: ids, isSame: (row) => isSameTemplate(row, traces) })
  const saved = ids.flatMap((id) => traces.get(id)?.saved.map((_, place) => `${id} version ${place + 1}`) ?? [])
  await compare(audit, versions, { expected: saved, isSame: (row) => isSameVersion(row, traces) })
  const counted = ids.filter((id) => traces.get(id)?.stock !== undefined)
  await compare(audit, stocks, { expected: counted, isSame: (row) => isSameStock(row, traces) })
}

type Comparison = Readonly<{
  /** Names of the rows that must exist. */
  expected: readonly string[]
  /** @returns undefined for a row that no event mentions */
  isSame: (row: SqlRow) => boolean | undefined
}>

async function compare(audit: SellerAudit, rows: KeyedRows, { expected, isSame }: Comparison): Promise<void> {
  const missing = new Set(expected)
  for await (const row of rowsByKey(audit.reader, rows, audit.sellerId)) {
    const name = row.slice(0, rows.key.length).join(' version ')
    const same = isSame(row)
    missing.delete(name)
    if (same === undefined) audit.findings.add(rows.table, `coupon_id ${name}`, 'no event mentions it')
    else if (!same) audit.findings.add(rows.table, `coupon_id ${name}`, 'altered')
  }
  for (const name of missing) audit.findings.add(rows.table, `coupon_id ${name}`, 'missing')
}

function isSameTemplate([id, version, closedAtMs, countsStock, countsMembers]: SqlRow, traces: Traces) {
  const trace = traces.get(String(id))
  if (trace === undefined) return undefined
  const flags = [trace.countsStock ? 1 : 0, trace.countsMembers ? 1 : 0]
  return areSame([version, closedAtMs, countsStock, countsMembers], [trace.version, trace.closedAtMs ?? null, ...flags])
}

function isSameVersion([id, version, terms, savedAtMs]: SqlRow, traces: Traces): boolean | undefined {
  const saved = traces.get(String(id))?.saved[Number(version) - 1]
  if (saved === undefined) return undefined
  return Number(savedAtMs) === saved.atMs && eventTextOf(terms, Number(version)) === saved.text
}

/** @returns undefined for terms that cannot be read */
function eventTextOf(terms: SqlValue | undefined, version: number): string | undefined {
  try {
    return templateText(termsOfText(terms), version)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function isSameStock([id, total, day, onDay]: SqlRow, traces: Traces): boolean | undefined {
  const stock = traces.get(String(id))?.stock
  return stock === undefined ? undefined : areSame([total, day, onDay], [stock.total, stock.day, stock.onDay])
}

function areSame(stored: readonly (SqlValue | undefined)[], expected: readonly SqlValue[]): boolean {
  return expected.every((value, place) => {
    const other = stored[place] ?? null
    return typeof value === 'number' && other !== null ? Number(other) === value : other === value
  })
}
