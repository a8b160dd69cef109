import { fileProblem } from './file-problem.ts'
import { type ReaderEnd, type ReaderLimits, startReaderProcess } from './reader-process.ts'
import type { FileMessage } from './sheet-row.ts'
import { spreadsheetLimits } from './spreadsheet-limits.ts'

/**
 * Reads an untrusted spreadsheet in a process of its own. The next message is prepared when it is requested. The process ends with the last
 * message, or when none is requested for a while. If it stalls, dies or takes too much memory, the file is refused.
 * @param file an .xlsx file, or CSV
 * @param onDeath called if the process ended by itself: a bug, or a full heap
 * @param onEnd called when the process has ended
 */
export async function* readSpreadsheet(
  file: Uint8Array,
  {
    onDeath = () => undefined,
    onEnd = () => undefined,
    limits = spreadsheetLimits,
  }: Readonly<{ onDeath?: (end: ReaderEnd) => void; onEnd?: () => void; limits?: Limits }> = {},
): AsyncGenerator<FileMessage, void, undefined> {
  const reader = startReaderProcess(file, { onDeath, limits })
  let isLeft = false
  const leave = async () => {
    isLeft = true
    await reader.end()
    onEnd()
  }
  let pausesMs = 0
  try {
    while (!isLeft) {
      const message = await reader.next()
      const sinceMs = performance.now()
      const timer = setTimeout(leave, Math.min(limits.maxPauseMs, limits.maxPausesMs - pausesMs))
      try {
        yield message
      } finally {
        clearTimeout(timer)
      }
      pausesMs += performance.now() - sinceMs
      if (message.kind === 'end' || message.kind === 'refused') return
    }
    yield { kind: 'refused', problem: fileProblem('FILE_SLOW') }
  } finally {
    if (!isLeft) await leave()
  }
}

type Limits = ReaderLimits &
  Readonly<Record<keyof Pick<typeof spreadsheetLimits, 'maxPauseMs' | 'maxPausesMs'>, number>>
