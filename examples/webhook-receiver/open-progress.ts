import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

/** Which events were handled. It survives a restart, so that no event is handled twice and none is missed. */
export type Progress = Readonly<{
  /** `event_seq` of the last event that was handled, 0 before the first. */
  lastSeq: (sellerId: string) => number
  save: (sellerId: string, eventSeq: number) => void
}>

/**
 * Keeps the progress in a JSON file. A real receiver keeps it in the database that `handle` writes to, in the same
 * transaction: then a crash between the two cannot repeat an event.
 * @param file path; created at the first event
 */
export function openProgress(file: string): Progress {
  const lastSeqs: Record<string, number> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  return {
    lastSeq: (sellerId) => lastSeqs[sellerId] ?? 0,
    save(sellerId, eventSeq) {
      lastSeqs[sellerId] = eventSeq
      // A rename replaces the file as a whole: a crash leaves the old one or the new one.
      writeFileSync(`${file}.new`, JSON.stringify(lastSeqs))
      renameSync(`${file}.new`, file)
    },
  }
}
