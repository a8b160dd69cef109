import type { MethodDefinition, ResponseOf } from '@yaoquan/api'
import { BusinessError } from './client-errors.ts'

/** A method of Yaoquan's own: its response is one `result`, which says whether it succeeded. */
export type ResultMethod = MethodDefinition &
  Readonly<{ response: Readonly<{ result: Readonly<{ kind: 'object'; required: true }> }> }>

/** What such a method answers, and the id that names the call in the server's log. */
export type ResultOf<M extends ResultMethod> = (ResponseOf<M> extends { readonly result: infer R } ? R : never) &
  Readonly<{ requestId: string }>

export type Outcome = Readonly<{
  success: boolean
  errorCode?: string | undefined
  errorMessage?: string | undefined
}>

type Answer<R> = Readonly<{ result: R; requestId: string }>
type Result<R> = R & Readonly<{ requestId: string }>

/**
 * The result of an answer.
 * @throws BusinessError if the method refused
 */
export function accepted<R extends Outcome>({ result, requestId }: Answer<R>): Result<R> {
  if (!result.success) throw refusal(result, requestId)
  return { ...result, requestId }
}

/**
 * The result of an answer that tells of each item: some may have failed.
 * @throws BusinessError if the method refused the call as a whole
 */
export function itemised<R extends Outcome>({ result, requestId }: Answer<R>): Result<R> {
  if (!result.success && result.errorCode !== partlyFailed) throw refusal(result, requestId)
  return { ...result, requestId }
}

const partlyFailed = 'PARTLY_FAILED'

/** The error of a refusal, with everything the method said. */
export function refusal(result: Outcome, requestId: string): BusinessError {
  const { errorCode, errorMessage } = result
  return new BusinessError(`${errorMessage ?? 'refused'} (${errorCode ?? 'no error_code'})`, {
    errorCode,
    errorMessage,
    result: { ...result },
    requestId,
  })
}
