import { businessErrors, type MethodDefinition, type ResponseOf } from '@yaoquan/api'
import { BusinessError } from './client-errors.ts'

/** A `yaoquan.*` method: its response is a `result` with `success`. */
export type ResultMethod = MethodDefinition &
  Readonly<{ response: Readonly<{ result: Readonly<{ kind: 'object'; required: true }> }> }>

/** The result of a method that the caller has as a definition, and the request id. */
export type ResultOf<M extends ResultMethod> = ResultIn<M> & WithRequestId

export type WithRequestId = Readonly<{
  /** Identifies the call in the server's log. */
  requestId: string
}>

/** A response in which `result.success` tells whether the method did what was asked; a refusal has its `errorCode`. */
export type AnsweredBy<M extends MethodDefinition> = (M extends ResultMethod
  ? Omit<ResponseOf<M>, 'result'> & Readonly<{ result: Told<ResultIn<M>> }>
  : ResponseOf<M>) &
  WithRequestId

export type ResultIn<M extends MethodDefinition> = ResponseOf<M> extends { readonly result: infer R } ? R : never

/** A result whose `success` tells whether it has an `errorCode`. */
export type Told<R> = (R & Readonly<{ success: true }>) | (R & Readonly<{ success: false; errorCode: string }>)

export type Outcome = Readonly<{
  success: boolean
  errorCode?: string | undefined
  errorMessage?: string | undefined
}>

type Answer<R> = Readonly<{ result: R }> & WithRequestId
type Result<R> = R & WithRequestId

/**
 * The result of an answer.
 * @param tolerated the code of a refusal that is a result too
 * @throws BusinessError if the method refused
 */
export function accepted<R extends Outcome>({ result, requestId }: Answer<R>, tolerated?: string): Result<R> {
  if (result.success || (tolerated !== undefined && result.errorCode === tolerated)) return { ...result, requestId }
  throw refusal(result, requestId)
}

/** Like `accepted`, for an answer with an outcome per item, some of which may have failed. */
export function itemised<R extends Outcome>(answer: Answer<R>): Result<R> {
  return accepted(answer, businessErrors.partlyFailed.code)
}

/** The error of a refusal, with the whole result. */
function refusal(result: Outcome, requestId: string): BusinessError {
  const { errorCode, errorMessage } = result
  return new BusinessError(`${errorMessage ?? 'refused'} (${errorCode ?? 'no error_code'})`, {
    errorCode,
    errorMessage,
    result: { ...result },
    requestId,
  })
}
