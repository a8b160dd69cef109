import { readBatch, splitAnswers } from '@yaoquan/protocol'
import { maxCallsOfBatch } from '#gateway/answer-batch'
import type { CallerDirectory } from '#gateway/call/callers'
import { type ReadCall, readCall, refuseUnclear } from '#gateway/checks/call-checks'
import { readError } from './answer-meaning.ts'
import type { CopiedExchange } from './exchange.ts'

/** A call, and the text that the upstream answered to it. */
export type AnsweredCall = Readonly<{ read: ReadCall; text: string }>

/**
 * The calls of an exchange: one, or those of a batch with the parameters of its envelope, each with its answer.
 * @param exchange with a body without coding @param text of the whole answer
 * @returns undefined for a batch that has not as many answers as calls
 */
export async function answeredCalls(
  exchange: Omit<CopiedExchange, 'body'> & Readonly<{ body: Uint8Array }>,
  text: string,
  callers: CallerDirectory,
): Promise<readonly AnsweredCall[] | undefined> {
  const call = { ...exchange, ip: '' }
  if (call.path === '/router/rest') return [{ read: await readCall(call, callers), text }]
  const envelope = await readCall({ ...call, contentType: 'text/plain', body: new Uint8Array(0) }, callers)
  const { charset, signed } = envelope
  const { batchSeparator: separator } = exchange
  const body = new TextDecoder(charset).decode(exchange.body)
  const read = readBatch({ body, separator, charset, maxCalls: maxCallsOfBatch })
  if (read.kind === 'too-many') return undefined
  const answers = answersOf(text, { separator, calls: read.calls.length })
  return answers?.flatMap((answer, place): readonly AnsweredCall[] => {
    const own = read.calls[place]
    if (own === undefined) return []
    const parameters = new Map([...envelope.parameters, ...(own.kind === 'unreadable' ? [] : own.parameters)])
    const refusal = envelope.refusal ?? refuseUnclear(own)
    return [{ read: { ...envelope, parameters, signed: { ...signed, body }, refusal }, text: answer }]
  })
}

/** One error for the whole batch is the answer to each of its calls. */
function answersOf(
  text: string,
  { separator, calls }: Readonly<{ separator: string | undefined; calls: number }>,
): readonly string[] | undefined {
  const answers = splitAnswers(text, separator)
  if (answers.length === calls) return answers
  const error = answers.length === 1 ? readError(text) : 'none'
  return typeof error === 'object' ? Array.from({ length: calls }, () => text) : undefined
}
