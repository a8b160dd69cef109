import { copyFileSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeEach, expect, test } from 'vitest'
import type { SchemaEngine } from '#database/sql-engine'
import { changeListFile } from '#database/sqlite/change-list'
import { copyListed, ListedFrames, readLogState } from '#database/sqlite/copy-listed'
import { chunkBytes } from '#database/sqlite/log-frames'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { truncateLog } from '#database/sqlite/truncate-log'
import { positional } from '#database/statement'
import { OperatorError } from '#errors/operator-error'
import { temporaryFolder } from '#testing/temporary-folder'
import { openBackupFolder } from './backup-folder.ts'
import { readNewestManifest } from './backup-manifest.ts'
import { digestOf } from './chunk-files.ts'
import { readChunkLists } from './chunk-lists.ts'
import { takePoint } from './copy-database.ts'
import { holdDatabase } from './hold-database.ts'
import { type KeptSnapshot, keepSnapshot } from './keep-snapshot.ts'

// Only Linux names the run of the machine; elsewhere all is read each time.
const testOnLinux = test.runIf(process.platform === 'linux')

const rows = 2_000
let file: string
let engine: SchemaEngine
let nowMs = Date.parse('2026-11-24T22:29:00+08:00')

beforeEach(async () => {
  file = join(temporaryFolder(), 'file.db')
  engine = await openSqliteEngine(file)
  await run('CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)')
  await run(`INSERT INTO note WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < ${rows})
    SELECT n, printf('%3000d', n) FROM many`)
  return () => engine.close()
})

const run = (text: string) => engine.transact((transaction) => transaction.run(positional(text)))
const change = (id: number, text = 'changed') =>
  run(`UPDATE note SET text = printf('%3000s', '${text}') WHERE id = ${id}`)

const logOf = (program: Database.Database) => ({
  state: () => readLogState(program),
  copy: () => program.pragma('wal_checkpoint(PASSIVE)'),
})

function newFolder(): string {
  const folder = temporaryFolder()
  openBackupFolder(folder).release()
  return folder
}

/** Backs the file up as `takeBackup` does, and compares every digest with the file as it is held. */
async function backUp(folder: string, { isChecked = false } = {}): Promise<KeptSnapshot> {
  nowMs += 1_000
  const held = await holdDatabase(file, () => nowMs)
  if (held === undefined) throw new Error('not held')
  const changes = takePoint(file, readNewestManifest(folder)?.point)
  const damaged = (en: string) => new OperatorError({ zh: en, en })
  const kept = keepSnapshot(folder, held, { sellers: [], isChecked, changes, damaged })
  const newest = readNewestManifest(folder)
  expect(differing(newest ? readChunkLists(folder, newest) : [], digests(readFileSync(file)))).toEqual([])
  held.release()
  return kept
}

function digests(content: Buffer): readonly string[] {
  return Array.from({ length: Math.ceil(content.length / chunkBytes) }, (_, number) =>
    digestOf(content.subarray(number * chunkBytes, (number + 1) * chunkBytes)),
  )
}

/** The first chunk has another header. */
function differing(stored: readonly string[], found: readonly string[]): readonly number[] {
  const length = Math.max(stored.length, found.length)
  return Array.from({ length }, (_, number) => number).filter(
    (number) => number > 0 && stored[number] !== found[number],
  )
}

/** The first chunk and the last are always read. */
const few = 6 * chunkBytes
const isWhole = ({ readBytes, bytes }: KeptSnapshot) => readBytes === bytes

testOnLinux('reads what was written since the backup before of the same folder', async () => {
  const [one, other] = [newFolder(), newFolder()]
  expect(isWhole(await backUp(one))).toBe(true)
  expect(isWhole(await backUp(other))).toBe(true)
  await change(100)
  const first = await backUp(one)
  expect([first.readBytes <= few, first.addedBytes > 0, first.unlistedChunks]).toEqual([true, true, 0])
  await change(1_900)
  await change(100, 'again')
  expect((await backUp(other)).readBytes).toBeLessThanOrEqual(few)
  expect((await backUp(one)).readBytes).toBeLessThanOrEqual(few)
  expect(await backUp(one)).toMatchObject({ addedBytes: 0 })
  await change(100)
  expect((await backUp(one)).readBytes).toBeLessThanOrEqual(few)
  expect(await backUp(one, { isChecked: true })).toMatchObject({ unlistedChunks: 0, addedBytes: 0 })
})

