import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import type { SqlRow } from '#database/sql-engine'
import { memberKeysName } from '#database/sqlite/data-folder'

const fixture = join(import.meta.dirname, '../../../../tests/fixtures/store-of-schema-1')

/** The key of the store that `tests/fixtures/store-of-schema-1` describes. */
export const masterKey = '5a'.repeat(32)

/** Makes a data folder with the files of that store. */
export function unpackStoreOfSchema1(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  for (const name of ['yaoquan.db', memberKeysName]) {
    writeFileSync(join(dataDir, name), gunzipSync(readFileSync(join(fixture, `${name}.gz`))), { mode: 0o600 })
  }
}

/** A coupon as the program of that time exported it, by its names on the wire. */
type Exported = Readonly<Partial<Record<string, string>>>

/** The coupons of seller 111 in that store. */
export function couponsOf111(): readonly Exported[] {
  const lines = readFileSync(join(fixture, 'coupons-of-111.ndjson'), 'utf8').trim().split('\n')
  return lines.map((line): Exported => JSON.parse(line))
}

/** Every row of a database by table, with its columns. */
export function rowsOf(
  file: string,
): ReadonlyMap<string, Readonly<{ columns: readonly string[]; rows: readonly SqlRow[] }>> {
  const database = new Database(file, { readonly: true })
  try {
    const names = database
      .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      .pluck()
    return new Map(
      names.all().map((table) => {
        const all = database.prepare<[], SqlRow>(`SELECT * FROM ${table}`).raw()
        return [table, { columns: all.columns().map(({ name }) => name), rows: all.all() }]
      }),
    )
  } finally {
    database.close()
  }
}
