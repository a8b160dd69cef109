import Database from 'better-sqlite3'
import { afterAll, expect, test } from 'vitest'
import { sqliteProfile } from '#database/ddl-profile'
import { memberKeyMigrations } from '#store/schema/member-keys'
import { erasedMemberTable } from './erased-member.ts'
import { memberKeyTable } from './member-key.ts'

const database = new Database(':memory:')
for (const statement of memberKeyMigrations.flatMap(({ statements }) => statements(sqliteProfile)))
  database.exec(statement)
afterAll(() => database.close())

test.each([memberKeyTable, erasedMemberTable])(
  '$name is described with the columns and the key of the schema',
  (table) => {
    const columns = database
      .prepare<[], { name: string; pk: number }>(`SELECT name, pk FROM pragma_table_info('${table.name}')`)
      .all()
    expect(table.columns).toEqual(columns.map(({ name }) => name))
    const key = columns.filter(({ pk }) => pk > 0).toSorted((left, right) => left.pk - right.pk)
    expect(table.key).toEqual(key.map(({ name }) => name))
  },
)
