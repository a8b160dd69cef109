import { isProfileTooLarge } from './change-profile.ts'
import type { MemberProfile } from './member.ts'

export type MergedProfile = Readonly<{
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
