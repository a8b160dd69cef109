import { businessErrors } from '@yaoquan/api'
import { ifGiven } from '#domain/if-given'
import { refusalErrors } from './refusal-errors.ts'

/** The error code of a refusal that is kept with an order or an upload. */
export function codeOfProblem(problem: string | undefined): string | undefined {
  return ifGiven(problem, (known) => codes.get(known))
}

const codes: ReadonlyMap<string, string> = new Map(
  Object.entries(refusalErrors).map(([problem, name]) => [problem, businessErrors[name].code]),
)
