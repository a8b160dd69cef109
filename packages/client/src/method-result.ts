import { businessErrors, type MethodDefinition, type ResponseOf } from '@yaoquan/api'
import { BusinessError } from './client-errors.ts'

/** A `yaoquan.*` method: its response is a `result` with `success`. */
export type ResultMethod = MethodDefinition &
  Readonly<{ response: Readonly<{ result: Readonly<{ kind: 'object'; required: true }> }> }>

/** The result of such a method, and the request id by which the server's log identifies the call. */
export type ResultOf<M extends ResultMethod> = (ResponseOf<M> extends { readonly result: infer R } ? R : never) &
  Readonly<{ requestId: string }>

export type Outcome = Readonly<{
  success: boolean
  errorCode?: string | undefined
  errorMessage?: string | undefined
}>

type Answer<R> = Readonly<{ result: R; requestId: string }>
type Result<R> = R & Readonly<{ requestId: string }>

/** The result of a successful answer. @throws BusinessError if the method refused */
export function accepted<R extends Outcome>({ result, requestId }: Answer<R>): Result<R> {
  if (!result.success) throw refusal(result, requestId)
  return { ...result, requestId }
}

/**
 * The result of an answer with an outcome per item. Some items may have failed.
 * @throws BusinessError if the method refused the whole call
 */
export function itemised<R extends Outcome>({ result, requestId }: Answer<R>): Result<R> {
  if (!result.success && result.errorCode !== businessErrors.partlyFailed.code) throw refusal(result, requestId)
  return { ...result, requestId }
}

/** The error of a refusal, with the whole result. */
export function refusal(result: Outcome, requestId: string): BusinessError {
  const { errorCode, errorMessage } = result
  return new BusinessError(`${errorMessage ?? 'refused'} (${errorCode ?? 'no error_code'})`, {
    errorCode,
    errorMessage,
    result: { ...result },
    requestId,
  })
}
