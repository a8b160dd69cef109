import { TopClientError } from './client-errors.ts'
import type { Attempt, EndedAttempt, Settings } from './client-options.ts'

/**
 * Tells hooks and logger of one attempt.
 * @param send the attempt; its answer names the request id
 */
export async function watchAttempt<T extends Readonly<{ requestId: string }>>(
  attempt: Attempt,
  { onRequest, onResponse, logger }: Pick<Settings, 'onRequest' | 'onResponse' | 'logger'>,
  send: () => Promise<T>,
): Promise<T> {
  onRequest?.(attempt)
  const startMs = performance.now()
  const ended = (requestId: string | undefined, error?: TopClientError) => {
    const told = { ...attempt, durationMs: performance.now() - startMs, requestId, error }
    onResponse?.(told)
    if (error === undefined) logger?.debug(lineOf(told))
    else logger?.warn(lineOf(told))
  }
  let answer: T
  try {
    answer = await send()
  } catch (error) {
    if (!(error instanceof TopClientError)) throw error
    ended(error.requestId, error)
    throw error
  }
  ended(answer.requestId)
  return answer
}

/** Has no message of the error, which may quote a parameter. */
function lineOf({ method, attempt, outRequestNo, durationMs, requestId, error }: EndedAttempt): string {
  const outcome = error === undefined ? 'answered' : `failed with ${error.name}`
  const facts = [
    outRequestNo === undefined ? undefined : `out_request_no ${outRequestNo}`,
    requestId === undefined ? undefined : `request_id ${requestId}`,
    error?.code === undefined ? undefined : `code ${error.code}`,
    error?.subCode,
  ]
  const told = facts.filter((fact) => fact !== undefined).map((fact) => `, ${fact}`)
  return `${method}, attempt ${attempt}: ${outcome} in ${Math.round(durationMs)} ms${told.join('')}`
}
