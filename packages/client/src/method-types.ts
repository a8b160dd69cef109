import type { methods } from '@yaoquan/api'
import type { AnsweredBy, ResultIn } from './method-result.ts'
import type { ParametersOf } from './request-number.ts'

// Here the compiler derives the types from the definitions. The build replaces the declarations of this file by interfaces that
// have names, and the documents of each field (`scripts/build/methods/method-types.ts`).

/** The name of a method on the wire. */
export type MethodName = keyof typeof methods

/** What a caller passes to each method. */
export type Requests = { readonly [N in MethodName]: ParametersOf<(typeof methods)[N]> }

/** The `result` of each method that has one. */
export type Results = { readonly [N in MethodName]: ResultIn<(typeof methods)[N]> }

/** What `execute` returns for each method. */
export type Answers = { readonly [N in MethodName]: AnsweredBy<(typeof methods)[N]> }
