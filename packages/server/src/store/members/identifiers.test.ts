import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sqliteProfile } from '#database/ddl-profile'
import { migrate } from '#database/migrate'
import type { SqlEngine } from '#database/sql-engine'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { positional } from '#database/statement'
import { sellerHeads } from '#store/events/seller-heads'
import type { Keyring } from '#store/keys/keyring'
import { CouponKeyFinder } from '#store/reading/coupon-keys'
import { migrations } from '#store/schema/migrations'
import { draftOf } from '#testing/example-draft'
import { issuerOn } from '#testing/issue-drafts'
import { MemberKeysInMemory } from '#testing/member-keys-in-memory'
import { temporaryFolder } from '#testing/temporary-folder'
import { openTestKeyring } from '#testing/test-keys'
import { Identifiers, lookupOf } from './identifiers.ts'

const folder = temporaryFolder()
const memberKeys = new MemberKeysInMemory()
let engine: SqlEngine
let keyring: Keyring

beforeAll(async () => {
  engine = await openSqliteEngine(join(folder, 'phones.db'))
  await migrate(engine, sqliteProfile, migrations)
  keyring = await openTestKeyring(engine)
})
afterAll(() => engine.close())

async function store(sellerId: string, phones: readonly string[]): Promise<void> {
  const issuer = issuerOn({ engine, keyring, memberKeys })
  const given = `${sellerId} ${Math.random()}`
  const drafts = phones.map((phone, place) =>
    draftOf({ couponCode: `${given} ${place}`, phone, cardNo: `card ${phone}` }),
  )
  for (let first = 0; first < drafts.length; first += 1000) {
    await issuer.issueCoupons(sellerId, drafts.slice(first, first + 1000), 1)
  }
}

/** As another program sees it, which remembers nothing. */
async function opened(
  kind: 'phone' | 'card',
  sellerId: string,
  count: number,
): Promise<readonly (string | undefined)[]> {
  const refs = Array.from({ length: count }, (_, place) => place + 1)
  const open = await new Identifiers(keyring, memberKeys).openAll(engine.reader, kind, { sellerId, refs })
  return refs.map((ref) => open.get(ref))
}

async function countRows(table: string, sellerId: string): Promise<unknown> {
  return (await engine.reader.one(positional(`SELECT COUNT(*) FROM ${table} WHERE seller_id = ?`, [sellerId])))?.[0]
}

test('opens every phone and card it stored, more than one statement takes too', async () => {
  const phones = Array.from({ length: 1234 }, (_, number) => `1${String(number).padStart(10, '0')}`)
  await store('many', phones)
  expect(await opened('phone', 'many', phones.length)).toEqual(phones)
  expect(await opened('card', 'many', phones.length)).toEqual(phones.map((phone) => `card ${phone}`))
})

test('stores a phone and a card of a seller once, however often they come', async () => {
  await store('once', ['18612255668', '13900000000', '18612255668'])
  await store('once', ['18612255668', '13911111111'])
  for (const table of ['member_phone', 'phone_member', 'member_card', 'member']) {
    expect([table, await countRows(table, 'once')]).toEqual([table, 3])
  }
})

test('gives one phone unrelated indexes in two sellers, and another one as a card, of 16 bytes', () => {
  const text = '18612255668'
  const index = lookupOf(keyring.current, 'phone', { sellerId: '111', text })
  expect(index).toHaveLength(16)
  expect(new Identifiers(keyring, memberKeys).lookupsOf('phone', '111', text)).toEqual([index])
  expect(lookupOf(keyring.current, 'phone', { sellerId: '222', text })).not.toEqual(index)
  expect(lookupOf(keyring.current, 'card', { sellerId: '111', text })).not.toEqual(index)
})

test('a seller and a phone whose texts run into each other are not mixed up', () => {
  const [left, right] = [
    { sellerId: '11', text: '118612255668' },
    { sellerId: '111', text: '18612255668' },
  ]
  expect(lookupOf(keyring.current, 'phone', left)).not.toEqual(lookupOf(keyring.current, 'phone', right))
})

test('a sealed phone opens in its own row only, with the key of its member', async () => {
  const members = new Identifiers(keyring, memberKeys)
  const place = { ref: 7, keyNo: 1 }
  const owner = (sellerId: string) => ({ sellerId, keys: keyring.current })
  const [sealed = new Uint8Array()] = await members.sealAll('phone', owner('111'), [{ text: '18612255668', ...place }])
  const open = await members.opener('phone', '111', [1])
  expect(open(sealed, place)).toBe('18612255668')
  expect(() => open(sealed, { ...place, ref: 8 })).toThrow()
  for (const sellerId of ['222', '111'])
    await members.sealAll('phone', owner(sellerId), [{ text: 'other', ref: 1, keyNo: 2 }])
  expect(await members.opener('phone', '222', [1]).then((other) => other(sealed, place))).toBeUndefined()
  expect(await members.opener('card', '111', [1]).then((other) => () => other(sealed, place))).toThrow()
  expect(
    await members.opener('phone', '111', [2]).then((other) => () => other(sealed, { ...place, keyNo: 2 })),
  ).toThrow()
})

test('a member whose key is destroyed has no phone any more, once opened ones are dropped', async () => {
  await store('erased', ['18612255668', '13900000000'])
  const members = new Identifiers(keyring, memberKeys)
  const open = () => members.openAll(engine.reader, 'phone', { sellerId: 'erased', refs: [1, 2] })
  expect((await open()).size).toBe(2)
  memberKeys.erase('erased', 1)
  expect((await open()).size).toBe(2)
  members.forget()
  expect([...(await open())]).toEqual([[2, '13900000000']])
})

