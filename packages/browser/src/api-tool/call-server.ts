import { parseTimestamp, type TopError } from '@yaoquan/protocol'
import { type AnswerReading, readAnswer } from './read-answer.ts'
import { type SignedCall, signCall, type ToolCall } from './tool-call.ts'

/** The answer to a sent call, or why there is none. */
export type SentCall =
  | Readonly<{ kind: 'answered'; status: number; text: string; date: string | undefined; elapsedMs: number }>
  | Readonly<{ kind: 'failed'; reason: string }>

export type CallResult = Readonly<{
  signed: SignedCall
  sent: SentCall
  /** `undefined` if no answer arrived. */
  reading: AnswerReading | undefined
  /** How far the server's clock is ahead of this machine's, if the first attempt was refused because of it. */
  clockAheadMs: number | undefined
}>

type Wire = Readonly<{ send: (body: string) => Promise<SentCall>; now: () => number }>

/** Signs and sends a call. If its timestamp is refused, the call is sent once more with the server's time. */
export async function callServer(call: ToolCall, { send, now }: Wire): Promise<CallResult> {
  const first = await attempt(call, { send, now })
  if (first.sent.kind === 'failed' || first.reading?.kind !== 'error') return { ...first, clockAheadMs: undefined }
  const clockAheadMs = serverAheadMs(first.reading.error, { date: first.sent.date, nowMs: now() })
  if (clockAheadMs === undefined) return { ...first, clockAheadMs }
  return { ...(await attempt(call, { send, now: () => now() + clockAheadMs })), clockAheadMs }
}

async function attempt(call: ToolCall, { send, now }: Wire): Promise<Omit<CallResult, 'clockAheadMs'>> {
  const signed = signCall(call, now())
  const sent = await send(signed.body)
  const reading = sent.kind === 'failed' ? undefined : readAnswer(call.definition, sent.text, signed.encoding)
  return { signed, sent, reading }
}

/**
 * How far the server's clock is ahead of this machine's, computed from a call whose timestamp was refused: the sandbox
 * reports its time in `sub_msg`, a production server in the `Date` header. A call of `taobao.time.get` would be refused
 * for its timestamp as well.
 * @param answer.date the `Date` header
 * @param answer.nowMs this machine's time in epoch milliseconds
 * @returns milliseconds; undefined for another error or if the answer contains no time
 */
function serverAheadMs(
  error: TopError,
  answer: Readonly<{ date: string | undefined; nowMs: number }>,
): number | undefined {
  if (error.code !== invalidTimestamp) return undefined
  const inSandbox = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.exec(error.subMsg ?? '')?.[0]
  const serverMs = inSandbox === undefined ? Date.parse(answer.date ?? '') : parseTimestamp(inSandbox)
  return serverMs === undefined || Number.isNaN(serverMs) ? undefined : serverMs - answer.nowMs
}

const invalidTimestamp = 31
