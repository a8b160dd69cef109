import { join } from 'node:path'
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SchemaEngine, SqlEngine, SqlReader } from '#database/sql-engine'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import type { CouponTerms } from '#domain/coupon/coupon'
import type { CouponFilter, CouponPageQuery } from '#domain/coupon/coupon-store'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { voidCoupons } from '#domain/lifecycle/void-coupons'
import { lowerFence, raiseFence } from '#move-store/fence'
import { sellerHeads } from '#store/events/seller-heads'
import { Identifiers } from '#store/members/identifiers'
import { openStore, type Store } from '#store/open-store'
import { draftOf } from '#testing/example-draft'
import { issuerOf } from '#testing/issue-drafts'
import { MemberKeysInMemory } from '#testing/member-keys-in-memory'
import { newSeller } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'
import { openTestKeyring } from '#testing/test-keys'
import { CouponKeyFinder } from './coupon-keys.ts'
import { PageTags } from './page-tags.ts'

const dataDir = temporaryFolder()
const file = join(dataDir, 'yaoquan.db')
const nowMs = Date.parse('2026-11-24T12:00:00+08:00')
const masterKey = new Uint8Array(32).fill(1)
let identifiers: Identifiers

function tagsOn(engine: ConstructorParameters<typeof PageTags>[0]['engine']): PageTags {
  const findHead = sellerHeads(engine)
  return new PageTags({ engine, findHead, keys: new CouponKeyFinder({ engine, identifiers, findHead }) })
}
let store: Store
let engine: SchemaEngine

beforeAll(async () => {
  store = await openStore({ dataDir, masterKey: Buffer.from(masterKey).toString('hex') })
  engine = await openSqliteEngine(file)
  identifiers = new Identifiers(await openTestKeyring(engine), new MemberKeysInMemory())
})

afterAll(async () => {
  await engine.close()
  await store.close()
})

/** An engine on this host counts the commits of the file; one on a server is asked for the head of a seller's events. */
const engines = {
  'an engine that counts commits': () => engine,
  'an engine that must be asked': () => asServer({}),
} as const
const names = Object.keys(engines) as (keyof typeof engines)[]

type EngineParts = Pick<SqlEngine, 'reader' | 'dataVersion' | 'connectionVersion'>

function asServer(parts: Partial<EngineParts>): EngineParts {
  return { reader: engine.reader, dataVersion: undefined, connectionVersion: () => 0, ...parts }
}

async function issue(sellerId: string, coupons: readonly Partial<CouponTerms>[]): Promise<void> {
  const drafts = coupons.map((terms) => draftOf({ cardNo: undefined, ...terms }))
  await issuerOf(store).issueCoupons(sellerId, drafts, nowMs)
}

async function takeBack(sellerId: string, couponCode: string): Promise<void> {
  const request = { sellerId, outRequestNo: couponCode, method: 'void', content: '', actor: 'a', requestId: 'r', nowMs }
  await runAct(voidCoupons, { lifecycle: store.lifecycleStore, request, couponCodes: [couponCode], reason: '取消' })
}

function queryOf(sellerId: string, filter: CouponFilter): CouponPageQuery {
  return { sellerId, filter, pageSize: 2, pageNum: 1 }
}

const filters: Readonly<Record<string, CouponFilter>> = {
  seller: {},
  channel: { channel: 'erp' },
  phone: { phone: '1' },
  card: { cardNo: 'x' },
  'phone and channel': { phone: '1', channel: 'erp' },
  code: { couponCode: 'c0' },
}

/** @returns the lists whose tag changes when something happens */
async function changedBy(
  tags: PageTags,
  sellerId: string,
  happens: () => Promise<unknown>,
): Promise<readonly string[]> {
  const tagsNow = async () => {
    await nextTurn()
    return Promise.all(Object.values(filters).map((filter) => tags.find(queryOf(sellerId, filter))))
  }
  const before = await tagsNow()
  expect(await tagsNow()).toEqual(before)
  await happens()
  const after = await tagsNow()
  return Object.keys(filters).filter((_, place) => before[place] !== after[place])
}

