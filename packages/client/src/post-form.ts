import { formatTimestamp, type SignMethod, signParameters } from '@yaoquan/protocol'
import { abortedBy, ConnectionError, TimeoutError, UnreadableAnswerError } from './client-errors.ts'

/** The subset of the standard `fetch` that the client uses. */
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
 * Sends a signed form to a gateway, without retries.
 * @returns the body of the answer as received; a gateway answers errors with HTTP 200 too
 * @throws ConnectionError, TimeoutError, AbortedError, or UnreadableAnswerError for another HTTP status
 */
export async function postForm({ form, ...post }: FormPost): Promise<string> {
  const contentType = 'application/x-www-form-urlencoded;charset=UTF-8'
  const answer = await postText({ ...post, contentType, body: new URLSearchParams(form).toString() })
  if (answer.status !== 200) throw unexpectedStatus(post.url, answer.status)
  return answer.text
}

type TextPost = Readonly<{
  url: string
  contentType: string
  body: string
  /** Limit of the whole exchange, to the last byte of the body. */
  timeoutMs: number
  signal?: AbortSignal | undefined
  fetch?: Fetch | undefined
}>

/**
 * Sends a text, without retries.
 * @returns status and body of any answer
 * @throws ConnectionError, TimeoutError or AbortedError
 */
export async function postText(post: TextPost): Promise<Readonly<{ status: number; text: string }>> {
  if (post.signal?.aborted) throw abortedBy(post.signal)
  const stop = stopper(post)
  try {
    const answer = await (post.fetch ?? globalThis.fetch)(post.url, {
      method: 'POST',
      headers: { 'content-type': post.contentType },
      body: post.body,
      // A followed redirect would turn the POST into a GET without its form, so it is reported instead.
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

/**
 * A signal for timeout and abort. Not AbortSignal.any with AbortSignal.timeout, which keeps timers of finished calls.
 */
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
  if (signal?.aborted) return abortedBy(signal)
  if (hasTimedOut) return new TimeoutError(`no answer from ${hostOf(url)} within ${timeoutMs} ms`, { cause: error })
  return new ConnectionError(`cannot reach ${hostOf(url)}${reasonOf(error)}`, { cause: error })
}

/** The error of an HTTP status that a gateway does not send. */
export function unexpectedStatus(url: string, httpStatus: number): UnreadableAnswerError {
  const message = `${hostOf(url)} answered HTTP ${httpStatus}, which a gateway never does: check the url`
  return new UnreadableAnswerError(message, { httpStatus })
}

function hostOf(url: string): string {
  return new URL(url).host
}

/** The reason (`ECONNREFUSED` …), which Node's fetch puts into the cause; browsers give none. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  return typeof code === 'string' ? `: ${code}` : ''
}

export type CallToSign = Readonly<{
  method: string
  appKey: string
  appSecret: string
  session?: string | undefined
  signMethod: SignMethod
  timestampMs: number
  /** The method's parameters by wire name. They override common parameters of the same name. */
  parameters: Readonly<Record<string, string>>
}>

/**
 * The signed form of one call: the common parameters (docs/reference/top-protocol.md, 1.2), those of the method, and
 * the signature.
 */
export function signedForm(call: CallToSign): Record<string, string> {
  const common = {
    method: call.method,
    app_key: call.appKey,
    ...(call.session === undefined ? {} : { session: call.session }),
    timestamp: formatTimestamp(call.timestampMs),
    v: '2.0',
    format: 'json',
  }
  return signParameters({
    parameters: { ...common, ...call.parameters },
    secret: call.appSecret,
    method: call.signMethod,
  })
}
