import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryFolder } from '#testing/temporary-folder'
import { LostRaceError } from './database-errors.ts'
import type { RowUpdate, SqlEngine, SqlTransaction, Write } from './sql-engine.ts'
import { openSqliteEngine } from './sqlite/open-sqlite-engine.ts'
import { p, positional, sql } from './statement.ts'
import { transactUnit, type UnitOfWork } from './unit-of-work.ts'

const insert = 'INSERT INTO note (id, content) VALUES (?, ?)'
const insertOther = 'INSERT INTO other (id) VALUES (?)'
const find = 'SELECT content FROM note WHERE id = ?'
const change = 'UPDATE note SET content = ? WHERE id = ?'
let engine: SqlEngine

beforeAll(async () => {
  engine = await openSqliteEngine(join(temporaryFolder(), 'notes.db'))
  await engine.transact(async (transaction) => {
    await transaction.run(positional('CREATE TABLE note (id INTEGER PRIMARY KEY, content TEXT)'))
    await transaction.run(positional('CREATE TABLE other (id INTEGER PRIMARY KEY)'))
  })
})
afterAll(() => engine.close())

/** Runs a work, and gives the texts that its transaction executed with how many rows each. */
async function executed(work: (unit: UnitOfWork) => Promise<unknown>): Promise<readonly string[]> {
  const log: string[] = []
  const noted = <Arguments extends readonly unknown[], Result>(
    note: (...given: Arguments) => string,
    call: (...given: Arguments) => Result,
  ) => {
    return (...given: Arguments): Result => {
      log.push(note(...given))
      return call(...given)
    }
  }
  const noting = ({ all, one, lockOne, run, insertMany, allOf, writeAll }: SqlTransaction): SqlTransaction => ({
    all: noted((statement) => statement.text, all),
    one: noted((statement) => statement.text, one),
    lockOne: noted((statement) => statement.text, lockOne),
    run: noted((statement) => statement.text, run),
    insertMany,
    allOf,
    writeAll: noted((writes) => writes.map(nameOf).join(', '), writeAll),
  })
  const notedEngine: SqlEngine = {
    ...engine,
    transact: (run, options) => engine.transact((transaction) => run(noting(transaction)), options),
  }
  await transactUnit(notedEngine, {}, work)
  return log
}

function nameOf(write: Write): string {
  if (write.kind === 'run') return write.statement.text
  return write.kind === 'insert' ? `${write.text}: ${write.rows.length}` : `${write.update.name}: ${write.items.length}`
}

test('collects inserts, and executes them together before what follows and at the end', async () => {
  const log = await executed(async (unit) => {
    unit.insert(insert, [[1, 'a']])
    unit.insert(insertOther, [[1]])
    unit.insert(insert, [[2, 'b']])
    expect(await unit.one(positional(find, [2]))).toEqual(['b'])
    unit.insert(insert, [[3, 'c']])
    expect(await unit.run(positional(change, ['d', 3]))).toBe(1)
    unit.insert(insert, [[4, 'e']])
  })
  expect(log).toEqual([`${insert}: 2, ${insertOther}: 1`, find, `${insert}: 1`, change, `${insert}: 1`])
  expect(await engine.reader.all(positional('SELECT content FROM note ORDER BY id'))).toEqual([
    ['a'],
    ['b'],
    ['d'],
    ['e'],
  ])
})

type Note = Readonly<{ id: number; content: string }>

const ofNote = sql`UPDATE note SET content = ${p.text('content')} WHERE id = ${p.number('id')}`
const notes: RowUpdate<Note> = {
  name: 'note',
  keyOf: ({ id }) => `${id}`,
  one: ofNote,
  many: () => {
    throw new Error('one statement for each row is enough for a file')
  },
}

test('collects updates of rows that were read, before reads and before the same row changes again', async () => {
  const log = await executed(async (unit) => {
    unit.insert(insert, [[11, 'a']])
    unit.insert(insert, [[12, 'b']])
    await unit.flush()
    unit.insert(insertOther, [[11]])
    await unit.updateRead(notes, { id: 11, content: 'c' }, 'lost')
    await unit.updateRead(notes, { id: 12, content: 'd' }, 'lost')
    await unit.updateRead(notes, { id: 11, content: 'e' }, 'lost')
    expect(await unit.one(positional(find, [11]))).toEqual(['e'])
    await unit.updateRead(notes, { id: 12, content: 'f' }, 'lost')
  })
  expect(log).toEqual([`${insert}: 2`, `note: 2, ${insertOther}: 1`, 'note: 1', find, 'note: 1'])
})

test('a row that was read and is gone loses the race when updates are executed', async () => {
  const losing = transactUnit(engine, {}, (unit) => unit.updateRead(notes, { id: 404, content: 'x' }, 'it is gone'))
  await expect(losing).rejects.toThrow(new LostRaceError('it is gone'))
})

test('a row that another writer changed first loses the race, and the work is run again', async () => {
  let runs = 0
  const losing = executed(async (unit) => {
    runs += 1
    await unit.updateOne(positional(change, ['x', 77]), 'the note was changed by another call')
  })
  await expect(losing).rejects.toThrow('the note was changed by another call')
  expect(runs).toBe(10)
})
