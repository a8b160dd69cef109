import { setImmediate as nextTurn } from 'node:timers/promises'
import { positional } from '#database/statement'
import { copyListed, ListedFrames } from './copy-listed.ts'
import type { LogState } from './log-frames.ts'
import type { Connection } from './sqlite-connection.ts'
import type { WriteTurn } from './write-turn.ts'

/** Pages of the log after which it is copied: 4 MB, as SQLite does it; by the thread that copies for another one too; and 64 MB where that is late or nobody waits. */
const pagesUntilCopy = { usual: 1_000, forBoth: 2_500, rare: 16_000 } as const
/**
 * A log to which the other thread writes while it is copied does not begin anew. From 128 MB a thread copies what it wrote after its own
 * groups, before a commit does it, which lists nothing.
 */
const pagesOfLongLog = 32_000
/** What the other thread wrote meanwhile is copied this often. */
const everyMs = 1_000
/** The log is looked at after so many rows: they are some hundred pages. */
const rowsUntilLook = 100
/** How long the end of an engine waits for another one that copies. What is left, SQLite copies unlisted when the last program closes the file. */
const patienceAtEndMs = 1_000

/** Copies the log into the file beside the groups of a thread, in place of the commits, whose callers would wait for it. */
export type LogCopier = Readonly<{
  /** Call it after the works of a group were acknowledged. */
  afterGroup(): Promise<void>
  /** Copies what is left. */
  end(): void
}>

type Copying = Readonly<{
  /** The SQLite file. */
  file: string
  /** Connection of the thread, on which commits copy nothing. */
  connection: Connection
  /** No caller waits for an answer. */
  isForBulk?: boolean
  /** Set where another thread of the process writes too. */
  turn?: WriteTurn | undefined
  /** Copies for the other thread too. */
  isForBoth?: boolean
}>

export function createLogCopier({ file, connection, turn, isForBulk, isForBoth = false }: Copying): LogCopier {
  const frames = new ListedFrames()
  let lookedAtRow = connection.rowsWritten
  const log = {
    state: () => logState(connection),
    /** Waits neither for readers nor for the other writer: what they need is copied the next time. */
    copy: () => connection.all(positional('PRAGMA wal_checkpoint(PASSIVE)')),
  }
  const copy = (patienceMs = 0) => {
    lookedAtRow = connection.rowsWritten
    try {
      copyListed(file, log, { frames, patienceMs })
    } catch {
      // Everything is in the log. Nor does a commit fail where it cannot copy, as on a full disk: one that cannot write to the log does.
    }
  }
  const dueAfterPages = () => {
    if (isForBoth) return pagesUntilCopy.forBoth
    return isForBulk || turn?.isLogCopied ? pagesUntilCopy.rare : pagesUntilCopy.usual
  }
  const isDue = () => {
    const { log, pages } = pagesToCopy(connection)
    return pages >= dueAfterPages() || (pages > 0 && log >= pagesOfLongLog)
  }
  const timer = isForBoth ? setInterval(() => pagesToCopy(connection).pages > 0 && copy(), everyMs).unref() : undefined
  if (isForBoth) turn?.copyLog()
  return {
    async afterGroup() {
      if (connection.rowsWritten - lookedAtRow < rowsUntilLook) return
      lookedAtRow = connection.rowsWritten
      if (!isDue()) return
      // The answers go out first.
      await nextTurn()
      copy()
    },
    end() {
      clearInterval(timer)
      if (pagesToCopy(connection).pages > 0) copy(patienceAtEndMs)
    },
  }
}

/** @returns how long the log is, and how many pages of it are not in the file; 0 within a transaction, and where SQLite cannot say */
function pagesToCopy(connection: Connection): Readonly<{ log: number; pages: number }> {
  if (connection.isInTransaction) return { log: 0, pages: 0 }
  try {
    const { log, checkpointed } = logState(connection)
    return { log, pages: log - checkpointed }
  } catch {
    // A fault here must not end the writes of the thread; the next one will meet it.
    return { log: 0, pages: 0 }
  }
}

function logState(connection: Connection): LogState {
  const [row] = connection.all(positional('PRAGMA wal_checkpoint(NOOP)'))
  return { log: Number(row?.[1]), checkpointed: Number(row?.[2]) }
}
