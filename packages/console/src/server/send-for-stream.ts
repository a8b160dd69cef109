import { CallError } from './call-error.ts'
import { readFailure } from './read-failure.ts'

type Asked = Readonly<{
  /** Below `/console/api/`. */
  path: string
  /** A file, or an object that is sent as JSON. */
  body: Blob | object
  /** The content type of a useful answer; with any other it is a failure. */
  expects: string
  sellerId: string
  signal?: AbortSignal | undefined
}>

/**
 * Sends a POST whose answer may be long.
 * @throws CallError, or what the signal is aborted with
 */
export async function sendForStream({ path, body, expects, sellerId, signal }: Asked): Promise<Response> {
  const isFile = body instanceof Blob
  const response = await orOffline(() =>
    fetch(`/console/api/${path}`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: {
        'x-yaoquan-console': '1',
        'x-yaoquan-seller': sellerId,
        'content-type': isFile ? 'application/octet-stream' : 'application/json',
      },
      body: isFile ? body : JSON.stringify(body),
      signal: signal ?? null,
    }),
  )
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

async function orOffline<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new CallError({ kind: 'offline' })
  }
}
