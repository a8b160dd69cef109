import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from '#database/migrate'
import type { SqlEngine, SqlReader } from '#database/sql-engine'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { sqliteProfile } from '#database/sqlite/sqlite-profile'
import type { AccessReader, AccessWriter, App, UsageLedger } from '#domain/access/access-store'
import { defaultSettings } from '#domain/access/register-app'
import type { Keyring } from '#store/keys/keyring'
import { migrations } from '#store/schema/migrations'
import { temporaryFolder } from '#testing/temporary-folder'
import { openTestKeyring } from '#testing/test-keys'
import { createAccessReader } from './access-reader.ts'
import { createAccessWriter } from './access-writer.ts'
import { createUsageLedger } from './usage-ledger.ts'

const folder = temporaryFolder()
let engine: SqlEngine
let keyring: Keyring
let writer: AccessWriter
let usage: UsageLedger
let nowMs = 0

beforeAll(async () => {
  engine = await openSqliteEngine(join(folder, 'access.db'))
  await migrate(engine, sqliteProfile, migrations)
  keyring = await openTestKeyring(engine)
  writer = createAccessWriter({ engine, keyring })
  usage = createUsageLedger(engine)
})
afterAll(() => engine.close())

function newReader(reader: SqlReader = engine.reader): AccessReader {
  return createAccessReader({ reader, keyring, monotonicMs: () => nowMs })
}

function appOf(appKey: string, given: Partial<App> = {}): App {
  return {
    appKey,
    ...defaultSettings,
    appSecret: 'helloworld',
    secretSetAtMs: 1,
    oldSecret: undefined,
    name: '收银',
    sellerIds: ['222', '111'],
    ...given,
  }
}

test.each([
  ['open to all', appOf('plain')],
  [
    'bound in every way',
    appOf('bound', {
      isEnabled: false,
      allowedIps: ['10.0.0.0/8', '::1'],
      grants: { preset: 'till', allowed: ['taobao.time.get'], denied: ['yaoquan.coupon.issue'] },
      charset: 'gbk',
      masksPhones: true,
      fullPhonesPerHour: 0,
      oldSecret: { text: 'before', endsAtMs: 9, lastUsedAtMs: undefined },
      callsPerDay: 5000,
      callsPerSecond: 0,
    }),
  ],
])('finds an app %s as it was made, its chains in order', async (_name, app) => {
  expect(await writer.createApp(app, 1)).toBe('created')
  expect(await newReader().findApp(app.appKey)).toEqual(app)
})

test('what exists is reported and unchanged', async () => {
  expect(await writer.createSeller({ sellerId: '1', name: 'first' }, 1)).toBe('created')
  expect(await writer.createSeller({ sellerId: '1', name: 'second' }, 2)).toBe('exists')
  expect(await writer.findSeller('1')).toEqual({ sellerId: '1', name: 'first' })
  expect(await writer.findSeller('2')).toBeUndefined()
  await writer.createApp(appOf('twice'), 1)
  expect(await writer.createApp(appOf('twice', { name: 'other', sellerIds: ['9'] }), 2)).toBe('exists')
  expect(await newReader().findApp('twice')).toEqual(appOf('twice'))
  const session = { appKey: 'twice', sellerId: '111', expiresAtMs: 5 }
  expect(await writer.createSession('token', session, 1)).toBe('created')
  expect(await writer.createSession('token', { ...session, expiresAtMs: 6 }, 2)).toBe('exists')
  expect(await newReader().findSession('token')).toEqual(session)
})

test('of many who make the same app at once, one makes it', async () => {
  const made = await Promise.all(Array.from({ length: 20 }, () => writer.createApp(appOf('race'), 1)))
  expect(made.filter((outcome) => outcome === 'created')).toHaveLength(1)
})

test('neither a secret nor a token lies readable in the store', async () => {
  await writer.createApp(appOf('secretive', { appSecret: 'readable-secret' }), 1)
  await writer.createSession('readable-token', { appKey: 'secretive', sellerId: '111', expiresAtMs: 5 }, 1)
  const apps = await engine.reader.all('SELECT * FROM app', [])
  const sessions = await engine.reader.all('SELECT * FROM app_session', [])
  const stored = [...apps, ...sessions].flat().map((value) => Buffer.from(String(value)).toString('latin1'))
  expect(stored.length).toBeGreaterThan(10)
  expect(stored.join()).not.toContain('readable')
})

test('answers from memory for less than half a second, and then sees what was made meanwhile', async () => {
  const reader = newReader()
  expect(await reader.findApp('later')).toBeUndefined()
  await writer.createApp(appOf('later'), 1)
  nowMs += 499
  expect(await reader.findApp('later')).toBeUndefined()
  nowMs += 1
  expect(await reader.findApp('later')).toEqual(appOf('later'))
})

test('many calls at once ask the store once', async () => {
  let asked = 0
  const counting: SqlReader = {
    all: (text, values) => engine.reader.all(text, values),
    one: (text, values) => {
      asked += 1
      return engine.reader.one(text, values)
    },
  }
  const reader = newReader(counting)
  await Promise.all(Array.from({ length: 50 }, () => reader.findApp('nobody')))
  expect(asked).toBe(1)
})

test('a failed look-up is not remembered', async () => {
  let isDown = true
  const failing: SqlReader = {
    all: (text, values) => engine.reader.all(text, values),
    one: (text, values) => (isDown ? Promise.reject(new Error('down')) : engine.reader.one(text, values)),
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
