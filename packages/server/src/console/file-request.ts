import type { ActName } from '@yaoquan/api'
import { json } from '#site/json-answers'
import { bytesOf, type PageAnswer } from '#site/page-route'
import { fileProblem } from '#spreadsheets/file-problem'
import { readSpreadsheet } from '#spreadsheets/read-spreadsheet'
import type { FileMessage } from '#spreadsheets/sheet-row'
import { spreadsheetLimits } from '#spreadsheets/spreadsheet-limits'
import { chosenSeller, mayAct } from './chosen-seller.ts'
import { refused } from './console-answers.ts'
import type { SignedInRequest } from './signed-in-request.ts'

/** Acts that begin with a list of members or coupons. */
const actsOnLists: readonly ActName[] = [
  'send-coupons',
  'issue-coupons',
  'save-members',
  'extend-coupons',
  'void-coupons',
]

/** Files that are read at the same time, each in a thread and up to 20 MB long. */
const maxFiles = 2

/**
 * `POST /console/api/table`: the body is an .xlsx file or CSV, the answer its rows, a JSON document per line: `{"sheet","digest"}`, then
 * `{"line","values","fault"}` for each row, then `{"rows"}` or, where it cannot be read to its end, `{"error"}`. Nothing of it is
 * stored: the page that sent the file maps its columns and passes the rows on, so it does not matter which server read it.
 */
export function createFileReader(): (asked: SignedInRequest) => Promise<PageAnswer> {
  let open = 0
  return async (asked) => {
    const chosen = chosenSeller(asked)
    if ('refusal' in chosen) return chosen.refusal
    if (!mayAct(chosen.role, actsOnLists)) return refused('actNotAllowed')
    if (open >= maxFiles) return refused('filesBusy')
    open += 1
    const closed = once(() => {
      open -= 1
    })
    try {
      const file = await asked.request.readFile(spreadsheetLimits.maxFileBytes)
      if (typeof file !== 'string') return await startReading(file, closed)
      closed()
      return file === 'gone' ? refused('invalidRequest') : json({ error: fileProblem('FILE_TOO_LARGE') }, 422)
    } catch (error) {
      closed()
      throw error
    }
  }
}

/** @param closed called when the reading has ended */
async function startReading(file: Uint8Array, closed: () => void): Promise<PageAnswer> {
  const messages = readSpreadsheet(file)
  const first = await messages.next()
  const message: FileMessage = first.done ? { kind: 'refused', problem: fileProblem('FILE_BROKEN') } : first.value
  if (message.kind === 'refused') {
    await messages.return()
    closed()
    return json({ error: message.problem }, 422)
  }
  const rest = linesOf(message, messages, closed)
  // Once it has begun, the generator comes to its end also where the answer is never written.
  const head = await rest.next()
  const body = head.done ? new Uint8Array(0) : head.value
  return { ...json({}), contentType: 'application/x-ndjson; charset=utf-8', body, rest }
}

async function* linesOf(
  first: FileMessage,
  messages: AsyncGenerator<FileMessage>,
  closed: () => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield bytesOf(linesOfMessage(first))
    for await (const message of messages) yield bytesOf(linesOfMessage(message))
  } finally {
    closed()
  }
}

function linesOfMessage(message: FileMessage): string {
  switch (message.kind) {
    case 'sheet':
      return `${JSON.stringify({ sheet: message.name ?? '', digest: message.digest })}\n`
    case 'rows':
      return message.rows.map((row) => `${JSON.stringify(row)}\n`).join('')
    case 'end':
      return `${JSON.stringify({ rows: message.count })}\n`
    case 'refused':
      return `${JSON.stringify({ error: message.problem })}\n`
  }
}

function once(work: () => void): () => void {
  let isDone = false
  return () => {
    if (!isDone) work()
    isDone = true
  }
}