test('what is opened of an erased member is not shown any more, and that of others is not opened again', async () => {
  await store('forgotten', ['18612255668', '13900000000'])
  const members = new Identifiers(keyring, memberKeys)
  let reads = 0
  const reader: typeof engine.reader = {
    ...engine.reader,
    all(statement) {
      reads += 1
      return engine.reader.all(statement)
    },
  }
  const open = (refs: readonly number[]) => members.openAll(reader, 'phone', { sellerId: 'forgotten', refs })
  members.remember('phone', { text: '18612255668', keyNo: 1 }, { sellerId: 'forgotten', ref: 1 })
  expect((await open([1, 2])).size).toBe(2)
  const generation = members.generationOf('forgotten')
  members.forgetMembers('forgotten', [1])
  expect(members.generationOf('forgotten')).toBeGreaterThan(generation)
  expect(members.generationOf('other')).toBe(0)
  reads = 0
  expect([...(await open([2]))]).toEqual([[2, '13900000000']])
  expect(reads).toBe(0)
  expect([...(await open([1, 2]))]).toEqual([[2, '13900000000']])
  expect([...(await members.openAll(reader, 'card', { sellerId: 'forgotten', refs: [1] }))]).toEqual([])
})

const noReads: typeof engine.reader = {
  all: () => Promise.reject(new Error('read again')),
  one: () => Promise.reject(new Error('read again')),
}

test('the cards of a member are opened with its keys, so its first page does not read them', async () => {
  await store('ahead', ['18612255668', '13900000000'])
  const members = new Identifiers(keyring, memberKeys)
  const finder = new CouponKeyFinder({ engine, identifiers: members, findHead: sellerHeads(engine) })
  await finder.find('ahead', { phone: '13900000000', cardNo: undefined })
  const open = (refs: readonly number[]) => members.openAll(noReads, 'card', { sellerId: 'ahead', refs })
  expect([...(await open([2]))]).toEqual([[2, 'card 13900000000']])
  await expect(open([1])).rejects.toThrow('read again')
})

test('a card that was altered is refused where it is shown, not where it is opened ahead', async () => {
  await store('altered', ['18612255668'])
  const members = new Identifiers(keyring, memberKeys)
  const rows = [{ ref: 1, sealed: new Uint8Array(40), keyNo: 1 }]
  await members.openAhead('card', { sellerId: 'altered', rows, generation: members.generationOf('altered') })
  await expect(members.openAll(noReads, 'card', { sellerId: 'altered', refs: [1] })).rejects.toThrow('read again')
})

test('rows that were read before a member was erased are not kept', async () => {
  await store('before', ['18612255668', '13900000000'])
  const members = new Identifiers(keyring, memberKeys)
  const sealed = await members.sealAll('card', { sellerId: 'before', keys: keyring.current }, [
    { text: 'one', ref: 1, keyNo: 1 },
    { text: 'two', ref: 2, keyNo: 2 },
  ])
  const rows = sealed.map((cell, place) => ({ ref: place + 1, sealed: cell, keyNo: place + 1 }))
  const generation = members.generationOf('before')
  members.forgetMembers('before', [1])
  await members.openAhead('card', { sellerId: 'before', rows, generation })
  for (const ref of [1, 2]) {
    await expect(members.openAll(noReads, 'card', { sellerId: 'before', refs: [ref] })).rejects.toThrow('read again')
  }
})

test('with very many erased members everything opened is dropped once', async () => {
  await store('very many', ['18612255668', '13900000000'])
  const members = new Identifiers(keyring, memberKeys)
  const open = () => members.openAll(engine.reader, 'phone', { sellerId: 'very many', refs: [1, 2] })
  await open()
  memberKeys.erase('very many', 1)
  members.forgetMembers(
    'very many',
    Array.from({ length: 100_001 }, (_, place) => place + 1),
  )
  expect([...(await open())]).toEqual([[2, '13900000000']])
})

test('a text is sealed once per seller, and another seller has a row of its own', async () => {
  const attribute = '{"firstName":"Bill"}'
  const issuer = issuerOn({ engine, keyring, memberKeys })
  for (const [sellerId, couponCode] of ['left', 'left', 'right'].map((id, place) => [id, `c${place}`] as const)) {
    await issuer.issueCoupons(
      sellerId,
      [draftOf({ couponCode, attribute }), draftOf({ couponCode: `${couponCode}b`, attribute })],
      1,
    )
  }
  expect([await countRows('sealed_text', 'left'), await countRows('sealed_text', 'right')]).toEqual([1, 1])
  const opened = await new Identifiers(keyring, memberKeys).openAll(engine.reader, 'text', {
    sellerId: 'left',
    refs: [1],
  })
  expect(opened.get(1)).toBe(attribute)
})

test('leaves no phone, card or attribute readable in the file', async () => {
  await store('hidden', ['18612255668'])
  for (const table of ['coupon', 'member_phone', 'member_card', 'sealed_text']) {
    const rows = await engine.reader.all(positional(`SELECT * FROM ${table} WHERE seller_id = ?`, ['hidden']))
    const texts = rows
      .flat()
      .map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value))
    expect(texts.join()).not.toContain('12255')
    expect(texts.join()).not.toContain('firstName')
  }
})

test('what was opened is read again after a connection broke', async () => {
  await store('lost', ['13900000001', '13900000002'])
  let broken = 0
  const identifiers = new Identifiers(keyring, memberKeys, () => broken)
  identifiers.remember('phone', { text: 'of a commit that a cluster lost', keyNo: 1 }, { sellerId: 'lost', ref: 1 })
  const open = async () => (await identifiers.openAll(engine.reader, 'phone', { sellerId: 'lost', refs: [1] })).get(1)
  expect(await open()).toBe('of a commit that a cluster lost')
  broken += 1
  expect(await open()).toBe('13900000001')
})