test.each(names)('on %s an issue changes the tags of the lists that it extends', async (name) => {
  const sellerId = newSeller()
  await issue(sellerId, [{ couponCode: 'c0', phone: '1', cardNo: 'x' }, { couponCode: 'c1' }])
  const tags = tagsOn(engines[name]())
  const changed = (coupon: Partial<CouponTerms>) => changedBy(tags, sellerId, () => issue(sellerId, [coupon]))
  expect(await changed({ couponCode: 'c2', phone: '2', channel: 'app' })).toEqual(['seller'])
  expect(await changed({ couponCode: 'c3', phone: '2', channel: 'erp' })).toEqual(['seller', 'channel'])
  expect(await changed({ couponCode: 'c4', phone: '1', channel: 'app' })).toEqual([
    'seller',
    'phone',
    'card',
    'phone and channel',
  ])
  // Of the same member, who now has another phone too.
  expect(await changed({ couponCode: 'c5', cardNo: 'x', channel: 'app' })).toEqual([
    'seller',
    'phone',
    'card',
    'phone and channel',
  ])
})

test.each(names)('on %s a step changes the tags of the pages with its coupon', async (name) => {
  const sellerId = newSeller()
  await issue(sellerId, [
    { couponCode: 'c0', phone: '1', cardNo: 'x' },
    { couponCode: 'c1', phone: '2' },
    { couponCode: 'c2', phone: '1' },
  ])
  const tags = tagsOn(engines[name]())
  const changed = (couponCode: string) => changedBy(tags, sellerId, () => takeBack(sellerId, couponCode))
  expect(await changed('c0')).toEqual(Object.keys(filters))
  expect(await changed('c1')).toEqual(['seller', 'channel'])
  // On page 2 of the seller and the channel.
  expect(await changed('c2')).toEqual(['phone', 'card', 'phone and channel'])
})

test.each(names)('on %s other sellers change nothing', async (name) => {
  const [sellerId, other] = [newSeller(), newSeller()]
  await issue(sellerId, [{ couponCode: 'c0', phone: '1', cardNo: 'x' }])
  const tags = tagsOn(engines[name]())
  const coupon = { couponCode: 'c0', phone: '1', cardNo: 'x' }
  expect(await changedBy(tags, sellerId, () => issue(other, [coupon]))).toEqual([])
})

test('pages that differ in anything have different tags', async () => {
  const sellers = [newSeller(), newSeller()]
  for (const sellerId of sellers) await issue(sellerId, [{ couponCode: 'c0', phone: 'x', cardNo: 'x', channel: 'x' }])
  const lists = [{}, ...(['phone', 'cardNo', 'couponCode', 'channel'] as const).map((field) => ({ [field]: 'x' }))]
  const queries = sellers.flatMap((sellerId) =>
    lists.flatMap((filter) =>
      [1, 2].flatMap((pageSize) => [1, 2].map((pageNum) => ({ sellerId, filter, pageSize, pageNum }))),
    ),
  )
  const tags = tagsOn(engine)
  expect(new Set(await Promise.all(queries.map((query) => tags.find(query)))).size).toBe(queries.length)
})

test('another store has other tags, since it counts erasures of its own', async () => {
  const sellerId = newSeller()
  await issue(sellerId, [{ couponCode: 'c0' }])
  const query = queryOf(sellerId, {})
  expect(await tagsOn(engine).find(query)).not.toBe(await tagsOn(engine).find(query))
})

test('a list of more than 200 coupons has no tag', async () => {
  const sellerId = newSeller()
  const tags = tagsOn(engine)
  const find = (filter: CouponFilter) => tags.find(queryOf(sellerId, filter))
  const coupons = Array.from({ length: 200 }, (_, place) => ({ couponCode: `c${place}`, cardNo: 'many' }))
  await issue(sellerId, coupons)
  expect(await find({ cardNo: 'many' })).toBeDefined()
  await issue(sellerId, [{ couponCode: 'one more', cardNo: 'many' }])
  expect(await find({ cardNo: 'many' })).toBeUndefined()
  expect(await find({})).toBeDefined()
})

