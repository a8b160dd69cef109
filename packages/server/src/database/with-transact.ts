import type { SqlEngine } from './sql-engine.ts'

/** The same engine with another way to write. */
export function withTransact(engine: SqlEngine, transact: SqlEngine['transact']): SqlEngine {
  return {
    reader: engine.reader,
    sharesCommits: engine.sharesCommits,
    dataVersion: engine.dataVersion,
    connectionVersion: engine.connectionVersion,
    readClock: engine.readClock,
    close: () => engine.close(),
    snapshot: (work) => engine.snapshot(work),
    transact,
  }
}
