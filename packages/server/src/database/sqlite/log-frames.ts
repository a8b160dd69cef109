import { closeSync, openSync, readSync } from 'node:fs'

/** Content of a store is backed up in chunks of this size: 16 pages. */
export const chunkBytes = 65_536

/** How far a log was read. SQLite writes the log from its beginning again after all of it was copied, then with other salts. */
export type LogPlace = Readonly<{ salts: string; frames: number }>

/** The beginning of any log. */
export const logStart: LogPlace = { salts: '', frames: 0 }

export type LogState = Readonly<{
  /** Frames in the log that were committed. */
  log: number
  /** Those that are in the file already. */
  checkpointed: number
}>

type LoggedChunks = Readonly<{ chunks: ReadonlySet<number>; upTo: LogPlace }>

/**
 * Finds the chunks of the file that the frames of its log change, each frame a page (https://www.sqlite.org/fileformat2.html#the_write_ahead_log).
 * Frames that were not committed count too.
 * @param logFile a reader must have begun before, so that the log does not begin anew meanwhile
 * @param from frames up to there are left out, if the log did not begin anew since
 * @param state of the log after `from` was read; frames that are in the file already are left out too
 * @returns `upTo` committed frames: a transaction that is undone leaves its place to the next one
 * @throws an error of the system
 */
export function chunksInLog(logFile: string, from: LogPlace, { log, checkpointed }: LogState): LoggedChunks {
  // SQLite locks nothing on this file, so closing it ends no lock.
  const handle = openSync(logFile, 'r')
  try {
    const header = Buffer.alloc(headerBytes)
    if (readSync(handle, header, { position: 0 }) < headerBytes) return { chunks: new Set(), upTo: logStart }
    const salts = header.subarray(16, 24)
    const place = { salts: salts.toString('hex'), frames: 0 }
    const isSameLog = from.salts === place.salts
    // While the log begins anew, the number of copied frames may be that of the log before.
    const start = Math.max(Math.min(checkpointed, log), isSameLog ? from.frames : 0)
    const { chunks, frames } = readFrames(handle, { salts, pageBytes: header.readUInt32BE(8), start })
    // The state of a log that was not seen before may be that of the log before it.
    return { chunks, upTo: isSameLog ? { ...place, frames: Math.min(frames, log) } : place }
  } finally {
    closeSync(handle)
  }
}

type Frames = Readonly<{ salts: Buffer; pageBytes: number; start: number }>

function readFrames(handle: number, { salts, pageBytes, start }: Frames) {
  const stepBytes = frameBytes + pageBytes
  const chunks = new Set<number>()
  const block = Buffer.allocUnsafe(stepBytes * framesAtOnce)
  let frames = start
  for (let isOver = false; !isOver; ) {
    const read = readSync(handle, block, { position: headerBytes + frames * stepBytes })
    isOver = read < block.length
    for (let at = 0; at + stepBytes <= read; at += stepBytes) {
      // What follows is of a former log.
      if (salts.compare(block, at + 8, at + 16) !== 0) {
        isOver = true
        break
      }
      chunks.add(Math.floor(((block.readUInt32BE(at) - 1) * pageBytes) / chunkBytes))
      frames += 1
    }
  }
  return { chunks, frames }
}

const headerBytes = 32
const frameBytes = 24
const framesAtOnce = 16
