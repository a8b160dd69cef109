import { isDeepStrictEqual } from 'node:util'
import { numberOf } from '#database/record'
import { rowsInKeyOrder } from '#database/rows-in-key-order'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { select, type Table } from '#database/table'
import { publishedFromMs, type TemplateTerms, templateText } from '#domain/templates/template'
import { type TemplateTrace, templateDigest } from '#store/events/template-traces'
import { stockCountOfRow, templateStockTable } from '#store/tables/claim-counters'
import { couponTemplateTable } from '#store/tables/coupon-template'
import { readTerms, templateVersionTable } from '#store/tables/template-version'
import type { SellerAudit } from './findings.ts'

const template = select(couponTemplateTable.columns)
const templateVersion = select(templateVersionTable.columns)
const stock = select(templateStockTable.columns)

type Traces = ReadonlyMap<string, TemplateTrace>

/** Compares templates, their versions and their stocks with what events and claimed coupons say. */
export async function verifyTemplates(audit: SellerAudit, traces: Traces): Promise<void> {
  const ids = [...traces.keys()]
  await compare(audit, couponTemplateTable, { expected: ids, problemOf: (row) => compareTemplate(row, traces) })
  const saved = ids.flatMap((id) => traces.get(id)?.saved.map((_, place) => versionKey(id, place + 1)) ?? [])
  await compare(audit, templateVersionTable, { expected: saved, problemOf: (row) => compareVersion(row, traces) })
  const counted = ids.filter((id) => traces.get(id)?.stock !== undefined)
  await compare(audit, templateStockTable, { expected: counted, problemOf: (row) => compareStock(row, traces) })
}

/** A row of the table, and whether it is as the events say; undefined when no event mentions it. */
type Compared = Readonly<{ key: string; isSame: boolean | undefined }>

type Comparison = Readonly<{
  /** Keys of the rows that must exist. */
  expected: readonly string[]
  problemOf: (row: SqlRow) => Compared
}>

async function compare(
  { reader, sellerId, findings }: SellerAudit,
  table: Table,
  { expected, problemOf }: Comparison,
): Promise<void> {
  const missing = new Set(expected)
  for await (const row of rowsInKeyOrder(reader, { table, sellerId })) {
    const { key, isSame } = problemOf(row)
    missing.delete(key)
    if (isSame === undefined) findings.add(table.name, `coupon_id ${key}`, 'no event mentions it')
    else if (!isSame) findings.add(table.name, `coupon_id ${key}`, 'altered')
  }
  for (const key of missing) findings.add(table.name, `coupon_id ${key}`, 'missing')
}

function versionKey(couponId: string, version: number): string {
  return `${couponId} version ${version}`
}

function compareTemplate(row: SqlRow, traces: Traces): Compared {
  const { coupon_id, ...stored } = template.named(row)
  const key = String(coupon_id)
  const trace = traces.get(key)
  const isSame =
    trace &&
    Number(stored.version) === trace.version &&
    numberOf(stored.closed_at_ms) === trace.closedAtMs &&
    stored.counts_stock === (trace.countsStock ? 1 : 0) &&
    stored.counts_members === (trace.countsMembers ? 1 : 0)
  return { key, isSame }
}

function compareVersion(row: SqlRow, traces: Traces): Compared {
  const stored = templateVersion.named(row)
  const [couponId, version] = [String(stored.coupon_id), Number(stored.version)]
  const saved = traces.get(couponId)?.saved[version - 1]
  const terms = termsOf(stored.terms_text)
  const isSame =
    saved &&
    terms !== undefined &&
    Number(stored.saved_at_ms) === saved.atMs &&
    numberOf(stored.published_from_ms) === publishedFromMs(terms) &&
    templateDigest(templateText(terms, version)) === saved.digest
  return { key: versionKey(couponId, version), isSame }
}

/** @returns undefined for terms that cannot be read */
function termsOf(text: SqlValue): TemplateTerms | undefined {
  try {
    return readTerms(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function compareStock(row: SqlRow, traces: Traces): Compared {
  const key = String(stock.named(row).coupon_id)
  const expected = traces.get(key)?.stock
  return { key, isSame: expected && isDeepStrictEqual(stockCountOfRow(row), expected) }
}
