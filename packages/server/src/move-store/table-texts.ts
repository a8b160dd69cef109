import { inListTexts } from '#database/in-list'
import { fencedName, fencedTables, type MovedTable } from './moved-tables.ts'

/** The statements that copy one table. Rows are all columns, in the order of the table. */
export type TableTexts = Readonly<{
  /** Takes limit; with seller data, seller first. The first rows in the order of the key. */
  first: string
  /** Takes the values of `afterValues` and limit: the rows after one. */
  after: string
  /** Takes seller and the rest of a key of two columns, as a list. */
  byKeys: ReadonlyMap<number, string>
  /** Takes seller, first and last of the second key column. */
  range: string
  insert: string
  /** Takes the key. */
  delete: string
  /** Counts the rows; takes seller with seller data. */
  count: string
}>

/** @param isFenced whether the table may bear its fenced name */
export function tableTexts({ name, columns, key, isOfSeller }: MovedTable, isFenced = false): TableTexts {
  const from = isFenced && isFencedTable(name) ? fencedName(name) : name
  const all = columns.join(', ')
  const inOrder = isOfSeller ? key.slice(1) : key
  const scope = isOfSeller ? 'seller_id = ?' : '1 = 1'
  const order = inOrder.length === 0 ? '' : `ORDER BY ${inOrder.join(', ')}`
  const second = key[1] ?? ''
  return {
    first: `SELECT ${all} FROM ${from} WHERE ${scope} ${order} LIMIT ?`,
    after: `SELECT ${all} FROM ${from} WHERE ${scope} AND (${afterTest(inOrder)}) ${order} LIMIT ?`,
    byKeys: inListTexts((marks) => `SELECT ${all} FROM ${from} WHERE seller_id = ? AND ${second} IN (${marks})`),
    range: `SELECT ${all} FROM ${from} WHERE seller_id = ? AND ${second} BETWEEN ? AND ? ORDER BY ${second}`,
    insert: `INSERT INTO ${from} (${all}) VALUES (${columns.map(() => '?').join(', ')})`,
    delete: `DELETE FROM ${from} WHERE ${key.map((column) => `${column} = ?`).join(' AND ')}`,
    count: `SELECT COUNT(*) FROM ${from} WHERE ${scope}`,
  }
}

/** `a > ? OR (a = ? AND b > ?)`: the rows after one, in words that every engine finds on a key. */
function afterTest(key: readonly string[]): string {
  const tests = key.map((column, place) => {
    const equal = key.slice(0, place).map((before) => `${before} = ?`)
    return `(${[...equal, `${column} > ?`].join(' AND ')})`
  })
  return tests.length === 0 ? '1 = 0' : tests.join(' OR ')
}

/** The values that the test of `after` takes of the last row's ordered key. */
export function afterValues<Value>(key: readonly Value[]): readonly Value[] {
  return key.flatMap((_, place) => key.slice(0, place + 1))
}

function isFencedTable(name: string): boolean {
  return fencedTables.some((fenced) => fenced === name)
}
