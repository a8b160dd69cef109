import { CallError } from './call-error.ts'

export type Sending = Readonly<{
  verb: 'GET' | 'POST' | 'DELETE'
  /** Below `/console/api/`. */
  path: string
  body?: object | undefined
  sellerId?: string | undefined
  signal?: AbortSignal | undefined
}>

export type Answered = Readonly<{ status: number; text: string }>

/**
 * Sends one request to the console's API with the session's cookie.
 * @throws CallError `offline` if no answer came, `signed-out` if there is no session
 */
export async function send({ verb, path, body, sellerId, signal }: Sending): Promise<Answered> {
  const answer = await fetchAnswer(`/console/api/${path}`, {
    method: verb,
    credentials: 'same-origin',
    headers: {
      // No other site can make a browser send this header.
      'x-yaoquan-console': '1',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(sellerId === undefined ? {} : { 'x-yaoquan-seller': sellerId }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  })
  return answer
}

async function fetchAnswer(url: string, request: RequestInit): Promise<Answered> {
  try {
    const response = await fetch(url, request)
    return { status: response.status, text: await response.text() }
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new CallError({ kind: 'offline' })
  }
}
