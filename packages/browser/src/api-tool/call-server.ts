import { type AnswerReading, readAnswer } from './read-answer.ts'
import { serverAheadMs } from './server-clock.ts'
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
