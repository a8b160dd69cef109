import type { Text } from '@yaoquan/api'
import { CallError, readFailure } from './call-error.ts'

export type Sending = Readonly<{
  verb: 'GET' | 'POST' | 'DELETE'
  /** Below `/console/api/`. */
  path: string
  /** A file, or an object that is sent as JSON. */
  body?: Blob | object | undefined
  sellerId?: string | undefined
  /** Language of the texts of the answer; default Chinese. */
  language?: keyof Text | undefined
  signal?: AbortSignal | undefined
}>

type Answered = Readonly<{ status: number; text: string }>

/**
 * Sends one request to the console's API with the session's cookie.
 * @throws CallError `offline` if no answer came, or what the signal is aborted with
 */
export function send(sending: Sending): Promise<Answered> {
  return orOffline(async () => {
    const response = await fetchAnswer(sending)
    return { status: response.status, text: await response.text() }
  })
}

/** Like `send`. @returns the body. @throws CallError also for an answer that is not 200 */
export async function sendForText(sending: Sending): Promise<string> {
  const { status, text } = await send(sending)
  if (status !== 200) throw readFailure(status, text, sending.language)
  return text
}

/**
 * Sends a request whose answer may be long.
 * @param expects the content type of a useful answer; any other is a failure
 * @throws CallError, or what the signal is aborted with
 */
export async function sendForStream(sending: Sending, expects: string): Promise<Response> {
  const response = await orOffline(() => fetchAnswer(sending))
  if (response.status === 200 && response.headers.get('content-type')?.startsWith(expects)) return response
  throw readFailure(response.status, await orOffline(() => response.text()))
}

/**
 * The pieces of an answer as they come.
 * @throws CallError `offline` where the connection ends before the answer does
 */
export async function* piecesOf({ body }: Response): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  const reader = body?.getReader()
  for (;;) {
    const piece = await orOffline(async () => reader?.read())
    if (piece === undefined || piece.done) return
    yield piece.value
  }
}

/** Asks again after a second where a page was faster than an operator may be: such a call was not performed. */
async function fetchAnswer(sending: Sending): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetchOnce(sending)
    const isTooFast = response.status === 429 && response.headers.get('retry-after') === '1'
    // A call for a seller: a sign-in that failed is not tried again.
    if (!isTooFast || sending.sellerId === undefined || attempt === maxAttempts) return response
    await new Promise((resolve) => setTimeout(resolve, 1_000))
  }
}

const maxAttempts = 10

function fetchOnce({ verb, path, body, sellerId, language, signal }: Sending): Promise<Response> {
  const isFile = body instanceof Blob
  const contentType = isFile ? 'application/octet-stream' : 'application/json'
  return fetch(`/console/api/${path}`, {
    method: verb,
    credentials: 'same-origin',
    headers: {
      // No other site can make a browser send this header.
      'x-yaoquan-console': '1',
      ...(body === undefined ? {} : { 'content-type': contentType }),
      ...(sellerId === undefined ? {} : { 'x-yaoquan-seller': sellerId }),
      ...(language === undefined ? {} : { 'x-yaoquan-language': language }),
    },
    body: isFile ? body : body === undefined ? null : JSON.stringify(body),
    signal: signal ?? null,
  })
}

async function orOffline<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new CallError({ kind: 'offline' })
  }
}
