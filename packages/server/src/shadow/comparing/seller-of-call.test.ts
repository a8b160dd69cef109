import { createHash } from 'node:crypto'
import { defaultGrants } from '@yaoquan/api'
import { expect, test } from 'vitest'
import type { CallingApp } from '#gateway/call/callers'
import { createSellerFinder, type SellerTable } from './seller-of-call.ts'

type Finding = Readonly<{
  sellerIds?: readonly string[]
  session?: string
  /** Session of one call of a batch. */
  ownSession?: string
  table?: SellerTable
}>

const nowMs = 1_000
const sessions = new Map([['good', { appKey: '1', sellerId: '222', expiresAtMs: nowMs + 1 }]])
const tableOf = (...apps: readonly (readonly [string, string])[]) => ({ apps: new Map(apps), sessions: new Map() })

/** @param sellerIds of the registered app; without them it is not registered */
function find({ sellerIds, session, ownSession, table }: Finding) {
  const app = sellerIds && ({ appKey: '1', sellerIds, grants: defaultGrants } as unknown as CallingApp)
  const parameters = new Map(Object.entries({ app_key: '1', ...(session === undefined ? {} : { session }) }))
  const own = new Map([...parameters, ...(ownSession === undefined ? [] : [['session', ownSession] as const])])
  const callers = { findApp: async () => app, findSession: async (token: string) => sessions.get(token) }
  const read = { app, parameters: own, signed: { parameters } }
  const finder = createSellerFinder({ callers: callers as never, sellerId: '111', table })
  return finder(read as never, nowMs)
}

test.each<[string, Finding, object]>([
  ['is not registered', {}, { sellerId: '111', isSure: true }],
  ['serves the seller alone', { sellerIds: ['111'] }, { sellerId: '111', isSure: true }],
  ['serves another one alone', { sellerIds: ['222'] }, { kind: 'other-seller' }],
  [
    'serves another one, with a session that is unknown',
    { sellerIds: ['222'], session: 'bad' },
    { kind: 'other-seller' },
  ],
  ['serves several, with a session that is unknown', { sellerIds: ['111', '222'], session: 'bad' }, { isSure: false }],
  [
    'serves several, with a session of another',
    { sellerIds: ['111', '222'], session: 'good' },
    { kind: 'other-seller' },
  ],
])('without a table, the call of an app that %s', async (_what, finding, found) => {
  expect(await find(finding)).toMatchObject(found)
})

test.each<[string, Finding, object]>([
  ['is in it', { table: tableOf(['1', '222']) }, { sellerId: '222', isSure: true }],
  [
    'is in it, with a session that is unknown',
    { table: tableOf(['1', '222']), sellerIds: ['111', '222'], session: 'bad' },
    { isSure: true },
  ],
  ['is nowhere', { table: tableOf(['9', '222']) }, { kind: 'unknown-seller' }],
  ['serves a seller of it', { table: tableOf(['9', '222']), sellerIds: ['222'] }, { sellerId: '222' }],
  ['serves none of its sellers', { table: tableOf(['9', '222']), sellerIds: ['333'] }, { kind: 'other-seller' }],
])('with a table, the call of an app that %s', async (_what, finding, found) => {
  expect(await find(finding)).toMatchObject(found)
})

test('a call of a batch is of the seller of its own session', async () => {
  const digest = createHash('sha256').update('second').digest('hex')
  const table = { apps: new Map([['1', '111']]), sessions: new Map([[digest, '222']]) }
  expect(await find({ table, session: 'first', ownSession: 'second' })).toMatchObject({ sellerId: '222' })
  expect(await find({ table, session: 'second', ownSession: 'first' })).toMatchObject({ sellerId: '111' })
})
