import { statSync } from 'node:fs'
import type { SchemaEngine, SqlReader } from '#database/sql-engine'
import { positional } from '#database/statement'
import { OperatorError } from '#errors/operator-error'
import { LongWorks } from '#turns/task-queues'
import { createLogCopier } from './copy-log.ts'
import { GroupCommit } from './group-commit.ts'
import { asReader, type Connection, openConnection } from './sqlite-connection.ts'
import type { WriteTurn } from './write-turn.ts'

type SqliteOptions = Readonly<{
  /** For large writes while no caller waits for an answer. */
  isForBulk?: boolean
  /** Overwrites pages that are freed with zeros too, not only what is deleted in pages. */
  erases?: boolean
  /** Long works of the thread; transactions that take long are among them. */
  longWorks?: LongWorks | undefined
  /** Set where another thread of the process writes too. */
  turn?: WriteTurn | undefined
  /** Copies the log into the file after commits and not within them, for the other thread too. */
  copiesLog?: boolean
}>

/**
 * Opens a SQLite file, and creates it when it is missing. Several programs may have it open: readers never wait for writers.
 * Acknowledged writes survive a power failure.
 * @throws OperatorError when the file cannot be opened, is damaged or is kept locked
 */
export async function openSqliteEngine(
  file: string,
  { isForBulk = false, erases = false, longWorks = new LongWorks(), turn, copiesLog = false }: SqliteOptions = {},
): Promise<SchemaEngine> {
  const writer = await openConnection(file, [...durable, ...noMap, ...(erases ? ['secure_delete = ON'] : [])])
  const reader = await openConnection(file, ['query_only = ON', ...(isForBulk ? noMap : [])])
  const snapshot = new SharedSnapshot(reader)
  const isForBoth = copiesLog && turn !== undefined
  const copier = createLogCopier({ file, connection: writer, isForBulk, turn, isForBoth })
  const checkPlace = checkFileInPlace(file)
  const commits = new GroupCommit(writer, {
    longWorks,
    turn,
    copier,
    checkPlace,
    onCommit: () => snapshot.end(),
  })
  return {
    reader: snapshot.reader,
    sharesCommits: true,
    transact: (work, options) => commits.transact(work, options),
    async changeSchema(statement) {
      await commits.transact((transaction) => transaction.run(positional(statement)))
    },
    async snapshot(work) {
      checkPlace()
      return withSnapshot(file, work)
    },
    dataVersion: () => snapshot.dataVersion(),
    connectionVersion: undefined,
    readClock: undefined,
    async close() {
      await commits.close()
      snapshot.end()
      copier.end()
      reader.close()
      writer.close()
    },
  }
}

/** Uses a connection of its own, so that other reads do not end the snapshot. */
async function withSnapshot<Result>(file: string, work: (reader: SqlReader) => Promise<Result>): Promise<Result> {
  const connection = await openConnection(file, ['query_only = ON', ...noMap], { mustExist: true })
  try {
    connection.run(positional('BEGIN'))
    return await work(asReader(connection))
  } finally {
    connection.close()
  }
}

/**
 * What is deleted within a page is overwritten with zeros, since indexes of erased members must not stay; costs no write. Commits copy the
 * log only where its copier does not, from 256 MB.
 */
const durable = [
  'journal_mode = WAL',
  'synchronous = FULL',
  'busy_timeout = 0',
  'secure_delete = FAST',
  'wal_autocheckpoint = 64000',
]

/**
 * Connections that walk the whole file use a page cache of their own: pages read through a memory map count as memory of the process,
 * for a million coupons the whole file.
 */
const noMap = ['mmap_size = 0']

/**
 * Lets all reads of an engine that run before the next tick share one snapshot of the file. A read by itself takes and releases a lock of
 * the file: two system calls that cost as much as finding the keys of a page. No acknowledged write is missed: requests arrive in later
 * ticks, and the engine ends the snapshot with each commit of its own.
 */
class SharedSnapshot {
  readonly #connection: Connection
  #isOpen = false
  #dataVersion: number | undefined

  /** @param connection used for nothing else */
  constructor(connection: Connection) {
    this.#connection = connection
  }

  /** The work of each promise is done when the call returns. */
  readonly reader: SqlReader = {
    all: async (statement) => this.#shared().all(statement),
    one: async (statement) => this.#shared().one(statement),
  }

  /** A number that two snapshots share unless something was committed in between. */
  dataVersion(): number {
    const connection = this.#shared()
    // SQLite counts the commits of all other connections, and this one makes none.
    this.#dataVersion ??= Number(connection.one(positional('PRAGMA data_version'))?.[0])
    return this.#dataVersion
  }

  /** Ends the snapshot: the next read sees everything that is committed now. */
  end(): void {
    this.#isOpen = false
    this.#dataVersion = undefined
    if (this.#connection.isInTransaction) this.#connection.run(positional('COMMIT'))
  }

  /** Promises continue before the next tick, and events from outside come after it. */
  #shared(): Connection {
    if (!this.#isOpen) {
      this.#connection.run(positional('BEGIN'))
      this.#isOpen = true
      process.nextTick(() => this.end())
    }
    return this.#connection
  }
}

/** A write checks at most this often, so that the check costs writes nothing. */
const everyMs = 1_000

/**
 * Notices that an open file was deleted, moved or replaced: what a program writes to it then is lost when it ends.
 * @returns a check, which throws an OperatorError from a second after that until the file is back
 */
function checkFileInPlace(file: string): () => void {
  const opened = inodeOf(file)
  let checkedAtMs = performance.now()
  let isInPlace = true
  return () => {
    const nowMs = performance.now()
    if (!isInPlace || nowMs - checkedAtMs >= everyMs) {
      isInPlace = inodeOf(file) === opened
      checkedAtMs = nowMs
    }
    if (!isInPlace) throw notInPlace(file)
  }
}

/** @returns undefined where there is no file. @throws an error of the system, as for a folder that may not be entered */
function inodeOf(file: string): bigint | undefined {
  return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino
}

function notInPlace(file: string): OperatorError {
  return new OperatorError(
    {
      zh: `${file} 已被删除、移走或替换，不再写入：请先不要停止服务，按 docs/zh-CN/operations/backup.md 的“数据库文件被删除”取回数据`,
      en: `${file} was deleted, moved or replaced, so nothing is written any more: do not stop the server before you have got the data back, see "A deleted database file" in docs/operations/backup.md`,
    },
    { cause: Object.assign(new Error('the open file is not at its path'), { code: 'SQLITE_READONLY_DBMOVED' }) },
  )
}
