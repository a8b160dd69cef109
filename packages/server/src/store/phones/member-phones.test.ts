import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from '#database/migrate'
import type { SqlEngine } from '#database/sql-engine'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { sqliteProfile } from '#database/sqlite/sqlite-profile'
import { transactUnit } from '#database/unit-of-work'
import { deriveSubkeys } from '#encryption/subkeys'
import { migrations } from '#store/schema/migrations'
import { temporaryFolder } from '#testing/temporary-folder'
import { MemberPhones } from './member-phones.ts'

const keys = deriveSubkeys(new Uint8Array(32).fill(1))
const folder = temporaryFolder()
let engine: SqlEngine

beforeAll(async () => {
  engine = await openSqliteEngine(join(folder, 'phones.db'))
  await migrate(engine, sqliteProfile, migrations)
})
afterAll(() => engine.close())

async function store(sellerId: string, phones: readonly string[]): Promise<void> {
  const members = new MemberPhones(keys)
  const indexed = phones.map((phone) => ({ phone, index: members.indexOf(sellerId, phone) }))
  await transactUnit(engine, (unit) => members.storePhones(unit, sellerId, indexed), { sellerId })
}

/** As another program sees it, which remembers nothing. */
async function opened(sellerId: string, phones: readonly string[]): Promise<readonly (string | undefined)[]> {
  const members = new MemberPhones(keys)
  const indexes = phones.map((phone) => members.indexOf(sellerId, phone))
  const open = await members.openPhones(engine.reader, sellerId, indexes)
  return indexes.map((index) => open.get(index))
}

async function countRows(sellerId: string): Promise<unknown> {
  return (await engine.reader.one('SELECT COUNT(*) FROM member_phone WHERE seller_id = ?', [sellerId]))?.[0]
}

test('opens every phone it stored, more than one statement takes too', async () => {
  const phones = Array.from({ length: 1234 }, (_, number) => `1${String(number).padStart(10, '0')}`)
  await store('many', phones)
  expect(await opened('many', phones)).toEqual(phones)
})

test('stores a phone of a chain once, however often it comes', async () => {
  await store('once', ['18612255668', '13900000000', '18612255668'])
  await store('once', ['18612255668', '13911111111'])
  expect(await countRows('once')).toBe(3)
})

test('gives one phone unrelated indexes in two chains, of 16 bytes', () => {
  const members = new MemberPhones(keys)
  expect(members.indexOf('111', '18612255668')).toHaveLength(16)
  expect(members.indexOf('111', '18612255668')).toEqual(members.indexOf('111', '18612255668'))
  expect(members.indexOf('111', '18612255668')).not.toEqual(members.indexOf('222', '18612255668'))
})

test('a chain and a phone whose texts run into each other are not mixed up', () => {
  const members = new MemberPhones(keys)
  expect(members.indexOf('11', '118612255668')).not.toEqual(members.indexOf('111', '18612255668'))
})

test('the phone of an erased member is missing, and only that', async () => {
  await store('erased', ['18612255668', '13900000000'])
  const index = new MemberPhones(keys).indexOf('erased', '18612255668')
  await engine.transact((transaction) =>
    transaction.run('DELETE FROM member_phone WHERE seller_id = ? AND phone_index = ?', ['erased', index]),
  )
  expect(await opened('erased', ['18612255668', '13900000000'])).toEqual([undefined, '13900000000'])
})

test('leaves no phone readable in the file', async () => {
  await store('hidden', ['18612255668'])
  const rows = await engine.reader.all('SELECT phone_index, phone_sealed FROM member_phone WHERE seller_id = ?', [
    'hidden',
  ])
  const bytes = rows
    .flat()
    .map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value))
  expect(bytes).toHaveLength(2)
  expect(bytes.join()).not.toContain('12255')
})
