import type { Fields } from '@yaoquan/api'
import { InvalidInput } from './method.ts'

/**
 * Refuses a call that names a member in several ways: they may name several members, and one of them would be answered without a word.
 * @param names properties of the request, of which at most one may be sent
 * @throws InvalidInput naming the second one
 */
export function namedOnce<Input extends Readonly<Record<string, unknown>>>(
  fields: Fields,
  input: Input,
  names: readonly (keyof Input & string)[],
): void {
  const [first, second] = names.filter((name) => input[name] !== undefined).map((name) => fields[name]?.wire ?? name)
  if (first === undefined || second === undefined) return
  throw new InvalidInput(second, { zh: `与 ${first} 应传其一`, en: `is sent or ${first}, not both` })
}
