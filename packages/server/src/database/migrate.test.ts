import { join } from 'node:path'
import { expect, test } from 'vitest'
import { migrations } from '#store/schema/migrations'
import { temporaryFolder } from '#testing/temporary-folder'
import { sqliteProfile } from './ddl-profile.ts'
import { type Migration, migrate, type SchemaChange } from './migrate.ts'
import type { SqlEngine } from './sql-engine.ts'
import { openSqliteEngine } from './sqlite/open-sqlite-engine.ts'
import { positional } from './statement.ts'

const folder = temporaryFolder()
const makeNote: Migration = {
  version: 1,
  statements: () => ['CREATE TABLE note (id INTEGER)', 'INSERT INTO note VALUES (1)'],
}
const addNote: Migration = { version: 2, statements: () => ['INSERT INTO note VALUES (2)'] }
const failing: Migration = {
  version: 3,
  statements: () => ['INSERT INTO note VALUES (3)', 'INSERT INTO nowhere VALUES (1)'],
}

async function withEngines(name: string, use: (one: SqlEngine, other: SqlEngine) => Promise<void>): Promise<void> {
  const engines = [await openSqliteEngine(join(folder, name)), await openSqliteEngine(join(folder, name))] as const
  await use(...engines)
  for (const engine of engines) await engine.close()
}

const nothing = async () => undefined

async function notes(engine: SqlEngine): Promise<readonly unknown[]> {
  return (await engine.reader.all(positional('SELECT id FROM note ORDER BY id'))).map(([id]) => id)
}

test('the steps are numbered 1, 2, 3 …', () => {
  expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, place) => place + 1))
})

test('takes each step once, in order, and later ones later', async () => {
  await withEngines('steps.db', async (engine) => {
    const changes: SchemaChange[] = []
    const beforeUpgrade = async (change: SchemaChange) => void changes.push(change)
    await migrate(engine, sqliteProfile, [makeNote], beforeUpgrade)
    expect(await notes(engine)).toEqual([1])
    await migrate(engine, sqliteProfile, [makeNote, addNote], beforeUpgrade)
    await migrate(engine, sqliteProfile, [makeNote, addNote], beforeUpgrade)
    expect(await notes(engine)).toEqual([1, 2])
    expect(changes).toEqual([{ from: 1, to: 2 }])
  })
})

test('two programs that migrate at the same time apply each step once', async () => {
  await withEngines('at-once.db', async (one, other) => {
    await Promise.all([one, other].map((engine) => migrate(engine, sqliteProfile, [makeNote, addNote])))
    expect(await notes(one)).toEqual([1, 2])
  })
})

test('leaves the schema as it was when a step fails', async () => {
  await withEngines('failing.db', async (engine) => {
    await migrate(engine, sqliteProfile, [makeNote])
    const steps = [makeNote, addNote, failing]
    await expect(migrate(engine, sqliteProfile, steps, nothing)).rejects.toThrow(/nowhere/)
    expect(await notes(engine)).toEqual([1])
    await migrate(engine, sqliteProfile, [makeNote, addNote], nothing)
    expect(await notes(engine)).toEqual([1, 2])
  })
})

test('leaves the schema as it was where no upgrade is wanted, or the copy before it fails', async () => {
  await withEngines('refused.db', async (engine) => {
    await migrate(engine, sqliteProfile, [makeNote])
    const full = () => Promise.reject(new Error('no room for the copy'))
    await expect(migrate(engine, sqliteProfile, [makeNote, addNote])).rejects.toThrow(/start serve/)
    await expect(migrate(engine, sqliteProfile, [makeNote, addNote], full)).rejects.toThrow(/no room/)
    expect(await notes(engine)).toEqual([1])
  })
})

test('refuses a store that a newer program wrote, and says which', async () => {
  await withEngines('newer.db', async (engine) => {
    await migrate(engine, sqliteProfile, [makeNote, addNote])
    await expect(migrate(engine, sqliteProfile, [makeNote])).rejects.toMatchObject({
      name: 'OperatorError',
      message: expect.stringMatching(/结构版本 2，本程序为 1.*written by a newer Yaoquan/),
    })
  })
})
