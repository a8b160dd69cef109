import type { ImportQuestion } from '@yaoquan/api'
import { printNote } from '#terminal/output'
import { startBadRowsFile } from './bad-rows-file.ts'
import type { ImportCounts, RowReporting } from './import-rows.ts'
import { countsLine, type Progress, progressBar, progressLines } from './progress.ts'
import type { Source, SourceRow } from './source-row.ts'

/** The counts of an import, what was read differently, and the path of the list of bad rows. */
export type Imported = Readonly<{
  counts: ImportCounts
  source: Pick<Source<unknown>, 'titles' | 'leftOut' | 'columns' | 'read'>
  /** How many rows have to be asked about. */
  questions: ReadonlyMap<ImportQuestion, number>
  errorsPath: string
  /** Lists of bad rows of an earlier run. */
  earlierLists: readonly string[]
}>

export type ImportedFile<Texts> = Readonly<{
  source: Source<Texts>
  /** For the list of bad rows. */
  path: string
  isSpreadsheet: boolean
  /** Nothing is stored. */
  isCheck?: boolean
  /** What has to be asked about a row, and was not answered. */
  questionsOf: (texts: Texts) => readonly ImportQuestion[]
}>

/**
 * Passes the rows of a file to `store`. Prints progress on stderr and lists bad rows next to the file. If `store` fails
 * in the middle of the file, prints what is durable before the fault.
 */
export async function importFile<Texts>(
  { source, path, isSpreadsheet, isCheck = false, questionsOf }: ImportedFile<Texts>,
  store: (rows: AsyncIterable<SourceRow<Texts>>, report: RowReporting) => Promise<ImportCounts>,
): Promise<Imported> {
  const { titles, nameOf, isTable } = source
  const badRows = startBadRowsFile(path, { titles, isSpreadsheet, isTable, isCheck })
  const questions = new Map<ImportQuestion, number>()
  const progress = await startProgress()
  let durable: ImportCounts | undefined
  const committed = (counts: ImportCounts) => {
    durable = counts
    progress.committed(counts, source.part())
  }
  async function* requested() {
    for await (const row of source.rows) {
      for (const question of questionsOf(row.texts)) questions.set(question, (questions.get(question) ?? 0) + 1)
      yield row
    }
  }
  try {
    const counts = await store(requested(), { badRows, nameOf, committed })
    const { path: errorsPath, earlier } = badRows
    const earlierLists = earlier.filter((one) => counts.bad === 0 || one !== errorsPath)
    return { counts, source, questions, errorsPath, earlierLists }
  } catch (error) {
    if (durable !== undefined) printNote(countsLine(durable))
    throw error
  } finally {
    progress.stop()
    await badRows.close()
  }
}

/** Prints progress on stderr: a bar on a terminal, else lines. */
function startProgress(): Progress | Promise<Progress> {
  if (process.stderr.isTTY) return progressBar(process.stderr, Date.now)
  return progressLines(printNote, Date.now)
}
