import type { ActName } from '@yaoquan/api'
import { bytesOf, json, type PageAnswer, type PageRequest } from '#site/page-route'
import { fileProblem } from '#spreadsheets/file-problem'
import { readSpreadsheet } from '#spreadsheets/read-spreadsheet'
import type { FileMessage } from '#spreadsheets/sheet-row'
import { spreadsheetLimits } from '#spreadsheets/spreadsheet-limits'
import type { PeopleTelemetry } from '#telemetry/record-people'
import { chosenSeller, mayAct } from './chosen-seller.ts'
import { refused, refusedBusy } from './console-answers.ts'
import type { SignedInRequest } from './signed-in-request.ts'

/** Acts that begin with a list of members or coupons. */
const actsOnLists: readonly ActName[] = [
  'send-coupons',
  'issue-coupons',
  'save-members',
  'extend-coupons',
  'void-coupons',
]

/** Files that a worker reads at the same time, each in a process of its own and each of another operator. */
const maxFiles = 2

/** Most bytes of files that still arrive: they take no place, so that slow senders hold none. */
const arrivingBytes = { all: 100 * 1024 * 1024, one: 40 * 1024 * 1024 } as const

/**
 * `POST /console/api/table`: the body is an .xlsx file or CSV, the answer its rows, a JSON document per line: `{"sheet","digest"}`, then
 * `{"line","values","fault"}` for each row, then `{"rows"}` or, where it cannot be read to its end, `{"error"}`. Nothing of it is
 * stored: the page that sent the file maps its columns and passes the rows on, so it does not matter which server read it.
 */
export function createFileReader(telemetry: PeopleTelemetry): (input: SignedInRequest) => Promise<PageAnswer> {
  const arriving = createArrivingBytes(arrivingBytes)
  /** Names of the operators whose files are read. */
  const reading = new Set<string>()
  return async (input) => {
    const chosen = chosenSeller(input)
    if ('refusal' in chosen) return chosen.refusal
    if (!mayAct(chosen.role, actsOnLists)) return refused('actNotAllowed')
    const file = await receiveFile(input, arriving)
    if (file === 'gone') return refused('invalidRequest')
    if (file === 'too-large') return json({ error: fileProblem('FILE_TOO_LARGE') }, 422)
    const { name } = input.operator
    if (file === 'no-room' || reading.has(name) || reading.size >= maxFiles) return refusedBusy()
    reading.add(name)
    const onEnd = () => reading.delete(name)
    try {
      return await answerWith(readSpreadsheet(file, { onDeath: telemetry.fileReaderDied, onEnd }))
    } catch (error) {
      // There may be no process that ends.
      onEnd()
      throw error
    }
  }
}

async function receiveFile(
  { operator, request }: SignedInRequest,
  arriving: ArrivingBytes,
): ReturnType<PageRequest['readFile']> {
  const body = arriving.count(operator.name)
  try {
    return await request.readFile(spreadsheetLimits.maxFileBytes, body.add)
  } finally {
    body.end()
  }
}

async function answerWith(messages: AsyncGenerator<FileMessage, void, undefined>): Promise<PageAnswer> {
  const first = await messages.next()
  const message: FileMessage = first.done ? { kind: 'refused', problem: fileProblem('FILE_BROKEN') } : first.value
  if (message.kind === 'refused') {
    await messages.return()
    return json({ error: message.problem }, 422)
  }
  const rest = linesOf(message, messages)
  // Once it has begun, the generator comes to its end also where the answer is never written.
  const head = await rest.next()
  const body = head.done ? new Uint8Array(0) : head.value
  return { ...json({}), contentType: 'application/x-ndjson; charset=utf-8', body, rest }
}

async function* linesOf(
  first: FileMessage,
  messages: AsyncGenerator<FileMessage, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield bytesOf(linesOfMessage(first))
    for await (const message of messages) yield bytesOf(linesOfMessage(message))
  } finally {
    await messages.return()
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

/** Counts the bytes of bodies while they arrive, per sender and in all, so that slow senders cannot fill the memory. */
type ArrivingBytes = Readonly<{
  /** Begins with a body of a sender. */
  count(sender: string): Readonly<{
    /** @returns false, and counts nothing, where the bytes exceed a limit */
    add(bytes: number): boolean
    /** The body has arrived, or will not. */
    end(): void
  }>
}>

/** @param limits in bytes: of all senders together, and of one */
export function createArrivingBytes(limits: Readonly<{ all: number; one: number }>): ArrivingBytes {
  const bySender = new Map<string, number>()
  let all = 0
  const change = (sender: string, bytes: number) => {
    const left = (bySender.get(sender) ?? 0) + bytes
    all += bytes
    if (left === 0) bySender.delete(sender)
    else bySender.set(sender, left)
  }
  return {
    count(sender) {
      let counted = 0
      return {
        add(bytes) {
          if (all + bytes > limits.all || (bySender.get(sender) ?? 0) + bytes > limits.one) return false
          counted += bytes
          change(sender, bytes)
          return true
        },
        end() {
          change(sender, -counted)
          counted = 0
        },
      }
    },
  }
}
