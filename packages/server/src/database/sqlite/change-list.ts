import { randomUUID } from 'node:crypto'
import { chmodSync, chownSync, existsSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { readFileMark } from './file-mark.ts'
import { isBusy } from './sqlite-errors.ts'

/**
 * A list of the chunks of a SQLite file that were written since points in time, in a small database beside it. It has no durable state: it
 * counts only as long as the mark of the file is the one in the list, which no stop of the machine leaves (`file-mark.ts`).
 */
export class ChangeList {
  readonly #database: Database.Database

  constructor(database: Database.Database) {
    this.#database = database
    database.pragma('synchronous = OFF')
  }

  /**
   * Keeps others from the list, and so from copying the log, until `end`.
   * @returns false while another one does it
   */
  begin(): boolean {
    try {
      this.#database.exec('BEGIN IMMEDIATE')
      return true
    } catch (error) {
      if (isBusy(error)) return false
      throw error
    }
  }

  /** Writes what was changed since `begin`. Waits for others that are just finding out that the list is kept from them. */
  end(): void {
    this.#database.pragma(`busy_timeout = ${commitTimeoutMs}`)
    this.#database.exec('COMMIT')
  }

  /** Ends the list as if nothing had happened since `begin`, unless `end` came first. */
  close(): void {
    this.#database.close()
  }

  /** What the list says of the file; undefined when it lists nothing. */
  state(): ListState | undefined {
    return this.#database.prepare<[], ListState>('SELECT list, mark, epoch FROM state').get()
  }

  /** Adds chunks that are about to be written. */
  add(chunks: Iterable<number>, epoch: number): void {
    const insert = this.#database.prepare(
      'INSERT INTO chunk VALUES (?, ?) ON CONFLICT (number) DO UPDATE SET epoch = excluded.epoch WHERE epoch < excluded.epoch',
    )
    for (const number of chunks) insert.run(number, epoch)
  }

  setMark(mark: string): void {
    this.#database.prepare('UPDATE state SET mark = ?').run(mark)
  }

  /** Lists nothing any more until a backup begins the list anew. */
  drop(): void {
    this.#database.exec('DELETE FROM state; DELETE FROM chunk; DELETE FROM point')
  }

  /** Begins anew, without any point. */
  restart(mark: string): ListState {
    this.drop()
    const state = { list: randomUUID(), mark, epoch: 1 }
    this.#database.prepare('INSERT INTO state VALUES (:list, :mark, :epoch)').run(state)
    return state
  }

  /** @returns the chunks that were written after a point; undefined for a point that is not of this list, or too old */
  changedSince(point: string): ReadonlySet<number> | undefined {
    const epoch = this.#database.prepare<[string], number>('SELECT epoch FROM point WHERE name = ?').pluck().get(point)
    if (epoch === undefined) return undefined
    const chunks = this.#database.prepare<[number], number>('SELECT number FROM chunk WHERE epoch > ?').pluck()
    return new Set(chunks.all(epoch))
  }

  /** Adds a point, after all chunks that are in the list. Its name is random: a list that is put back does not know later points. */
  addPoint({ epoch }: ListState): string {
    const name = randomUUID()
    this.#database.prepare('INSERT INTO point VALUES (?, ?)').run(name, epoch)
    this.#database.prepare('DELETE FROM point WHERE epoch <= ?').run(epoch - maxPoints)
    this.#database.prepare('UPDATE state SET epoch = ?').run(epoch + 1)
    return name
  }
}

type ListState = Readonly<{
  /** Name of the list, random. */
  list: string
  /** Mark of the file when it was last written. */
  mark: string
  /** Rises with each point. */
  epoch: number
}>

const maxPoints = 1_000
const commitTimeoutMs = 1_000

/** Opens the list of a file. @returns undefined where there is none, as before the first backup */
export function openChangeList(file: string, { patienceMs = 0 } = {}): ChangeList | undefined {
  const path = changeListFile(file)
  return existsSync(path) ? opened(path, patienceMs) : undefined
}

/** Opens the list of a file, and makes it where it is missing, for the user whose file it is. @returns undefined on a system without marks */
export function makeChangeList(file: string, { patienceMs }: Readonly<{ patienceMs: number }>): ChangeList | undefined {
  if (readFileMark(file) === undefined) return undefined
  const path = changeListFile(file)
  const database = new Database(path, { timeout: patienceMs })
  const list = new ChangeList(database)
  try {
    chmodSync(path, 0o600)
    const { uid, gid } = statSync(file)
    chownSync(path, uid, gid)
    database.exec(tables)
    return list
  } catch (error) {
    list.close()
    throw error
  }
}

export function changeListFile(file: string): string {
  return `${file}-changes`
}

function opened(path: string, timeout: number): ChangeList {
  return new ChangeList(new Database(path, { timeout, fileMustExist: true }))
}

const tables = `
  CREATE TABLE IF NOT EXISTS state (list TEXT NOT NULL, mark TEXT NOT NULL, epoch INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS chunk (number INTEGER PRIMARY KEY, epoch INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS point (name TEXT PRIMARY KEY, epoch INTEGER NOT NULL) WITHOUT ROWID;
`
