import { unknownRule } from '@yaoquan/api'
import { shownValue } from './shown-value.ts'

/** Why a value was refused: the field, and the rule it breaks as a phrase in Chinese that follows the field's name. */
export class Refusal {
  /** Wire path, e.g. `coupons[3].page_size`. Empty for the decoded value itself. */
  readonly field: string
  readonly rule: string

  constructor(rule: string, field = '') {
    this.rule = rule
    this.field = field
  }
}

export const missingRule = '缺少必填参数'

/** The same refusal with the path of the field extended by the object or list that contains it. */
export function refusedWithin(holder: string, inner: Refusal): Refusal {
  const dot = inner.field === '' || inner.field.startsWith('[') ? '' : '.'
  return new Refusal(inner.rule, holder === '' ? inner.field : `${holder}${dot}${inner.field}`)
}

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

/** Whether a value counts as absent: undefined, null or blank. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
}
