import { startBadRowsFile } from './bad-rows-file.ts'
import { type ImportCounts, type ImportTarget, importRows } from './import-rows.ts'
import type { TextFile } from './open-text.ts'
import { countsLine, type Progress, progressBar, progressLines } from './progress.ts'

export type ImportText = Readonly<{
  channel?: string
  ignoreUnknown?: boolean
  /** The file was written by `export --excel`. */
  excel?: boolean
  sellerId: string | undefined
}>

/**
 * Stores the rows of a file. Prints progress on stderr and lists bad rows next to the file.
 * @returns the counts and the path of the list of bad rows
 */
export async function importText(
  file: TextFile,
  options: ImportText,
  store: ImportTarget['store'],
): Promise<{ counts: ImportCounts; errorsPath: string }> {
  // Loaded on demand: other commands need no CSV reader.
  const { readRows } = await import('./read-rows.ts')
  const badRows = startBadRowsFile(file.path)
  const progress = await startProgress(file.sizeBytes)
  let stored: ImportCounts | undefined
  try {
    const counts = await importRows(
      readRows(file, { ignoreUnknown: options.ignoreUnknown ?? false, isGuarded: options.excel }),
      {
        store,
        sellerId: options.sellerId,
        channel: options.channel,
        badRows,
        committed: (counts) => {
          stored = counts
          progress.committed(counts, file.readBytes())
        },
      },
    )
    return { counts, errorsPath: badRows.path }
  } catch (error) {
    // The import failed in the middle of the file: print what is stored before the fault.
    if (stored !== undefined) process.stderr.write(`${countsLine(stored)}\n`)
    throw error
  } finally {
    progress.stop()
    badRows.close()
  }
}

/** Prints progress on stderr: a bar on a terminal, else lines. */
export function startProgress(sizeBytes: number): Progress | Promise<Progress> {
  if (process.stderr.isTTY) return progressBar(process.stderr, sizeBytes)
  return progressLines((line) => process.stderr.write(`${line}\n`), Date.now)
}
