import { setImmediate as nextTurn } from 'node:timers/promises'
import { positional } from '#database/statement'
import type { Connection } from './sqlite-connection.ts'
import type { WriteTurn } from './write-turn.ts'

/** Rows written since the last copy after which the log is copied, some 10 MB of it. */
const maxRows = 2_000
/** What the other thread wrote meanwhile is copied this often. */
const everyMs = 1_000

/** Copies the log into the file beside the groups of a thread, in place of the commits, whose callers would wait for it. */
export type LogCopier = Readonly<{
  /** Call it after the works of a group were acknowledged. */
  afterGroup(): Promise<void>
  end(): void
}>

/**
 * @param connection of the thread, on which commits copy nothing
 * @param turn tells the other thread that its commits copy nothing either
 */
export function createLogCopier(connection: Connection, turn: WriteTurn): LogCopier {
  let copiedAtRow = 0
  const copy = () => {
    copiedAtRow = connection.rowsWritten
    try {
      // Waits neither for readers nor for the other writer: what they need is copied the next time.
      connection.all(positional('PRAGMA wal_checkpoint(PASSIVE)'))
    } catch {
      // Everything is in the log. Nor does a commit fail where it cannot copy, as on a full disk: one that cannot write to the log does.
    }
  }
  const timer = setInterval(() => {
    if (!connection.isInTransaction) copy()
  }, everyMs)
  timer.unref()
  turn.copyLog()
  return {
    async afterGroup() {
      if (connection.rowsWritten - copiedAtRow < maxRows) return
      // The answers go out first.
      await nextTurn()
      copy()
    },
    end: () => clearInterval(timer),
  }
}
