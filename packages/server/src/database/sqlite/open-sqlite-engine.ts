import type { SchemaEngine, SqlReader } from '#database/sql-engine'
import { positional } from '#database/statement'
import { LongWorks } from '#turns/long-works'
import { GroupCommit } from './group-commit.ts'
import { SharedSnapshot } from './shared-snapshot.ts'
import { asReader, openConnection } from './sqlite-connection.ts'

/**
 * Opens a SQLite file, and creates it when it is missing. Several programs may have it open: readers never wait for writers.
 * Acknowledged writes survive a power failure.
 * @param options.isForBulk for large writes while no caller waits for an answer
 * @param options.erases overwrites pages that are freed with zeros too, not only what is deleted in pages
 * @param options.longWorks of the process; transactions that take long are among them
 * @throws OperatorError when the file cannot be opened, is damaged or is kept locked
 */
export async function openSqliteEngine(
  file: string,
  { isForBulk = false, erases = false, longWorks = new LongWorks() } = {},
): Promise<SchemaEngine> {
  const special = [...(isForBulk ? rareCheckpoints : []), ...(erases ? ['secure_delete = ON'] : [])]
  const writer = await openConnection(file, [...durable, ...noMap, ...special])
  const reader = await openConnection(file, ['query_only = ON', ...(isForBulk ? noMap : [])])
  const snapshot = new SharedSnapshot(reader)
  const commits = new GroupCommit(writer, longWorks, () => snapshot.end())
  return {
    reader: snapshot.reader,
    sharesCommits: true,
    transact: (work, options) => commits.transact(work, options?.sellerId),
    async changeSchema(statement) {
      await commits.transact((transaction) => transaction.run(positional(statement)))
    },
    snapshot: (work) => withSnapshot(file, work),
    dataVersion: () => snapshot.dataVersion(),
    connectionVersion: undefined,
    readClock: undefined,
    async close() {
      await commits.close()
      reader.close()
      writer.close()
    },
  }
}

/** Uses a connection of its own, so that other reads do not end the snapshot. */
async function withSnapshot<Result>(file: string, work: (reader: SqlReader) => Promise<Result>): Promise<Result> {
  const connection = await openConnection(file, ['query_only = ON', ...noMap])
  try {
    connection.run(positional('BEGIN'))
    return await work(asReader(connection))
  } finally {
    connection.close()
  }
}

/** What is deleted within a page is overwritten with zeros, since indexes of erased members must not stay; costs no write. */
const durable = ['journal_mode = WAL', 'synchronous = FULL', 'busy_timeout = 0', 'secure_delete = FAST']

/**
 * Connections that walk the whole file use a page cache of their own: pages read through a memory map count as memory of the process,
 * for a million coupons the whole file.
 */
const noMap = ['mmap_size = 0']

/**
 * Checkpoints once per 64 MB of log: the keys of 1,000 coupons are scattered over many pages, which would otherwise be written after
 * every commit. Not for a server, whose callers would wait for the longer checkpoint.
 */
const rareCheckpoints = ['wal_autocheckpoint = 16000']
