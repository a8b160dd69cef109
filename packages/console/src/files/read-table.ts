import { CallError } from '../server/call-error.ts'
import { piecesOf, sendForStream } from '../server/send.ts'

/** A row of a spreadsheet, as the server read it. */
export type TableRow = Readonly<{
  /** Line from 1. */
  line: number
  values: readonly string[]
  /** Why its values must not be used; `column` in letters. */
  fault?: Readonly<{ column?: string; zh: string; en: string }>
}>

/** A spreadsheet: what its first row names, and the rows below. */
export type Table = Readonly<{
  fileName: string
  /** Name of the sheet; empty for CSV. */
  sheet: string
  /** SHA-256 of the file, in hexadecimal. */
  digest: string
  columns: readonly string[]
  rows: readonly TableRow[]
}>

type Place = Readonly<{ sellerId: string; signal: AbortSignal; progress: (rows: number) => void }>

/**
 * Has the server read an .xlsx file or CSV.
 * @throws CallError for a file that cannot be read, in words that name the place; or what the signal is aborted with
 */
export async function readTable(file: File, { sellerId, signal, progress }: Place): Promise<Table> {
  const input = { verb: 'POST', path: 'table', body: file, sellerId, signal } as const
  const rows: TableRow[] = []
  let head = { sheet: '', digest: '' }
  let isWhole = false
  for await (const line of linesOf(await sendForStream(input, 'application/x-ndjson'))) {
    const document = JSON.parse(line)
    if ('values' in document) rows.push(document)
    else if ('sheet' in document) head = document
    else if ('error' in document) throw brokenFile(document.error)
    else isWhole = true
    if (rows.length % 1_000 === 0) progress(rows.length)
  }
  if (!isWhole) throw new CallError({ kind: 'offline' })
  const [first, ...others] = rows
  return { fileName: file.name, ...head, columns: first?.values ?? [], rows: others }
}

async function* linesOf(response: Response): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const piece of piecesOf(response)) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
}

type Problem = Readonly<{ code: string; zh: string; en: string; sheet?: string; line?: number; column?: string }>

function brokenFile({ code, zh, en, sheet, line, column }: Problem): CallError {
  const inZh = [sheet && `工作表“${sheet}”`, line && `第${line}行`, column && `${column}列`].filter(Boolean).join('')
  const inEn = [sheet && `sheet “${sheet}”`, line && `line ${line}`, column && `column ${column}`].filter(Boolean)
  const texts = {
    zh: inZh === '' ? zh : `${inZh}：${zh}`,
    en: inEn.length === 0 ? en : `${inEn.join(', ')}: ${en}`,
  }
  return new CallError({ kind: 'refused', code, texts })
}
