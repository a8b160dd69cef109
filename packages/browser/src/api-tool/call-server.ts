import { type BusinessError, findError, type KnownError, type MethodDefinition } from '@yaoquan/api'
import { decodeResponse, type Encoding, parseTimestamp, type TopError } from '@yaoquan/protocol'
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

/** The outcome that an answer reports. */
export type AnswerReading =
  | Readonly<{ kind: 'success'; response: object }>
  /** A refusal by the method; `known` is its row in the definition. */
  | Readonly<{ kind: 'business'; code: string; message: string; known: BusinessError | undefined }>
  /** A refusal by the gateway; `known` is its row in the error table. */
  | Readonly<{ kind: 'error'; error: TopError; known: KnownError | undefined }>
  /** The text is no answer of this method; `reason` is in English. */
  | Readonly<{ kind: 'unreadable'; reason: string }>

/** Decodes an answer and finds its error in the tables. */
function readAnswer(definition: MethodDefinition, text: string, encoding: Encoding): AnswerReading {
  const decoded = decodeResponse(definition, text, encoding)
  switch (decoded.kind) {
    case 'unreadable':
      return decoded
    case 'error':
      return { kind: 'error', error: decoded.error, known: findError(decoded.error.code, decoded.error.subCode) }
    case 'response':
      return readResult(definition, decoded.response)
  }
}

type Result = Readonly<{ success?: unknown; errorCode?: unknown; errorMessage?: unknown }>

function readResult(definition: MethodDefinition, response: object): AnswerReading {
  const result: unknown = Reflect.get(response, 'result')
  const { success, errorCode, errorMessage } = (result ?? {}) as Result
  if (success !== false) return { kind: 'success', response }
  const code = String(errorCode ?? '')
  return {
    kind: 'business',
    code,
    message: String(errorMessage ?? ''),
    known: definition.errorCodes.find((item) => item.code === code),
  }
}

export const gatewayPath = '/router/rest'

const timeoutMs = 30_000

/** Posts a form to the gateway of the server that served this page. */
export async function sendForm(body: string): Promise<SentCall> {
  const startedMs = performance.now()
  try {
    const response = await fetch(gatewayPath, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
      signal: AbortSignal.timeout(timeoutMs),
    })
    const text = await response.text()
    const date = response.headers.get('date') ?? undefined
    return { kind: 'answered', status: response.status, text, date, elapsedMs: performance.now() - startedMs }
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) }
  }
}
