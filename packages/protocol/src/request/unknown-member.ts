import { unknownRule } from '@yaoquan/api'
import { isBlank } from './decode-scalar.ts'
import { Refusal } from './refusal.ts'
import { shownValue } from './shown-value.ts'

/**
 * Refuses the first member with an unknown name, since a misspelled one would otherwise be ignored and the call
 * succeed. Members without a value pass: SDKs send unset members as null or blank (docs/reference/top-protocol.md, 1.4,
 * 2.2).
 * @param known.own the names of the definition; 1 or more
 * @param known.common names allowed everywhere
 * @returns undefined if all members are known
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
