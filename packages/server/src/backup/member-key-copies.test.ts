import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { truncateLog } from '#database/sqlite/truncate-log'
import { OperatorError } from '#errors/operator-error'
import { noon } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'
import { openBackupFolder } from './backup-folder.ts'
import { keepSnapshot } from './keep-snapshot.ts'
import { openKeys } from './member-key-copies.ts'

test('while keys are stored, an erasure empties the log of their file', async () => {
  const folder = temporaryFolder()
  const file = join(folder, 'keys.db')
  const keys = new Database(file)
  keys.pragma('journal_mode = WAL')
  keys.exec('CREATE TABLE entry (text)')
  const { keys: copy } = await openKeys({ file, workFile: join(folder, 'work.db'), folder, takenAtMs: 1 })
  keys.exec("INSERT INTO entry VALUES ('erased later')")
  await truncateLog(file)
  expect(copy.reader.prepare('SELECT COUNT(*) FROM entry').pluck().get()).toBe(0)
  copy.release()
  keys.close()
})

test('also where much of the file changed since the backup before', async () => {
  const folder = temporaryFolder()
  openBackupFolder(folder).release()
  const file = join(folder, 'keys.db')
  const keys = new Database(file)
  keys.pragma('journal_mode = WAL')
  keys.pragma('wal_autocheckpoint = 0')
  keys.exec(`CREATE TABLE entry (text); INSERT INTO entry WITH RECURSIVE many(n) AS
    (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 2000) SELECT printf('%3000d', n) FROM many`)
  const open = (takenAtMs: number) => openKeys({ file, workFile: join(folder, 'work.db'), folder, takenAtMs })
  const first = await open(noon)
  const damaged = (en: string) => new OperatorError({ zh: en, en })
  keepSnapshot(folder, first.keys, { sellers: [], changes: first.changes, damaged })
  first.keys.release()
  keys.exec("UPDATE entry SET text = printf('%3000s', 'sealed anew')")
  const second = await open(noon + 1)
  keys.exec("INSERT INTO entry VALUES ('erased later')")
  await truncateLog(file)
  second.keys.release()
  keys.close()
})
