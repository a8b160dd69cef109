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
 * Stores the rows of a file, with progress on stderr and bad rows beside the file.
 * @returns what became of them, and where the bad ones are listed
 */
export async function importText(
  file: TextFile,
  options: ImportText,
  store: ImportTarget['store'],
): Promise<{ counts: ImportCounts; errorsPath: string }> {
  // Loaded on demand, like the server: other commands need no CSV reader.
  const { readRows } = await import('./read-rows.ts')
  const badRows = startBadRowsFile(file.path)
  const progress = await startProgress(file.sizeBytes)
  let standing: ImportCounts | undefined
  try {
    const counts = await importRows(
      readRows(file, { ignoreUnknown: options.ignoreUnknown ?? false, isGuarded: options.excel }),
      {
        store,
        sellerId: options.sellerId,
        channel: options.channel,
        badRows,
        committed: (counts) => {
          standing = counts
          progress.committed(counts, file.readBytes())
        },
      },
    )
    return { counts, errorsPath: badRows.path }
  } catch (error) {
    // A fault in the middle of the file: say what is stored before saying what went wrong.
    if (standing !== undefined) process.stderr.write(`${countsLine(standing)}\n`)
    throw error
  } finally {
    progress.stop()
    badRows.close()
  }
}

/** Progress on stderr: a bar on a terminal, else lines. */
export function startProgress(sizeBytes: number): Progress | Promise<Progress> {
  if (process.stderr.isTTY) return progressBar(process.stderr, sizeBytes)
  return progressLines((line) => process.stderr.write(`${line}\n`), Date.now)
}