testOnLinux(
  'keeps the list when the file is closed, grows, and has its log emptied or copied by another program',
  async () => {
    const folder = newFolder()
    await backUp(folder)
    await change(100)
    await engine.close()
    engine = await openSqliteEngine(file)
    await run(`INSERT INTO note SELECT id + ${rows}, text FROM note WHERE id <= 100`)
    await truncateLog(file)
    await change(1_000)
    const program = new Database(file)
    program.exec("UPDATE note SET text = printf('%3000s', 'by hand') WHERE id = 1900")
    // It copies only what is listed as long as the other reads.
    copyListed(file, logOf(program))
    program.close()
    const kept = await backUp(folder)
    expect([kept.readBytes < kept.bytes / 2, kept.readBytes > 100 * 3_000]).toEqual([true, true])
    expect((await backUp(folder)).readBytes).toBeLessThanOrEqual(few)
  },
)

testOnLinux('lists what takes the place of a transaction that was undone', async () => {
  const folder = newFolder()
  await backUp(folder)
  await change(100)
  const [reader, undone, program] = [new Database(file), new Database(file), new Database(file)]
  // As long as it reads, the log does not begin anew.
  reader.exec('BEGIN')
  reader.prepare('SELECT COUNT(*) FROM note').get()
  await change(100, 'again')
  // It writes to the log before it commits.
  undone.pragma('cache_size = 10')
  undone.exec("BEGIN; UPDATE note SET text = printf('%3000s', 'undone') WHERE id <= 500")
  const frames = new ListedFrames()
  for (const _ of [1, 2]) copyListed(file, logOf(program), { frames })
  undone.exec('ROLLBACK')
  await change(1_900)
  reader.close()
  copyListed(file, logOf(program), { frames })
  for (const each of [undone, program]) each.close()
  const { readBytes, bytes } = await backUp(folder)
  expect(readBytes).toBeLessThan(bytes / 2)
})

testOnLinux('keeps the list of a file behind a link', async () => {
  await engine.close()
  const elsewhere = join(temporaryFolder(), 'elsewhere.db')
  renameSync(file, elsewhere)
  symlinkSync(elsewhere, file)
  engine = await openSqliteEngine(file)
  const folder = newFolder()
  await backUp(folder)
  await change(100)
  expect((await backUp(folder)).readBytes).toBeLessThanOrEqual(few)
})

testOnLinux.each<[string, () => Promise<void> | void]>([
  [
    'a program that keeps no list',
    () => {
      const program = new Database(file)
      program.exec("UPDATE note SET text = printf('%3000s', 'by hand') WHERE id = 100")
      program.pragma('wal_checkpoint(PASSIVE)')
      program.close()
    },
  ],
  [
    'one that was killed while it copied the log',
    async () => {
      await change(100)
      const program = new Database(file)
      const log = logOf(program)
      const copyAndEnd = () => {
        log.copy()
        throw new Error('killed')
      }
      expect(() => copyListed(file, { ...log, copy: copyAndEnd })).toThrow('killed')
      program.close()
    },
  ],
  [
    'a copy in its place',
    async () => {
      await engine.close()
      copyFileSync(file, `${file}.copy`)
      renameSync(`${file}.copy`, file)
      engine = await openSqliteEngine(file)
    },
  ],
  [
    'a list of an earlier time',
    async () => {
      const list = readFileSync(changeListFile(file))
      await change(100)
      await backUp(newFolder())
      writeFileSync(changeListFile(file), list)
    },
  ],
  ['a list that is damaged', () => writeFileSync(changeListFile(file), 'no database'.padEnd(4_096))],
])('reads everything after %s, and then again what was written', async (_, meddle) => {
  const folder = newFolder()
  await backUp(folder)
  await meddle()
  await change(1_000)
  expect(isWhole(await backUp(folder))).toBe(true)
  await backUp(folder)
  await change(1_000, 'later')
  expect((await backUp(folder)).readBytes).toBeLessThanOrEqual(few)
})

testOnLinux('a whole check names what is in no list, and keeps it', async () => {
  const folder = newFolder()
  await backUp(folder)
  await change(1_000)
  await truncateLog(file)
  const list = new Database(changeListFile(file))
  list.exec('DELETE FROM chunk WHERE number > 0')
  list.close()
  expect(await backUp(folder, { isChecked: true })).toMatchObject({ unlistedChunks: 1 })
})

testOnLinux.each([
  ['missing', (list: string) => rmSync(list)],
  ['damaged', (list: string) => writeFileSync(list, 'no list')],
])('reads everything where a list of chunks is %s, and stores the list again', async (_, spoil) => {
  const folder = newFolder()
  await backUp(folder)
  const [list = ''] = readNewestManifest(folder)?.lists ?? []
  spoil(join(folder, 'chunks', list.slice(0, 2), `${list}.gz`))
  expect(isWhole(await backUp(folder))).toBe(true)
  expect((await backUp(folder)).readBytes).toBeLessThanOrEqual(few)
})
