import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, expect, test } from 'vitest'
import { sqliteProfile } from '#database/ddl-profile'
import { migrations } from '#store/schema/migrations'
import { tables } from './tables.ts'

const database = new Database(':memory:')
for (const statement of migrations.flatMap(({ statements }) => statements(sqliteProfile))) database.exec(statement)
afterAll(() => database.close())

type Column = Readonly<{ name: string; pk: number }>

function columnsOf(table: string): readonly Column[] {
  return database.prepare<[], Column>(`SELECT name, pk FROM pragma_table_info('${table}')`).all()
}

test('no code of the store reads a row by a position typed by hand', () => {
  const source = join(import.meta.dirname, '../..')
  const files = globSync('{store,move-store}/**/*.ts', { cwd: source }).filter((file) => !file.endsWith('.test.ts'))
  expect(files).toContain('store/tables/coupon.ts')
  const typed = files.filter((file) => /[\w)\]]\??\.?\[\d+\]/.test(readFileSync(join(source, file), 'utf8')))
  expect(typed).toEqual([])
})

test('the descriptors are the tables of the schema, each with its columns and its key', () => {
  const names = database
    .prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all()
  const schema = names.map((name) => {
    const columns = columnsOf(name)
    const key = columns.filter(({ pk }) => pk > 0).toSorted((left, right) => left.pk - right.pk)
    return [name, { key: key.map((column) => column.name), columns: columns.map((column) => column.name).toSorted() }]
  })
  const described = tables.map(({ name, key, columns }) => [name, { key, columns: columns.toSorted() }])
  expect(Object.fromEntries(described)).toEqual(Object.fromEntries(schema))
})
