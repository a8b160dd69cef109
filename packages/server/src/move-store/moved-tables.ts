import type { SqlRow, SqlTransaction } from '#database/sql-engine'
import { p, positional, sql } from '#database/statement'
import { insertInto, keyOf, type Table } from '#database/table'
import { type TableName, tables } from '#store/tables/tables'

/**
 * How a move copies a table.
 *
 * - `by number`: coupons and events are many, and copied by their numbers.
 * - `beside`: a redemption's events name it, so it is copied beside them.
 * - `requests`: one row a write, never changed.
 * - `compared`: seller data that changes in place and is compared whole.
 * - `shared`: the data of no seller, which is little.
 * - `each`: its rows one by one, without the mark of the move.
 * - `made anew`: data of the store itself, and what may be forgotten.
 */
type Copying = 'by number' | 'beside' | 'requests' | 'compared' | 'shared' | 'each' | 'made anew'

const copying: Readonly<Record<TableName, Copying>> = {
  app: 'shared',
  app_secret_reader: 'shared',
  app_seller: 'shared',
  app_session: 'shared',
  category: 'compared',
  chain_event: 'by number',
  counter: 'compared',
  coupon: 'by number',
  coupon_template: 'compared',
  event_cut: 'compared',
  event_head: 'compared',
  figure_cursor: 'compared',
  figure_day: 'compared',
  figure_name: 'compared',
  figure_outstanding: 'compared',
  job: 'compared',
  job_item: 'compared',
  member: 'compared',
  member_card: 'compared',
  member_event: 'compared',
  member_merge: 'compared',
  member_phone: 'compared',
  member_usage: 'compared',
  oauth_grant: 'shared',
  operator: 'shared',
  operator_role: 'shared',
  operator_session: 'shared',
  out_request: 'requests',
  phone_member: 'compared',
  reconciliation_finding: 'compared',
  reconciliation_report: 'compared',
  redemption: 'beside',
  refused_call: 'compared',
  redemption_upload: 'compared',
  reserved_code: 'compared',
  retention_policy: 'shared',
  retention_wait: 'shared',
  rule_event: 'compared',
  sale: 'compared',
  sale_return: 'compared',
  saved_view: 'shared',
  sealed_set: 'shared',
  sealed_text: 'compared',
  seller: 'shared',
  seller_policy: 'shared',
  shop_order: 'compared',
  shop_order_coupon: 'compared',
  shop_order_line: 'compared',
  shop: 'compared',
  shop_group: 'shared',
  sign_in_attempt: 'made anew',
  store_key: 'shared',
  store_property: 'each',
  template_cut: 'compared',
  template_stock: 'compared',
  template_version: 'compared',
  usage_day: 'shared',
  used_sign: 'compared',
  waiting_request: 'shared',
  webhook: 'compared',
}

/** Tables whose rows are counted on both sides. */
export const countedTables: readonly Table[] = copied('by number', 'beside', 'requests')

/** Seller data that is compared whole. */
export const comparedTables: readonly Table[] = copied('compared')

/** All tables with data of sellers that are not shared by the whole store. */
export const tablesBySeller: readonly Table[] = copied('by number', 'beside', 'requests', 'compared')

/** The data of no seller. */
export const sharedTables: readonly Table[] = copied('shared')

function copied(...ways: readonly Copying[]): readonly Table[] {
  return tables.filter(({ name }) => ways.includes(copying[name]))
}

/**
 * Tables that take another name while a store must not be written to. Every write of seller data needs the first; the
 * others are for other writes.
 */
export const fencedTables = [
  ...(['event_head', 'out_request', 'refused_call', 'reconciliation_report'] as const),
  ...(['usage_day', 'webhook', 'sealed_set', 'job'] as const),
] as const

/** The name of a fenced table. */
export function fencedName(name: string): string {
  return `${name}_moved`
}

/** The name that a table has in a source that may be fenced. */
export function nameInSource({ name }: Table, isFenced: boolean): string {
  return isFenced && fencedTables.some((fenced) => fenced === name) ? fencedName(name) : name
}

/** The statements that copy rows of one table with all columns. */
type TableTexts = Readonly<{
  /** Parameters: seller, first and last of the second key column. */
  range: string
  /** Parameters: all columns. */
  insert: string
  /** Parameters: the key. */
  delete: string
  /** Counts a seller's rows. Parameter: seller. */
  count: string
}>

/** @param name of the table, if it is renamed */
export function tableTexts(table: Table, name: string = table.name): TableTexts {
  const from = `SELECT ${table.columns.join(', ')} FROM ${name} WHERE seller_id = ?`
  const second = table.key.at(1) ?? ''
  return {
    range: `${from} AND ${second} BETWEEN ? AND ? ORDER BY ${second}`,
    insert: insertInto({ ...table, name }).text,
    delete: `DELETE FROM ${name} WHERE ${table.key.map((column) => `${column} = ?`).join(' AND ')}`,
    count: `SELECT COUNT(*) FROM ${name} WHERE seller_id = ?`,
  }
}

/** Reads the rows of a seller by the second columns of their keys. */
export function findByKeys(table: Table) {
  const from = `SELECT ${table.columns.join(', ')} FROM ${table.name}`
  return sql`${from} WHERE seller_id = ${p.text('sellerId')} AND ${table.key.at(1) ?? ''} IN (${p.cells('keys')})`
}

/** Replaces the rows with the same keys. */
export async function replaceRows(transaction: SqlTransaction, table: Table, rows: readonly SqlRow[]): Promise<void> {
  const texts = tableTexts(table)
  for (const row of rows) await transaction.run(positional(texts.delete, keyOf(table, row)))
  await transaction.insertMany(texts.insert, rows)
}
