import { nearestName, shownName, type Text, unknownRule } from '@yaoquan/api'

/** Why a value was refused: the field, and the rule it breaks as a phrase that follows the field's name. */
export class Refusal {
  /** Wire path, e.g. `coupons[3].page_size`. Empty for the decoded value itself. */
  readonly field: string
  readonly rule: Text
  /** The definition has no such field. */
  readonly isUnknown: boolean

  constructor(rule: Text, field = '', isUnknown = false) {
    this.rule = rule
    this.field = field
    this.isUnknown = isUnknown
  }
}

export const missingRule: Text = { zh: '缺少必填参数', en: 'is required' }

/** The same refusal with the path of the field extended by the object or list that contains it. */
export function refusedWithin(holder: string, inner: Refusal): Refusal {
  const dot = inner.field === '' || inner.field.startsWith('[') ? '' : '.'
  return new Refusal(inner.rule, holder === '' ? inner.field : `${holder}${dot}${inner.field}`, inner.isUnknown)
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
  { own, common }: KnownNames,
): Refusal | undefined {
  for (const [name, value] of members) {
    if (own.has(name) || common.has(name) || isBlank(value)) continue
    return new Refusal(unknownRule(name, [...own], [...common]), shownName(name), true)
  }
  return undefined
}

type KnownNames = Readonly<{ own: ReadonlySet<string>; common: ReadonlySet<string> }>

/** More names of a call are not compared: the cost grows with them, and real calls have about a dozen parameters. */
const maxCompared = 64

/**
 * Like `unknownMember`, for names that are near to one of the definition's own, such as `queryDTO` to `query_d_t_o`: callers
 * of compatible methods send parameters of their own as well. Only the first `maxCompared` unknown names are compared.
 */
export function nearMember(members: ReadonlyMap<string, unknown>, { own, common }: KnownNames): Refusal | undefined {
  let compared = 0
  for (const [name, value] of members) {
    if (common.has(name) || own.has(name) || isBlank(value)) continue
    if (++compared > maxCompared) return undefined
    for (const known of own) {
      if (nearestName(joined(name), [joined(known)]) === undefined) continue
      return new Refusal(unknownRule(known, [known]), shownName(name), true)
    }
  }
  return undefined
}

/** A name has hundreds of characters only if it is none of ours. */
const maxJoined = 256

/** SDKs and people differ in how they join words. */
function joined(name: string): string {
  return name.slice(0, maxJoined).replace(/[_\W]/g, '')
}

/** Whether a value counts as absent: undefined, null or blank. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
}

/** Enough characters to recognise a value. */
const shownLength = 32

/** Longer than what is shown, so that a phone number crossing that limit is still recognised and masked. */
const scannedLength = 128

const unprintable = /\p{C}/gu

/** The eleven digits of a mobile number, also full-width or separated by spaces, dashes or brackets. */
const phone = /[1１][\s\p{Pd}\p{Ps}\p{Pe}]{0,2}[3-9３-９](?:[\s\p{Pd}\p{Ps}\p{Pe}]{0,2}[0-9０-９]){9}/gu

/**
 * Formats a value for an error text: at most 32 characters, phone numbers masked (`186****5668`), and without
 * characters that could corrupt a terminal or a log line.
 */
export function shownValue(value: unknown): string {
  const text = textOf(value)
  const masked = text.slice(0, scannedLength).replace(unprintable, '').replace(phone, maskMatch)
  const shown = masked.slice(0, shownLength).toWellFormed()
  return text.length > scannedLength || masked.length > shownLength ? `${shown}…` : shown
}

/** A nested value is not written out, since its depth could exceed the stack. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return '[…]'
  return typeof value === 'object' && value !== null ? '{…}' : String(value)
}

function maskMatch(match: string): string {
  const digits = match.replace(/[\s\p{Pd}\p{Ps}\p{Pe}]/gu, '')
  return `${digits.slice(0, 3)}****${digits.slice(-4)}`
}
