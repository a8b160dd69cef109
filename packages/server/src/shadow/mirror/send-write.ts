import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { readError, readSuccess, readWriteMembers, type WriteMembers } from '#shadow/answers/answer-meaning'
import { readAnswerText } from '#shadow/answers/exchange'
import type { Upstream } from '#shadow/upstream/connect-upstream'

/** What the CRM of today made of a write. `unanswered`: nobody knows, or it could not work on it now. */
export type SentWrite =
  | Readonly<{ kind: 'done'; answer: WriteMembers }>
  | Readonly<{ kind: 'unanswered' }>
  | Readonly<{ kind: 'refused'; code: number; subCode: string }>

const maxAnswerBytes = 1024 * 1024

/** Sends a write to the CRM of today. @param body urlencoded and signed */
export async function sendWrite(
  { method, body }: Readonly<{ method: string; body: string }>,
  { upstream, timeoutMs }: Readonly<{ upstream: Upstream; timeoutMs: number }>,
): Promise<SentWrite> {
  const bytes = Buffer.from(body)
  const call = upstream.begin({
    method: 'POST',
    path: `${upstream.url.pathPrefix}/router/rest`,
    headers: [
      ...['Host', upstream.url.host, 'Content-Type', 'application/x-www-form-urlencoded'],
      ...['Content-Length', String(bytes.length), 'Connection', 'keep-alive'],
    ],
  })
  // `once` ends at the first error; a later one of the same connection must not end the thread.
  call.on('error', () => undefined)
  const signal = AbortSignal.timeout(timeoutMs)
  signal.addEventListener('abort', () => call.destroy(), { once: true })
  try {
    call.end(bytes)
    const [response]: IncomingMessage[] = await once(call, 'response', { signal })
    return response === undefined ? { kind: 'unanswered' } : await read(response, method)
  } catch {
    return { kind: 'unanswered' }
  } finally {
    if (!call.writableFinished) call.destroy()
  }
}

async function read(response: IncomingMessage, method: string): Promise<SentWrite> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of response) {
    pieces.push(piece)
    length += piece.length
    if (length > maxAnswerBytes) return { kind: 'unanswered' }
  }
  if (response.statusCode !== 200) return { kind: 'unanswered' }
  const text = readAnswerText({
    answer: Buffer.concat(pieces),
    answerCoding: response.headers['content-encoding'],
    answerType: response.headers['content-type'],
  })
  return text.kind === 'read' ? judge(text.text, method) : { kind: 'unanswered' }
}

/** Calls per second or day, and faults of the CRM itself: it would do the same write later. */
const ofTheMoment: ReadonlySet<number> = new Set([7, 10])

function judge(text: string, method: string): SentWrite {
  const error = readError(text)
  if (error === 'unreadable') return { kind: 'unanswered' }
  if (error === 'none')
    return readSuccess(text, method)
      ? { kind: 'done', answer: readWriteMembers(text) }
      : { kind: 'refused', code: 0, subCode: '' }
  const isLater = ofTheMoment.has(error.code) || error.subCode.startsWith('isp.')
  return isLater ? { kind: 'unanswered' } : { kind: 'refused', ...error }
}
