import { addJobItems, createJob } from '@yaoquan/api'
import { CallError } from '../server/call-error.ts'
import { callMethod } from '../server/call-method.ts'
import type { ImportKind } from './import-fields.ts'
import type { ImportRow } from './rows-of-table.ts'

type Asked = Readonly<{ kind: ImportKind; title: string; rows: readonly ImportRow[] }>

type Place = Readonly<{ sellerId: string; signal: AbortSignal; progress: (given: number) => void }>

/** Rows of one call, whose texts have at most this many characters together unless it is a single row. */
const [maxRows, maxCharacters] = [200, 200_000]

/**
 * Drafts an import and gives it the rows in parts, which the server tries out. A draft whose page is closed before all were given never
 * starts, and ends by itself.
 * @returns the id of the job
 * @throws CallError
 */
export async function draftImport(
  { kind, title, rows }: Asked,
  { sellerId, signal, progress }: Place,
): Promise<string> {
  const place = { sellerId, signal }
  const { job } = await callMethod(createJob, { kind, title: title.slice(0, 100) }, place)
  if (job === undefined) throw new CallError({ kind: 'fault' })
  const { jobId } = job
  let offset = 0
  do {
    const part = firstPart(rows, offset)
    const isLast = offset + part.length >= rows.length
    await callMethod(addJobItems, { jobId, offset, rows: part, isLast }, place)
    offset += part.length
    progress(offset)
  } while (offset < rows.length)
  return jobId
}

/** The rows from an offset on that one call gives. */
export function firstPart(rows: readonly ImportRow[], offset: number): readonly ImportRow[] {
  const some = rows.slice(offset, offset + maxRows)
  let characters = 0
  const end = some.findIndex((row) => {
    characters += JSON.stringify(row).length
    return characters > maxCharacters
  })
  return end < 0 ? some : some.slice(0, Math.max(end, 1))
}
