import { type AnswerReading, readAnswer } from './read-answer.ts'
import { serverAheadMs } from './server-clock.ts'
import { type SignedCall, signCall, type ToolCall } from './tool-call.ts'

/** What came back over the wire. */
export type SentCall =
  | Readonly<{ kind: 'answered'; status: number; text: string; date: string | undefined; elapsedMs: number }>
  | Readonly<{ kind: 'failed'; reason: string }>

export type CallResult = Readonly<{
  signed: SignedCall
  sent: SentCall
  /** `undefined` when nothing came back. */
  reading: AnswerReading | undefined
  /** How far the server's clock is ahead of this machine's, when the first attempt was refused for it. */
  clockAheadMs: number | undefined
}>

type Wire = Readonly<{ send: (body: string) => Promise<SentCall>; now: () => number }>

/** Signs and sends a call; one that was refused for its timestamp is sent once more by the server's clock. */
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
