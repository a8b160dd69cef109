import type { MethodDefinition } from '@yaoquan/api'
import type { AnsweredBy } from './method-result.ts'
import type { Answers, MethodName, Requests } from './method-types.ts'
import type { ParametersOf } from './request-number.ts'

/** A method by its wire name, or by its definition. */
export type Method = MethodName | MethodDefinition

/** What a caller passes to a method. */
export type RequestTo<M extends Method> = M extends MethodName
  ? Requests[M]
  : M extends Named<infer N>
    ? Requests[N]
    : M extends MethodDefinition
      ? ParametersOf<M>
      : never

/**
 * What `execute` returns: the method's response, and the request id by which the server's log identifies the call. A refusal is a value:
 * `result.success` is false, and `result.errorCode` says why.
 */
export type AnswerOf<M extends Method> = M extends MethodName
  ? Answers[M]
  : M extends Named<infer N>
    ? Answers[N]
    : M extends MethodDefinition
      ? AnsweredBy<M>
      : never

type Named<N extends MethodName> = Readonly<{ name: N }>
