import { expect, it } from 'vitest'
import { createSession, extendSession, findSession, replaceSession, revokeSession } from './open-session.ts'
import { createApp, defaultSettings } from './register-app.ts'
import { registerSeller } from './register-seller.ts'

const app = {
  ...defaultSettings,
  appKey: '1',
  appSecret: 'the secret',
  secretSetAtMs: 1,
  oldSecret: undefined,
  name: 'ERP',
  sellerIds: ['111'],
}
const stored = { app, createdAtMs: 1, version: 1 }
const session = { appKey: '1', sellerId: '111', expiresAtMs: 9 }
const entry = { ...session, sessionId: 'a', createdAtMs: 5 }

it.each([
  ['an unknown app', { app: undefined, other: undefined }, 'unknown-app'],
  ['an app of others', { app: { ...stored, app: { ...app, sellerIds: ['2'] } }, other: undefined }, 'not-authorized'],
  ['a token that is used', { app: stored, other: entry }, 'exists'],
] as const)('opens no session for %s', (_what, found, kind) => {
  expect(createSession.decide({ input: { token: 't', session }, found, nowMs: 5 })).toEqual({
    kind: 'refused',
    refusal: { kind },
  })
})

it('keeps the token out of the answer, which is stored', () => {
  const found = { app: stored, other: undefined }
  expect(createSession.decide({ input: { token: 't', session }, found, nowMs: 5 })).toMatchObject({
    answer: { createdAtMs: 5, expiresAtMs: 9 },
    changes: [{ kind: 'session', to: { kind: 'opened', token: 't' } }],
  })
})

it('replaces the session of its own times alone, and none that was changed or ended', () => {
  const input = { ...session, createdAtMs: 5, token: 'next' }
  const decide = (sessions: readonly (typeof entry)[]) =>
    replaceSession.decide({ input, found: { sessions }, nowMs: 7 })
  const others = [
    { ...entry, sessionId: 'b', createdAtMs: 6 },
    { ...entry, sessionId: 'c', sellerId: '222' },
    { ...entry, sessionId: 'd', expiresAtMs: 10 },
  ]
  expect(decide([...others, entry])).toMatchObject({ changes: [{ to: { replaces: entry, createdAtMs: 5 } }] })
  expect(decide(others)).toEqual({ kind: 'refused', refusal: { kind: 'changed-since' } })
  expect(decide([entry, { ...entry, sessionId: 'e' }])).toMatchObject({ kind: 'refused' })
})

it('registers an app for sellers that exist, under a key that is free, and tells no secret in answer or event', () => {
  const decide = (sellers: readonly string[], existing: typeof stored | undefined) =>
    createApp.decide({
      input: { app, shownTo: 'boss' },
      found: { existing, sellers: new Set(sellers) },
      nowMs: 1,
    })
  expect(decide([], undefined)).toMatchObject({ refusal: { kind: 'unknown-seller', sellerId: '111' } })
  expect(decide(['111'], stored)).toMatchObject({ refusal: { kind: 'exists' } })
  const done = decide(['111'], undefined)
  expect(done).toMatchObject({ answer: { appKey: '1', secretSetAtMs: 1 }, changes: [{ to: { shownTo: 'boss' } }] })
  expect(JSON.stringify(done.kind === 'done' ? [done.answer, done.changes.map(({ kind }) => kind)] : [])).not.toContain(
    'the secret',
  )
})

it('registers a seller once', () => {
  const input = { sellerId: '111', name: 'x' }
  const decide = (...ids: readonly string[]) =>
    registerSeller.decide({ input, found: { sellers: new Set(ids) }, nowMs: 1 })
  expect(decide()).toMatchObject({
    changes: [{ kind: 'seller', to: { seller: input, policy: { mustKnowShops: true } } }],
  })
  expect(decide('111')).toEqual({ kind: 'refused', refusal: { kind: 'exists' } })
})

it('a session with a given token was opened before only as long as it is what was opened', () => {
  const input = { ...session, createdAtMs: 5, token: 'mine' }
  const decide = (other: typeof entry | undefined) => findSession.decide({ input, found: { other }, nowMs: 7 }).kind
  expect(decide(entry)).toBe('done')
  const others = [undefined, { ...entry, expiresAtMs: 10 }, { ...entry, createdAtMs: 6 }, { ...entry, appKey: '2' }]
  expect(others.map(decide)).toEqual(others.map(() => 'refused'))
})

it('moves the end of a session, or ends it, where it exists', () => {
  const extend = (found: Readonly<{ session: typeof entry | undefined }>) =>
    extendSession.decide({ input: { sessionId: 'a', expiresAtMs: 20 }, found, nowMs: 7 })
  const revoke = (found: Readonly<{ session: typeof entry | undefined }>) =>
    revokeSession.decide({ input: { sessionId: 'a' }, found, nowMs: 7 })
  expect(extend({ session: entry })).toMatchObject({
    answer: { ...entry, expiresAtMs: 20 },
    changes: [{ to: { kind: 'extended', session: entry, expiresAtMs: 20 } }],
  })
  expect(revoke({ session: entry })).toMatchObject({ changes: [{ to: { kind: 'revoked', session: entry } }] })
  const unknown = { kind: 'refused', refusal: { kind: 'unknown' } }
  expect([extend({ session: undefined }), revoke({ session: undefined })]).toEqual([unknown, unknown])
})
