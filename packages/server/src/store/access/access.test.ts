import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sqliteProfile } from '#database/ddl-profile'
import { migrate } from '#database/migrate'
import type { SqlEngine, SqlReader } from '#database/sql-engine'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { positional } from '#database/statement'
import type { AccessReader, App, UsageLedger } from '#domain/access/access-store'
import { defaultSettings } from '#domain/administration/register-app'
import type { Keyring } from '#store/keys/keyring'
import { Identifiers } from '#store/members/identifiers'
import { createAccessReader } from '#store/reading/remembered-reading'
import { migrations } from '#store/schema/migrations'
import { createSharedActs } from '#store/writing/run-shared-act'
import { administer } from '#testing/administer'
import { MemberKeysInMemory } from '#testing/member-keys-in-memory'
import { temporaryFolder } from '#testing/temporary-folder'
import { openTestKeyring } from '#testing/test-keys'
import { createUsageLedger } from './app-registry.ts'

const folder = temporaryFolder()
let engine: SqlEngine
let keyring: Keyring
let administration: ReturnType<typeof administer>
let usage: UsageLedger
let nowMs = 0

beforeAll(async () => {
  engine = await openSqliteEngine(join(folder, 'access.db'))
  await migrate(engine, sqliteProfile, migrations)
  keyring = await openTestKeyring(engine)
  const identifiers = new Identifiers(keyring, new MemberKeysInMemory())
  administration = administer({
    sharedActs: createSharedActs({ engine, keyring, identifiers, memberKeys: noErasures }),
  })
  usage = createUsageLedger(engine)
})
afterAll(() => engine.close())

const noErasures = { intendErasure: () => Promise.reject(new Error('an app has no member')) }

function newReader(reader: SqlReader = engine.reader): AccessReader {
  return createAccessReader({ reader, keyring, monotonicMs: () => nowMs })
}

function appOf(appKey: string, input: Partial<App> = {}): App {
  return {
    appKey,
    ...defaultSettings,
    appSecret: 'helloworld',
    secretSetAtMs: 1,
    oldSecret: undefined,
    name: '收银',
    sellerIds: ['222', '111'],
    ...input,
  }
}

test('neither a secret nor a token lies readable in the store', async () => {
  await administration.createApp(appOf('secretive', { appSecret: 'readable-secret' }))
  await administration.createSession('readable-token', { appKey: 'secretive', sellerId: '111', expiresAtMs: 5 })
  const apps = await engine.reader.all(positional('SELECT * FROM app'))
  const sessions = await engine.reader.all(positional('SELECT * FROM app_session'))
  const stored = [...apps, ...sessions].flat().map((value) => Buffer.from(String(value)).toString('latin1'))
  expect(stored.length).toBeGreaterThan(10)
  expect(stored.join()).not.toContain('readable')
})

test('answers from memory for less than half a second, and then sees what was made meanwhile', async () => {
  const reader = newReader()
  expect(await reader.findApp('later')).toBeUndefined()
  await administration.createApp(appOf('later'))
  nowMs += 499
  expect(await reader.findApp('later')).toBeUndefined()
  nowMs += 1
  expect(await reader.findApp('later')).toEqual(appOf('later'))
})

test('many calls at once ask the store once', async () => {
  let requested = 0
  const counting: SqlReader = {
    all: (statement) => engine.reader.all(statement),
    one: (statement) => {
      requested += 1
      return engine.reader.one(statement)
    },
  }
  const reader = newReader(counting)
  await Promise.all(Array.from({ length: 50 }, () => reader.findApp('nobody')))
  expect(requested).toBe(1)
})

test('a failed look-up is not remembered', async () => {
  let isDown = true
  const failing: SqlReader = {
    all: (statement) => engine.reader.all(statement),
    one: (statement) => (isDown ? Promise.reject(new Error('down')) : engine.reader.one(statement)),
  }
  const reader = newReader(failing)
  await expect(reader.findSession('some token')).rejects.toThrow('down')
  isDown = false
  expect(await reader.findSession('some token')).toBeUndefined()
})

test('a key longer than any real one is unknown without a look', async () => {
  const unreachable = () => Promise.reject(new Error('asked'))
  expect(await newReader({ all: unreachable, one: unreachable }).findApp('k'.repeat(257))).toBeUndefined()
})

test('adds up calls per app and day, from many at once', async () => {
  const totals = await Promise.all(Array.from({ length: 30 }, () => usage.addCalls('counted', '2026-11-24', 2)))
  expect(totals.toSorted((left, right) => left - right)).toEqual(
    Array.from({ length: 30 }, (_, place) => (place + 1) * 2),
  )
  expect(await usage.addCalls('counted', '2026-11-25', 1)).toBe(1)
  expect(await usage.addCalls('other', '2026-11-24', 3)).toBe(3)
})
