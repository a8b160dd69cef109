import { realpathSync } from 'node:fs'
import Database from 'better-sqlite3'
import { type ChangeList, openChangeList } from './change-list.ts'
import { markFile, readFileMark } from './file-mark.ts'
import { chunksInLog, type LogPlace, type LogState, logStart } from './log-frames.ts'
import { isBusy } from './sqlite-errors.ts'

/** A connection of the file, as far as its log goes; outside of a transaction. */
type Log<Copied> = Readonly<{
  state(): LogState
  /** Copies as much as it can, and waits for nobody. */
  copy(): Copied
}>

/** The state of the log of a file. */
export function readLogState(database: Database.Database): LogState {
  const state = database.prepare<[], LogState>('PRAGMA wal_checkpoint(NOOP)').get()
  return state ?? { log: 0, checkpointed: 0 }
}

/** What the same caller listed before in one list: it is neither read nor written again. */
export class ListedFrames {
  #list = ''
  #place = logStart
  readonly #chunks = new Set<number>()

  upTo(list: string): LogPlace {
    return this.#list === list ? this.#place : logStart
  }

  newOf(list: string, chunks: ReadonlySet<number>): readonly number[] {
    return [...chunks].filter((chunk) => this.#list !== list || !this.#chunks.has(chunk))
  }

  add(list: string, place: LogPlace, chunks: readonly number[]): void {
    if (this.#list !== list) this.#chunks.clear()
    this.#list = list
    this.#place = place
    for (const chunk of chunks) this.#chunks.add(chunk)
  }
}

type ListedCopy = Readonly<{
  /** Frames that the same caller listed before. */
  frames?: ListedFrames
  /** How long to wait for another one that copies the log. */
  patienceMs?: number
}>

/**
 * Copies the log of a SQLite file into it, and lists the chunks that this writes, if the file has a list. A reader that begins before keeps
 * everybody from copying frames that came after it, and SQLite from beginning the log anew, so all that is written meanwhile, also by
 * others, is listed. The file gets a mark, which any later write takes away, and with it the worth of the list. A program that is killed
 * in between leaves a file without the mark, too.
 * @returns undefined when another one is copying the log
 */
export function copyListed<Copied>(
  file: string,
  log: Log<Copied>,
  { frames = new ListedFrames(), patienceMs = 0 }: ListedCopy = {},
): Copied | undefined {
  const once = new Once(() => log.copy())
  try {
    const list = openChangeList(file, { patienceMs })
    if (list === undefined) return once.result()
    try {
      return list.begin()
        ? copyIntoList(list, { file, frames, state: () => log.state(), copy: () => once.result() })
        : undefined
    } finally {
      list.close()
    }
  } catch (error) {
    // For a moment nobody can begin to read.
    if (!once.isBegun && isBusy(error)) return undefined
    // Another fault of the list must not keep the log from being copied: the file has no mark then.
    return once.result()
  }
}

/** Copies once, and has the same result or error afterwards. */
class Once<Copied> {
  readonly #copy: () => Copied
  #outcome: Readonly<{ copied: Copied } | { fault: unknown }> | undefined

  constructor(copy: () => Copied) {
    this.#copy = copy
  }

  get isBegun(): boolean {
    return this.#outcome !== undefined
  }

  result(): Copied {
    this.#outcome ??= this.#attempt()
    if ('fault' in this.#outcome) throw this.#outcome.fault
    return this.#outcome.copied
  }

  #attempt(): Readonly<{ copied: Copied } | { fault: unknown }> {
    try {
      return { copied: this.#copy() }
    } catch (fault) {
      return { fault }
    }
  }
}

type Listing<Copied> = Log<Copied> & Readonly<{ file: string; frames: ListedFrames }>

function copyIntoList<Copied>(list: ChangeList, { file, frames, state, copy }: Listing<Copied>): Copied {
  const known = list.state()
  if (known === undefined) return copy()
  const reader = new Database(file, { readonly: true, fileMustExist: true, timeout: 0 })
  try {
    reader.exec('BEGIN')
    reader.prepare('SELECT COUNT(*) FROM sqlite_schema').get()
    const logged = state()
    // The mark is read after the state: what was copied by then was copied before the mark was given, and is listed.
    const before = readFileMark(file)
    if (before?.text !== known.mark) {
      list.drop()
      list.end()
      return copy()
    }
    // Frames that come from now on are copied by nobody before the reader ends.
    if (logged.log === logged.checkpointed) return copy()
    const name = `${known.list} ${known.epoch}`
    // SQLite has the log beside the file that a link leads to.
    const { chunks, upTo } = chunksInLog(`${realpathSync(file)}-wal`, frames.upTo(name), logged)
    const added = frames.newOf(name, chunks)
    list.add(added, known.epoch)
    const copied = copy()
    const after = isMarked(file, known.mark) ? before : markFile(file)
    // A file that became shorter lost pages that no frame names.
    if (after === undefined || after.bytes < before.bytes) list.drop()
    else list.setMark(after.text)
    list.end()
    frames.add(name, upTo, added)
    return copied
  } finally {
    reader.close()
  }
}

function isMarked(file: string, mark: string): boolean {
  return readFileMark(file)?.text === mark
}
