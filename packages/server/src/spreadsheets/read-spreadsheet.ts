import { type ReaderEnd, type ReaderLimits, startReaderProcess } from './reader-process.ts'
import type { FileMessage } from './sheet-row.ts'
import { spreadsheetLimits } from './spreadsheet-limits.ts'

/**
 * Reads a spreadsheet that may be made to harm in a process of its own. The next message is prepared when it is asked for. The process
 * ends when the messages do, or when nobody asks for more. If it stalls, dies or takes too much memory, the file is refused.
 * @param file an .xlsx file, or CSV
 * @param onDeath called if the process ended by itself: a bug, or a full heap
 */
export async function* readSpreadsheet(
  file: Uint8Array,
  {
    onDeath = () => undefined,
    limits = spreadsheetLimits,
  }: Readonly<{ onDeath?: (end: ReaderEnd) => void; limits?: ReaderLimits }> = {},
): AsyncGenerator<FileMessage, void, undefined> {
  const reader = startReaderProcess(file, { onDeath, limits })
  try {
    for (;;) {
      const message = await reader.next()
      yield message
      if (message.kind === 'end' || message.kind === 'refused') return
    }
  } finally {
    await reader.end()
  }
}
