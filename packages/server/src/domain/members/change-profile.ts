import { isCalendarDay } from '#domain/dates'
import type { Rule } from '#domain/rule'
import type { MemberProfile } from './member.ts'

/** What a call says of a member; what it does not say stays. Texts are trimmed and never blank. */
export type ProfileChange = Readonly<{
  name?: string | undefined
  level?: string | undefined
  /** Replaces all. */
  tags?: readonly string[] | undefined
  /** `MM-DD` */
  birthday?: string | undefined
  marketingConsent?: Readonly<{ given: boolean; source: string }> | undefined
  /** An attribute without a value is removed. */
  attributes?: readonly Readonly<{ name: string; value?: string | undefined }>[] | undefined
  /** Wire names of the fields to remove. */
  clear?: readonly string[] | undefined
}>

export type ChangedProfile =
  | Readonly<{ kind: 'profile'; profile: MemberProfile }>
  | Readonly<{ kind: 'invalid'; field: string; rule: Rule }>

/** The most attributes that a member has. */
const maxAttributes = 50

/** Maximum size of a profile as JSON; encrypted there is room for 60,000. */
const maxProfileBytes = 50_000

const clearable = ['name', 'level', 'birthday', 'tags'] as const

/** A profile after a change. The first broken rule is reported. @param nowMs when consent is given or withdrawn */
export function changeProfile(profile: MemberProfile, change: ProfileChange, nowMs: number): ChangedProfile {
  const unknown = change.clear?.find((name) => !clearable.some((one) => one === name))
  if (unknown !== undefined) {
    const rule = { zh: `不含 ${unknown}，应为 ${clearable.join(', ')}`, en: `must be of ${clearable.join(', ')}` }
    return { kind: 'invalid', field: 'clear', rule }
  }
  const birthdayRule = change.birthday === undefined ? undefined : ruleForBirthday(change.birthday)
  if (birthdayRule !== undefined) return { kind: 'invalid', field: 'birthday', rule: birthdayRule }
  const attributes = changedAttributes(profile.attributes, change.attributes ?? [])
  if (Object.keys(attributes).length > maxAttributes) {
    const rule = { zh: `最多 ${maxAttributes} 个`, en: `must be at most ${maxAttributes}` }
    return { kind: 'invalid', field: 'attributes', rule }
  }
  const isCleared = (name: string) => change.clear?.includes(name) ?? false
  const keep = (name: 'name' | 'level' | 'birthday') => change[name] ?? (isCleared(name) ? undefined : profile[name])
  const tags = change.tags ?? (isCleared('tags') ? [] : profile.tags)
  const { marketingConsent: answer } = change
  const changed: MemberProfile = {
    name: keep('name'),
    level: keep('level'),
    birthday: keep('birthday'),
    tags: [...new Set(tags)],
    marketingConsent:
      answer === undefined ? profile.marketingConsent : { isGiven: answer.given, atMs: nowMs, source: answer.source },
    attributes,
  }
  if (!isProfileTooLarge(changed)) return { kind: 'profile', profile: changed }
  const rule = { zh: '与其他资料合计过长', en: 'is too long together with the other fields' }
  return { kind: 'invalid', field: 'attributes', rule }
}

/** Whether a profile is larger than what may be stored. */
function isProfileTooLarge(profile: MemberProfile): boolean {
  return Buffer.byteLength(JSON.stringify(profile)) > maxProfileBytes
}

/** Why a text is no birthday. @returns undefined for a day of a leap year, so that 29 February is one */
export function ruleForBirthday(text: string): Rule | undefined {
  if (isCalendarDay(`2024-${text}`)) return undefined
  return { zh: '应为 MM-DD 格式的有效日期', en: 'must be a day of the year, MM-DD' }
}

function changedAttributes(
  before: MemberProfile['attributes'],
  changes: NonNullable<ProfileChange['attributes']>,
): MemberProfile['attributes'] {
  const attributes = new Map(Object.entries(before))
  for (const { name, value } of changes) {
    if (value === undefined) attributes.delete(name)
    else attributes.set(name, value)
  }
  return Object.fromEntries(attributes)
}

type MergedProfile = Readonly<{
  profile: MemberProfile
  /** Wire names of the fields that were filled in. */
  filled: readonly string[]
  /** Wire names of the fields that differ and were kept. */
  kept: readonly string[]
}>

const singleFields = ['name', 'level', 'birthday'] as const

/** The profile of a member that another was merged into: missing values are filled in, tags are united. */
export function mergedProfile(from: MemberProfile, into: MemberProfile): MergedProfile {
  const filled: string[] = singleFields.filter((name) => into[name] === undefined && from[name] !== undefined)
  const kept: string[] = singleFields.filter(
    (name) => into[name] !== undefined && from[name] !== undefined && into[name] !== from[name],
  )
  if (from.tags.some((tag) => !into.tags.includes(tag))) filled.push('tags')
  for (const [name, value] of Object.entries(from.attributes)) {
    const own = Object.hasOwn(into.attributes, name) ? into.attributes[name] : undefined
    if (own === undefined) filled.push(`attributes.${name}`)
    else if (own !== value) kept.push(`attributes.${name}`)
  }
  const consent = laterConsent(from, into)
  if (consent !== into.marketingConsent) filled.push('marketing_consent')
  const profile = {
    name: into.name ?? from.name,
    level: into.level ?? from.level,
    birthday: into.birthday ?? from.birthday,
    tags: [...new Set([...into.tags, ...from.tags])],
    marketingConsent: consent,
    attributes: { ...from.attributes, ...into.attributes },
  }
  if (isProfileTooLarge(profile)) return { profile: into, filled: [], kept: [...kept, ...filled] }
  return { profile, filled, kept }
}

/** The person's latest word counts. */
function laterConsent(
  { marketingConsent: left }: MemberProfile,
  { marketingConsent: right }: MemberProfile,
): MemberProfile['marketingConsent'] {
  if (left === undefined || right === undefined) return right ?? left
  return left.atMs > right.atMs ? left : right
}
