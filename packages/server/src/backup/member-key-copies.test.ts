import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { truncateLog } from '#database/sqlite/truncate-log'
import { temporaryFolder } from '#testing/temporary-folder'
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
