import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { positional } from '#database/statement'
import { temporaryFolder } from '#testing/temporary-folder'
import { createLogCopier } from './copy-log.ts'
import { openConnection } from './sqlite-connection.ts'
import { WriteTurn, writers } from './write-turn.ts'

test('a log that cannot be copied is copied the next time, and the thread goes on', async () => {
  const file = join(temporaryFolder(), 'log.db')
  const connection = await openConnection(file, ['journal_mode = WAL', 'wal_autocheckpoint = 0'])
  const copier = createLogCopier({ file, connection, turn: new WriteTurn(writers.bulk), isForBoth: true })
  const insert = positional(`INSERT INTO note WITH RECURSIVE many(n) AS
    (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 6000) SELECT printf('%2000d', n) FROM many`)
  connection.run(positional('CREATE TABLE note (content TEXT)'))
  connection.run(insert)
  // SQLite refuses it within a transaction, like on a disk that is full.
  connection.run(positional('BEGIN'))
  connection.all(positional('SELECT COUNT(*) FROM note'))
  await copier.afterGroup()
  connection.run(positional('COMMIT'))
  const before = statSync(file).size
  connection.run(insert)
  await copier.afterGroup()
  expect(statSync(file).size).toBeGreaterThan(before + 2 * 6000 * 2000)
  copier.end()
  connection.close()
})

test('a thread for which another one copies copies the rest of a long log, which commits would copy', async () => {
  const file = join(temporaryFolder(), 'long.db')
  const pragmas = ['page_size = 512', 'journal_mode = WAL', 'wal_autocheckpoint = 0']
  const [connection, other] = [await openConnection(file, pragmas), await openConnection(file, pragmas)]
  const turn = new WriteTurn(writers.main)
  new WriteTurn(writers.bulk, turn.memory).copyLog()
  const copier = createLogCopier({ file, connection, turn })
  const insert = (rows: number) =>
    connection.run(
      positional(
        `INSERT INTO note WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < ${rows})
        SELECT printf('%400d', n) FROM many`,
      ),
    )
  connection.run(positional('CREATE TABLE note (content TEXT)'))
  insert(20_000)
  other.run(positional('BEGIN'))
  other.all(positional('SELECT COUNT(*) FROM note'))
  insert(13_000)
  const [, log, copied] = connection.all(positional('PRAGMA wal_checkpoint(PASSIVE)')).at(0) ?? []
  expect([Number(log) > 32_000, Number(log) - Number(copied) < 16_000]).toEqual([true, true])
  other.run(positional('COMMIT'))
  await copier.afterGroup()
  expect(other.all(positional('PRAGMA wal_checkpoint(NOOP)'))).toEqual([[0, log, log]])
  for (const each of [connection, other]) each.close()
})