test('a tag is read once while nobody writes, and calls of one turn share the question', async () => {
  const sellerId = newSeller()
  await issue(sellerId, [{ couponCode: 'c0', phone: '1' }])
  let reads = 0
  const reader: SqlReader = {
    all(statement) {
      reads += 1
      return engine.reader.all(statement)
    },
    one(statement) {
      reads += 1
      return engine.reader.one(statement)
    },
  }
  const query = queryOf(sellerId, { phone: '1' })
  const local = tagsOn({ ...engine, reader })
  for (const _ of [1, 2, 3]) await local.find(query)
  // The head, the number of the phone, other keys of its member, and the sum.
  expect(reads).toBe(4)
  const onServer = tagsOn(asServer({ reader }))
  await onServer.find(query)
  expect(reads).toBe(8)
  await nextTurn()
  await Promise.all([1, 2, 3].map(() => onServer.find(query)))
  expect(reads).toBe(9)
})

test('a caller that asks after a write does not share an earlier question', async () => {
  const sellerId = newSeller()
  await issue(sellerId, [{ couponCode: 'c0', phone: '1' }])
  let travelMs = 0
  const reader: SqlReader = {
    async all(statement) {
      const rows = await engine.reader.all(statement)
      await delay(travelMs)
      return rows
    },
    one: (statement) => engine.reader.one(statement),
  }
  const tags = tagsOn(asServer({ reader }))
  const query = queryOf(sellerId, { phone: '1' })
  const before = await tags.find(query)
  travelMs = 100
  const early = tags.find(query)
  await issue(sellerId, [{ couponCode: 'c1', phone: '1' }])
  expect(await tags.find(query)).not.toBe(before)
  expect(await early).toBe(before)
})

test('no tag is used again after a connection broke', async () => {
  const sellerId = newSeller()
  let broken = 0
  const tags = tagsOn(asServer({ connectionVersion: () => broken }))
  const query = queryOf(sellerId, { phone: '1' })
  const before = await tags.find(query)
  expect(await tags.find(query)).toBe(before)
  broken += 1
  expect(await tags.find(query)).not.toBe(before)
})

test('the number of a phone is looked up again after a connection broke', async () => {
  const sellerId = newSeller()
  await issue(sellerId, [{ couponCode: 'c0', phone: '1' }])
  let broken = 0
  const parts = asServer({ connectionVersion: () => broken })
  const finder = new CouponKeyFinder({ engine: parts, identifiers, findHead: sellerHeads(parts) })
  const find = async () => (await finder.find(sellerId, { phone: '1', cardNo: undefined }))?.phoneRef
  expect(await find()).toBe(1)
  const database = new Database(file)
  // As after a commit that a cluster lost, and another one in its place.
  database.prepare('UPDATE member_phone SET phone_ref = 7 WHERE seller_id = ?').run(sellerId)
  database.close()
  expect(await find()).toBe(1)
  broken += 1
  expect(await find()).toBe(7)
})

test('a head with another hash is another history, so the sums are read again', async () => {
  const sellerId = newSeller()
  await issue(sellerId, [{ couponCode: 'c0', phone: '1' }])
  const tags = tagsOn(asServer({}))
  const query = queryOf(sellerId, { phone: '1' })
  const before = await tags.find(query)
  const database = new Database(file)
  database.prepare("UPDATE event_head SET newest_hash = x'00' WHERE seller_id = ?").run(sellerId)
  database.prepare('UPDATE coupon SET version = version + 1 WHERE seller_id = ?').run(sellerId)
  database.close()
  await nextTurn()
  expect(await tags.find(query)).not.toBe(before)
})

test.each(names)('on %s tags are found while a move keeps everybody from writing', async (name) => {
  const sellerId = newSeller()
  await issue(sellerId, [{ couponCode: 'c0', phone: '1' }])
  const tags = tagsOn(engines[name]())
  const query = queryOf(sellerId, { phone: '1' })
  const before = await tags.find(query)
  await raiseFence(engine, 'elsewhere')
  await nextTurn()
  expect(await tags.find(query)).toBe(before)
  await lowerFence(engine)
})
