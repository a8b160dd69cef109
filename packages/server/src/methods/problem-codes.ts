import { businessErrors } from '@yaoquan/api'
import { ifGiven } from '#domain/if-given'
import { reasonErrors, refusalErrors } from './reason-errors.ts'

/** The error code of a refusal that is kept with an order or an upload. */
export function codeOfProblem(problem: string | undefined): string | undefined {
  return ifGiven(problem, (known) => codes.get(known))
}

/** Where the basket engine refuses, the code of its reason is kept. */
const codes: ReadonlyMap<string, string> = new Map(
  Object.entries({ ...refusalErrors, ...reasonErrors }).map(([problem, name]) => [problem, businessErrors[name].code]),
)
