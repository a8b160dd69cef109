import { AbortedError, ConnectionError, TimeoutError, UnreadableAnswerError } from './client-errors.ts'

/** The part of the standard `fetch` that is used here, so that any implementation fits. */
export type Fetch = (
  url: string,
  init: {
    method: 'POST'
    headers: Record<string, string>
    body: string
    redirect: 'manual'
    signal: AbortSignal
  },
) => Promise<{ readonly status: number; text(): Promise<string> }>

export type FormPost = Omit<TextPost, 'contentType' | 'body'> & Readonly<{ form: Readonly<Record<string, string>> }>

/**
 * Sends one signed form to a gateway, once.
 * @returns the body of its answer, exactly as received; the gateway answers everything, errors included, with HTTP 200
 * @throws ConnectionError, TimeoutError, AbortedError, or UnreadableAnswerError for another HTTP status
 */
export async function postForm({ form, ...post }: FormPost): Promise<string> {
  const contentType = 'application/x-www-form-urlencoded;charset=UTF-8'
  const answer = await postText({ ...post, contentType, body: new URLSearchParams(form).toString() })
  if (answer.status !== 200) throw unexpectedStatus(post.url, answer.status)
  return answer.text
}

export type TextPost = Readonly<{
  url: string
  contentType: string
  body: string
  /** For the whole exchange, to the last byte of the body. */
  timeoutMs: number
  signal?: AbortSignal | undefined
  fetch?: Fetch | undefined
}>

/**
 * Sends a text, once.
 * @returns status and body of the answer, whatever they are
 * @throws ConnectionError, TimeoutError or AbortedError
 */
export async function postText(post: TextPost): Promise<Readonly<{ status: number; text: string }>> {
  if (post.signal?.aborted) throw aborted(post.signal)
  const stop = stopper(post)
  try {
    const answer = await (post.fetch ?? globalThis.fetch)(post.url, {
      method: 'POST',
      headers: { 'content-type': post.contentType },
      body: post.body,
      // A redirected POST becomes a GET without its form, so a redirect is reported instead of followed.
      redirect: 'manual',
      signal: stop.signal,
    })
    return { status: answer.status, text: await answer.text() }
  } catch (error) {
    throw explain(error, post, stop.hasTimedOut())
  } finally {
    stop.release()
  }
}

/** One signal for both reasons to stop. By hand: AbortSignal.any with AbortSignal.timeout keeps timers of finished calls. */
function stopper({ timeoutMs, signal }: TextPost) {
  const controller = new AbortController()
  let hasTimedOut = false
  const timer = setTimeout(() => {
    hasTimedOut = true
    controller.abort()
  }, timeoutMs)
  const forward = () => controller.abort()
  signal?.addEventListener('abort', forward, { once: true })
  return {
    signal: controller.signal,
    hasTimedOut: () => hasTimedOut,
    release: () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', forward)
    },
  }
}

function explain(error: unknown, { url, timeoutMs, signal }: TextPost, hasTimedOut: boolean): Error {
  if (signal?.aborted) return aborted(signal)
  if (hasTimedOut) return new TimeoutError(`no answer from ${hostOf(url)} within ${timeoutMs} ms`, { cause: error })
  return new ConnectionError(`cannot reach ${hostOf(url)}${reasonOf(error)}`, { cause: error })
}

function aborted(signal: AbortSignal): AbortedError {
  return new AbortedError('the call was aborted', { cause: signal.reason })
}

/** What answers with another status than the gateway would. */
export function unexpectedStatus(url: string, httpStatus: number): UnreadableAnswerError {
  return new UnreadableAnswerError(`${hostOf(url)} answered HTTP ${httpStatus}, which no gateway does: check the url`, {
    httpStatus,
  })
}

function hostOf(url: string): string {
  return new URL(url).host
}

/** Node's fetch hides the reason (`ECONNREFUSED` …) in the cause; browsers tell none. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  return typeof code === 'string' ? `: ${code}` : ''
}
