import { unknownRule } from '@yaoquan/api'
import { isBlank } from './decode-scalar.ts'
import { Refusal } from './refusal.ts'
import { shownValue } from './shown-value.ts'

/**
 * Refuses the first member whose name is not known, since a misspelt one would be left out with success. Members
 * without a value pass: SDKs send what nobody set as null or blank (docs/reference/top-protocol.md, 1.4, 2.2).
 * @param known.own names of the definition; 1 or more
 * @param known.common names that pass everywhere
 */
export function unknownMember(
  members: Iterable<readonly [name: string, value: unknown]>,
  { own, common }: Readonly<{ own: ReadonlySet<string>; common: ReadonlySet<string> }>,
): Refusal | undefined {
  for (const [name, value] of members) {
    if (own.has(name) || common.has(name) || isBlank(value)) continue
    return new Refusal(unknownRule(name, [...own], [...common]), shownValue(name))
  }
  return undefined
}
