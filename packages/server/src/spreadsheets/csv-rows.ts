import { afterQuote, delimiterOf, type EncodingLabel, encodingOfMark, splitCsv, Utf8Scan } from '@yaoquan/api'
import { RefusedFile } from './file-problem.ts'
import type { SheetRow } from './sheet-row.ts'

/**
 * The rows of a CSV text in UTF-8, UTF-16 or GBK, as Chinese Excel writes it.
 * @throws RefusedFile for text that is damaged
 */
export async function* csvRows(file: Uint8Array): AsyncGenerator<SheetRow, void, undefined> {
  const encoding = encodingOf(file)
  const first = [...textPieces(file.subarray(0, pieceBytes), encoding, true)].join('')
  const damaged = (line: number) => new RefusedFile('FILE_QUOTE', { line })
  for await (const { line, values, isMalformed } of splitCsv(all(file, encoding), delimiterOf(first), damaged)) {
    const row = { line, values }
    yield isMalformed ? { ...row, fault: afterQuote } : row
  }
}

const pieceBytes = 1 << 18

function encodingOf(file: Uint8Array): EncodingLabel {
  const marked = encodingOfMark(file)
  if (marked !== undefined) return marked
  const scan = new Utf8Scan()
  scan.add(file)
  scan.end()
  if (scan.invalidAt === undefined) return 'utf-8'
  if (scan.looksLikeUtf8) throw new RefusedFile('FILE_ENCODING')
  return 'gb18030'
}

async function* all(file: Uint8Array, encoding: EncodingLabel): AsyncGenerator<string, void, undefined> {
  yield* textPieces(file, encoding, false)
}

/** @param isPart whether the last character may be cut */
function* textPieces(file: Uint8Array, encoding: EncodingLabel, isPart: boolean): Generator<string, void, undefined> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    for (let at = 0; at < file.length; at += pieceBytes) {
      yield decoder.decode(file.subarray(at, at + pieceBytes), { stream: true })
    }
    if (!isPart) yield decoder.decode()
  } catch (error) {
    if (error instanceof TypeError) throw new RefusedFile('FILE_ENCODING')
    throw error
  }
}
