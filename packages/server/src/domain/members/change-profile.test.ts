import { expect, test } from 'vitest'
import { changeProfile, mergedProfile } from './change-profile.ts'
import { emptyProfile } from './member.ts'

test.each([
  [50, { kind: 'profile' }],
  [51, { kind: 'invalid', field: 'attributes' }],
])('a member may have %i attributes: %j', (count, expected) => {
  const attributes = Array.from({ length: count }, (_, place) => ({ name: `a${place}`, value: '1' }))
  expect(changeProfile(emptyProfile, { attributes }, 1)).toMatchObject(expected)
})

test.each([
  ['tags', { kind: 'profile', profile: { name: '王', tags: [] } }],
  ['phone', { kind: 'invalid', field: 'clear' }],
])('what can be cleared: %s', (name, expected) => {
  const profile = { ...emptyProfile, name: '王', tags: ['慢病'] }
  expect(changeProfile(profile, { clear: [name] }, 1)).toMatchObject(expected)
})

/** Of one attribute with so many letters. */
function profileOf(letters: number) {
  return changeProfile(emptyProfile, { attributes: [{ name: 'a', value: 'x'.repeat(letters) }] }, 1)
}

test('a profile is stored up to 50,000 bytes, and a merge that would exceed them changes none', () => {
  const least = profileOf(0)
  const room = 50_000 - Buffer.byteLength(JSON.stringify(least.kind === 'profile' && least.profile))
  const most = profileOf(room)
  if (most.kind !== 'profile') throw new Error('50,000 bytes are refused')
  expect(profileOf(room + 1)).toMatchObject({ kind: 'invalid', field: 'attributes' })
  expect(mergedProfile(most.profile, emptyProfile)).toMatchObject({ profile: most.profile })
  const into = { ...emptyProfile, attributes: { b: '' } }
  expect(mergedProfile(most.profile, into)).toEqual({ profile: into, filled: [], kept: ['attributes.a'] })
})

test.each([
  ['earlier', 4, 'into'],
  ['at the same time', 5, 'into'],
  ['later', 6, 'from'],
])("of two members' consents the later counts: one given %s than the remaining member's", (_what, atMs, source) => {
  const consentOf = (of: string, at: number) => {
    return { ...emptyProfile, marketingConsent: { isGiven: true, atMs: at, source: of } }
  }
  expect(mergedProfile(consentOf('from', atMs), consentOf('into', 5)).profile.marketingConsent).toMatchObject({
    source,
  })
})
