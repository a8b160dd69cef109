import { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Table } from '#database/table'
import { summedTables } from '#store/events/table-sums'
import { proofs, sealedTables } from '#store/keys/sealed-tables'
import { openStore } from '#store/open-store'
import { sumsProperty } from '#store/tables/store-property'
import { type TableName, tables } from '#store/tables/tables'
import { liveIn } from '#testing/lived-in-store'
import { namedTables } from '#testing/named-tables'
import { deletionOf, oneEditPerTable } from '#testing/one-edit-per-table'
import { removeOldEvents } from '#testing/remove-old-events'
import { temporaryFolder } from '#testing/temporary-folder'
import { openAudit } from './open-audit.ts'

const parent = temporaryFolder()
const masterKey = '5a'.repeat(32)
const original = join(parent, 'original')
/** Events of both sellers were removed, so that every table has rows. */
const boundary = join(parent, 'boundary')
const names = tables.map(({ name }) => name)
const ofBoundary: ReadonlySet<string> = new Set(['event_cut', 'template_cut'])
const uncovered = names.filter((table) => proofs[table] === 'nothing')
const covered = names.filter((table) => proofs[table] !== 'nothing')
/** A counter of a member that is missing is made anew by the next claim. */
const mayBeMissing: ReadonlySet<string> = new Set(['member_usage'])

beforeAll(async () => {
  const store = await openStore({ dataDir: original, masterKey })
  for (const sellerId of ['111', '222']) await liveIn(store, sellerId)
  await store.close()
  cpSync(original, boundary, { recursive: true })
  const later = await openStore({ dataDir: boundary, masterKey })
  for (const sellerId of ['111', '222']) {
    await removeOldEvents(later, { sellerId, beforeMs: Date.parse('2026-12-03') })
  }
  await later.close()
})

test('what no audit covers is listed in docs/operations/audit.md with the reason, and nothing else is', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../../../docs/operations/audit.md'), 'utf8')
  const [, list = ''] = text.split('| not covered | why |\n')
  const rows = (list.split('\n\n')[0] ?? '').split('\n').slice(1)
  const listed = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name))
  expect(listed.toSorted()).toEqual(uncovered.toSorted())
})

test.each(covered)('names %s after an edit', async (table) => {
  expect(await namedAfter(table, oneEditPerTable[table])).toContain(nameOf(table))
})

test.each(covered.filter((table) => !mayBeMissing.has(table)))('names %s after a row was deleted', async (table) => {
  // The first counter is that of cards, so their number does not match.
  const name = table === 'counter' ? 'member_card' : nameOf(table)
  expect(await namedAfter(table, deletionOf(tableOf(table)))).toContain(name)
})

test.each(uncovered.filter((table) => table !== 'store_key'))(
  'says nothing of %s, which decides nothing',
  async (table) => {
    for (const statement of [oneEditPerTable[table], deletionOf(tableOf(table))]) {
      expect(await namedAfter(table, statement)).toEqual([])
    }
  },
)

describe.each(sealedTables)('opening a store whose sum of $table was deleted seals nothing over', ({ table }) => {
  const known = tables.find(({ name }) => name === table)
  test.each([
    ['an edit', known === undefined ? '' : oneEditPerTable[known.name]],
    ['a table that was emptied', `DELETE FROM ${table}`],
  ])('%s', async (_what, statement) => {
    const copy = copyOf(original)
    edit(copy, statement)
    edit(copy, `DELETE FROM sealed_set WHERE set_name = '${table}'`)
    await (await openStore({ dataDir: copy, masterKey })).close()
    expect(await named(copy)).toContain('sealed_set')
  })
})

test('opening seals nothing anew where also the list of sums was deleted, or the sum over it', async () => {
  const copy = copyOf(original)
  edit(copy, oneEditPerTable.app)
  edit(copy, "DELETE FROM sealed_set WHERE set_name IN ('app', 'store_property')")
  edit(copy, `DELETE FROM store_property WHERE property_name = '${sumsProperty}'`)
  await (await openStore({ dataDir: copy, masterKey })).close()
  expect(await named(copy)).toEqual(expect.arrayContaining(['app', 'sealed_set', 'store_property']))
})

describe.each(summedTables)('a sum in the head', ({ table }) => {
  const { name, columns } = table
  test.each(columns.filter((column) => column !== 'due_ms'))(`names ${name} after an edit of %s`, async (column) => {
    const other = `CASE typeof(${column}) WHEN 'text' THEN ${column} || 'x' WHEN 'blob' THEN zeroblob(7)
      ELSE COALESCE(${column}, 0) + 100000 END`
    const edit = deletionOf(table).replace(`DELETE FROM ${name}`, `UPDATE ${name} SET ${column} = ${other}`)
    expect(await namedAfter(table.name, edit)).toContain(name)
  })
})

function tableOf(name: TableName): Table {
  const table = tables.find((one) => one.name === name)
  if (table === undefined) throw new Error(`no table ${name}`)
  return table
}

/** The sum over all tables of members cannot tell which one it is. */
function nameOf(table: TableName): string {
  return proofs[table] === 'members' ? 'member' : table
}

let copies = 0

function copyOf(from: string): string {
  copies += 1
  const copy = join(parent, `copy-${copies}`)
  mkdirSync(copy)
  cpSync(from, copy, { recursive: true })
  return copy
}

async function namedAfter(table: string, statement: string): Promise<readonly string[]> {
  const copy = copyOf(ofBoundary.has(table) ? boundary : original)
  expect(edit(copy, statement), statement).toBeGreaterThan(0)
  return named(copy)
}

/** @returns how many rows it changed */
function edit(dataDir: string, statement: string): number {
  const database = new Database(join(dataDir, 'yaoquan.db'))
  const { changes } = database.prepare(statement).run()
  database.close()
  return changes
}

async function named(dataDir: string): Promise<readonly string[]> {
  const audit = await openAudit({ dataDir, masterKey })
  try {
    return namedTables(await audit.verify({}))
  } finally {
    await audit.close()
  }
}
