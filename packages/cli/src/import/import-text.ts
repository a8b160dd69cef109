import { printNote } from '#terminal/output'
import { type BadRowsFile, startBadRowsFile } from './bad-rows-file.ts'
import type { ImportCounts } from './import-rows.ts'
import type { TextFile } from './open-text.ts'
import { countsLine, type Progress, progressBar, progressLines } from './progress.ts'
import type { SourceRow } from './source-row.ts'
import type { TypedRowCounts } from './typed-rows.ts'

/** The counts of an import, how many rows were read in another form than they have, and the path of the list of bad rows. */
export type Imported = Readonly<{ counts: ImportCounts; typed: Readonly<TypedRowCounts>; errorsPath: string }>

export type ReadingOptions = Readonly<{
  ignoreUnknown?: boolean
  /** The file was written by `export --excel`. */
  excel?: boolean
}>

/** Receives rows that are bad, and the counts after each part is durable. */
export type RowReport = Readonly<{ badRows: Pick<BadRowsFile, 'add'>; committed(counts: ImportCounts): void }>

/**
 * Passes the rows of a file to `store`. Prints progress on stderr and lists bad rows next to the file. If `store` fails
 * in the middle of the file, prints what is durable before the fault.
 */
export async function importFile(
  file: TextFile,
  { ignoreUnknown = false, excel: isGuarded }: ReadingOptions,
  store: (rows: AsyncIterable<SourceRow>, report: RowReport) => Promise<ImportCounts>,
): Promise<Imported> {
  // Loaded on demand: other commands need no CSV reader.
  const { readRows } = await import('./read-rows.ts')
  const { readTypedRows } = await import('./typed-rows.ts')
  const typed: TypedRowCounts = { list: 0, day: 0 }
  const imported = await withReport(file, (report) =>
    store(readTypedRows(readRows(file, { ignoreUnknown, isGuarded }), typed), report),
  )
  return { ...imported, typed }
}

/** Prints the progress of an import on stderr, and lists bad rows next to the file. */
export async function withReport(
  file: TextFile,
  store: (report: RowReport) => Promise<ImportCounts>,
): Promise<Imported> {
  const badRows = startBadRowsFile(file.path)
  const progress = await startProgress(file.sizeBytes)
  let durable: ImportCounts | undefined
  const committed = (counts: ImportCounts) => {
    durable = counts
    progress.committed(counts, file.readBytes())
  }
  try {
    const counts = await store({ badRows, committed })
    return { counts, typed: { list: 0, day: 0 }, errorsPath: badRows.path }
  } catch (error) {
    if (durable !== undefined) printNote(countsLine(durable))
    throw error
  } finally {
    progress.stop()
    badRows.close()
  }
}

/** Prints progress on stderr: a bar on a terminal, else lines. */
function startProgress(sizeBytes: number): Progress | Promise<Progress> {
  if (process.stderr.isTTY) return progressBar(process.stderr, sizeBytes)
  return progressLines(printNote, Date.now)
}
