import { expect, test } from 'vitest'
import type { SessionEntry, VersionedApp } from '#domain/access/access-store'
import { endSessions } from './end-sessions.ts'

const nowMs = 1000
const session = (sessionId: string, sellerId: string, expiresAtMs: number) =>
  ({ sessionId, appKey: '1', sellerId, createdAtMs: 1, expiresAtMs }) as SessionEntry
const app = { app: { sellerIds: ['111', '222'] } } as unknown as VersionedApp
const sessions = [session('a', '111', 2000), session('b', '222', 2000), session('c', '111', 1000)]

test('ends the sessions of the seller that have not ended by their time', () => {
  const decided = endSessions.decide({ input: { appKey: '1', sellerId: '111' }, found: { app, sessions }, nowMs })
  expect(decided).toMatchObject({
    kind: 'done',
    answer: { ended: 1 },
    changes: [{ kind: 'session', to: { kind: 'revoked', session: { sessionId: 'a' } } }],
  })
})

test('an app of other sellers is answered like one that does not exist', () => {
  const unknown = { kind: 'refused', refusal: { kind: 'unknown-app' } }
  expect(endSessions.decide({ input: { appKey: '1', sellerId: '333' }, found: { app, sessions }, nowMs })).toEqual(
    unknown,
  )
})
