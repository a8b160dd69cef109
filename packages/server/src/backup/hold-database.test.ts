import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { temporaryFolder } from '#testing/temporary-folder'
import { holdDatabase } from './hold-database.ts'

const clock = () => 1

function newDatabase(): Readonly<{ file: string; writer: Database.Database }> {
  const file = join(temporaryFolder(), 'file.db')
  const writer = new Database(file)
  writer.pragma('journal_mode = WAL')
  writer.exec('CREATE TABLE entry (text)')
  return { file, writer }
}

function write(writer: Database.Database, count = 1): void {
  const insert = writer.prepare('INSERT INTO entry VALUES (?)')
  for (let place = 0; place < count; place += 1) insert.run(`entry ${place}`.padEnd(1_000, 'x'))
}

const countOf = (database: Database.Database) => database.prepare('SELECT COUNT(*) FROM entry').pluck().get()

test('all that was committed is in the file, and nothing more gets there until it is released', async () => {
  const { file, writer } = newDatabase()
  write(writer, 10)
  const held = await holdDatabase(file, clock)
  const content = readFileSync(file)
  expect(held).toMatchObject({ bytes: content.length, takenAtMs: 1 })
  // Copies the log into the file by itself several times.
  write(writer, 5_000)
  writer.pragma('wal_checkpoint(PASSIVE)')
  expect(readFileSync(file).equals(content)).toBe(true)
  expect([held && countOf(held.reader), countOf(writer)]).toEqual([10, 5_010])
  held?.release()
  writer.pragma('wal_checkpoint(PASSIVE)')
  expect(readFileSync(file).length).toBeGreaterThan(content.length)
  writer.close()
})

test('waits for a transaction, and leaves no lock', async () => {
  const { file, writer } = newDatabase()
  writer.exec('BEGIN IMMEDIATE')
  write(writer)
  const holding = holdDatabase(file, clock)
  setImmediate(() => writer.exec('COMMIT'))
  const held = await holding
  expect(held && countOf(held.reader)).toBe(1)
  write(writer)
  held?.release()
  writer.close()
})

test('gives up where another reader needs the log, and where there is none', async () => {
  const { file, writer } = newDatabase()
  write(writer)
  const reader = new Database(file)
  reader.exec('BEGIN')
  expect(countOf(reader)).toBe(1)
  write(writer)
  expect(await holdDatabase(file, clock, { patienceMs: 50 })).toBeUndefined()
  reader.close()
  writer.pragma('journal_mode = DELETE')
  expect(await holdDatabase(file, clock)).toBeUndefined()
  write(writer)
  writer.close()
})
