import { guarded, quotedCsv } from '@yaoquan/api'
import { type ByteSink, withByteSink } from '#export/byte-sink'

/** The destinations of a report. */
export type ReportSinks = Readonly<{
  /** Text or JSON on standard output. */
  print(text: string): Promise<void>
  /** A line of the file of findings; does nothing without one. */
  finding(cells: readonly string[]): Promise<void>
  /** Undefined unless every amount is written. */
  entry: ((cells: readonly string[]) => Promise<void>) | undefined
}>

type Files = Readonly<{ csv?: string; entries?: string }>

/** Runs `work` with the sinks, and completes the files when it is done. */
export function withReportSinks<T>(files: Files, work: (sinks: ReportSinks) => Promise<T>): Promise<T> {
  return withByteSink(undefined, (output) =>
    withOptionalSink(files.csv, (findings) =>
      withOptionalSink(files.entries, async (entries) => {
        if (findings !== undefined) await findings.write(Buffer.from(byteOrderMark))
        if (entries !== undefined) await entries.write(Buffer.from(byteOrderMark))
        return work({
          print: (text) => output.write(Buffer.from(text)),
          finding: async (cells) => findings?.write(csvLine(cells)),
          entry: entries === undefined ? undefined : (cells) => entries.write(csvLine(cells)),
        })
      }),
    ),
  )
}

function withOptionalSink<T>(path: string | undefined, work: (sink: ByteSink | undefined) => Promise<T>): Promise<T> {
  return path === undefined ? work(undefined) : withByteSink(path, work)
}

/** Spreadsheets take the file for UTF-8 by it. */
const byteOrderMark = '\ufeff'

function csvLine(cells: readonly string[]): Uint8Array {
  return Buffer.from(`${cells.map((cell) => quotedCsv(isNumber(cell) ? cell : guarded(cell))).join(',')}\r\n`)
}

/** A negative amount is no formula. */
function isNumber(cell: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(cell)
}
