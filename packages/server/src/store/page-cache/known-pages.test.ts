import { join } from 'node:path'
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { draftOf } from '#conformance/example-draft'
import { newSeller } from '#conformance/programs'
import type { SchemaEngine } from '#database/sql-engine'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import type { CouponTerms } from '#domain/coupon/coupon'
import type { CouponFilter, CouponPage, CouponPageQuery } from '#domain/coupon/coupon-store'
import { lowerFence, raiseFence } from '#move-store/fence'
import { openStore, type Store } from '#store/open-store'
import { temporaryFolder } from '#testing/temporary-folder'
import { KnownPages, type ReadPage } from './known-pages.ts'
import { listTag } from './list-tag.ts'

const dataDir = temporaryFolder()
const nowMs = Date.parse('2026-11-24T12:00:00+08:00')
let store: Store
let engine: SchemaEngine

beforeAll(async () => {
  store = await openStore({ dataDir })
  engine = await openSqliteEngine(join(dataDir, 'yaoquan.db'))
})

afterAll(async () => {
  await engine.close()
  await store.close()
})

async function issue(sellerId: string, coupons: readonly Partial<CouponTerms>[]): Promise<void> {
  await store.couponIssuer.issueCoupons(
    sellerId,
    coupons.map((terms) => draftOf(terms)),
    nowMs,
  )
}

type Asked = Readonly<{ sellerId: string; filter: CouponFilter }> & Partial<CouponPageQuery>

function ask(asked: Asked): Promise<CouponPage> {
  return store.couponReader.findCouponPage({ pageSize: 2, pageNum: 1, ...asked })
}

test('a page that is asked for again is the same one as long as nothing of it has changed', async () => {
  const sellerId = newSeller()
  await issue(sellerId, [
    { couponCode: 'c0', phone: '1' },
    { couponCode: 'c1', phone: '2' },
  ])
  for (const filter of [{ phone: '1' }, { phone: '3' }, { channel: 'erp' }, {}, { couponCode: 'c1', phone: '2' }]) {
    const first = await ask({ sellerId, filter })
    const again = await ask({ sellerId, filter })
    expect(again).toEqual({ ...first, isLasting: true })
    expect(await ask({ sellerId, filter })).toBe(again)
  }
})

test('a store that is told to keep no pages reads each of them', async () => {
  const sellerId = newSeller()
  await issue(sellerId, [{ couponCode: 'c0', phone: '1' }])
  const forgetful = await openStore({ dataDir, knownCoupons: 0 })
  const query = { sellerId, filter: { phone: '1' }, pageSize: 2, pageNum: 1 }
  const first = await forgetful.couponReader.findCouponPage(query)
  const again = await forgetful.couponReader.findCouponPage(query)
  expect(again).toEqual(first)
  expect(again).not.toBe(first)
  await forgetful.close()
})

test('coupons of others leave a member’s page as it was', async () => {
  const sellerId = newSeller()
  await issue(sellerId, [{ couponCode: 'c0', phone: '1' }])
  const member = { sellerId, filter: { phone: '1' } }
  await ask(member)
  const again = await ask(member)
  await issue(sellerId, [{ couponCode: 'c1', phone: '2' }])
  expect(await ask(member)).toBe(again)
  expect((await ask({ sellerId, filter: {} })).totalCount).toBe(2)
})

test('each caller finds what it wrote, where several commits come in one turn', async () => {
  const sellerId = newSeller()
  const card = { sellerId, filter: { cardNo: '7' } }
  const totalAfter = async (couponCode: string) => {
    await issue(sellerId, [{ couponCode, cardNo: '7' }])
    return (await ask(card)).totalCount
  }
  await issue(sellerId, [{ couponCode: 'c0', cardNo: '7' }])
  await ask(card)
  // Works that arrive together share a commit, but for one that fails: what stood before it and after it is committed apart.
  const failing = () => expect(issue(sellerId, [{ couponCode: 'x' }, { couponCode: 'x' }])).rejects.toThrow(RangeError)
  const [first, , second] = await Promise.all([totalAfter('c1'), failing(), totalAfter('c2')])
  expect([first, second]).toEqual([2, 3])
})

test('pages can be read, known or not, while a move keeps everybody from writing, and are true after it was given up', async () => {
  const [sellerId, neverAsked] = [newSeller(), newSeller()]
  for (const chain of [sellerId, neverAsked]) await issue(chain, [{ couponCode: 'c0', cardNo: '7' }])
  const totals = () =>
    Promise.all([sellerId, neverAsked].map(async (chain) => (await ask({ sellerId: chain, filter: {} })).totalCount))
  await ask({ sellerId, filter: {} })
  await raiseFence(engine, 'elsewhere')
  await nextTurn()
  expect(await totals()).toEqual([1, 1])
  expect(await totals()).toEqual([1, 1])
  await lowerFence(engine)
  await issue(sellerId, [{ couponCode: 'c1' }])
  expect(await totals()).toEqual([2, 1])
})

test('queries that differ in anything have pages of their own', async () => {
  const sellers = [newSeller(), newSeller()]
  const coupon = { couponCode: 'c0', phone: 'x', cardNo: 'y' }
  const other = { couponCode: 'x', phone: 'c0', cardNo: 'x', channel: 'x' }
  for (const [place, sellerId] of sellers.entries()) await issue(sellerId, place === 0 ? [coupon] : [coupon, other])
  const filters = [{}, ...(['phone', 'cardNo', 'couponCode', 'channel'] as const).map((field) => ({ [field]: 'x' }))]
  const queries = sellers.flatMap((sellerId) =>
    filters.flatMap((filter) =>
      [1, 2].flatMap((pageSize) => [1, 2].map((pageNum) => ({ sellerId, filter, pageSize, pageNum }))),
    ),
  )
  const first = await Promise.all(queries.map(ask))
  const again = await Promise.all(queries.map(ask))
  expect(again).toEqual(first.map((page) => ({ ...page, isLasting: true })))
})

test('what is asked by takes its part of the memory, since callers may ask by texts of any length', async () => {
  const pages = new KnownPages(engine, 100)
  const seller = { sellerId: newSeller(), pageSize: 10, pageNum: 1 }
  let reads = 0
  const find = (cardNo: string) =>
    pages.find({ ...seller, filter: { cardNo } }, async () => {
      reads += 1
      return { page: { coupons: [], totalCount: 0 }, list: listTag('card_no', cardNo) }
    })
  for (const round of ['read', 'known']) {
    await find('short')
    expect([round, reads]).toEqual([round, 1])
  }
  for (let n = 0; n < 10; n += 1) await find(`${n}`.repeat(20_000))
  await find('short')
  expect(reads).toBe(12)
})

/** Pages under one card, of a program on a server that tells no version of its data, unless parts of the engine say otherwise. */
function pagesOfCard(engineParts: Partial<SchemaEngine>, sellerId: string) {
  const server = { reader: engine.reader, dataVersion: undefined, connectionVersion: undefined }
  const pages = new KnownPages({ ...server, ...engineParts }, 1000)
  let size = 1000
  /** A size that nobody asked the store for before is read from the file. */
  const read = async (): Promise<ReadPage> => {
    size += 1
    return { page: await ask({ sellerId, filter: { cardNo: '7' }, pageSize: size }), list: listTag('card_no', '7') }
  }
  const find = async (reading: () => Promise<ReadPage> = read) => {
    const { coupons } = await pages.find({ sellerId, filter: { cardNo: '7' }, pageSize: 10, pageNum: 1 }, reading)
    return coupons.map(({ terms }) => terms.couponCode)
  }
  return { find, read }
}

test('a page that was read before a change is given to nobody who asks after it', async () => {
  const sellerId = newSeller()
  await issue(sellerId, [{ couponCode: 'c0', cardNo: '7' }])
  const { find, read } = pagesOfCard({}, sellerId)
  // So slow that the change, and somebody who learns of it, come in between.
  const slow = find(async () => {
    const found = await read()
    await issue(sellerId, [{ couponCode: 'c1', cardNo: '7' }])
    expect(await find()).toEqual(['c0', 'c1'])
    expect(await find()).toEqual(['c0', 'c1'])
    return found
  })
  expect(await slow).toEqual(['c0'])
  expect(await find()).toEqual(['c0', 'c1'])
})

test('a page that was read before a connection broke is read again', async () => {
  const sellerId = newSeller()
  let broken = 0
  const { find, read } = pagesOfCard({ connectionVersion: () => broken }, sellerId)
  let reads = 0
  const counting = () => {
    reads += 1
    return read()
  }
  for (const [breaks, total] of [
    [0, 1],
    [0, 1],
    [1, 2],
    [0, 2],
  ] as const) {
    broken += breaks
    await find(counting)
    expect(reads).toBe(total)
  }
})

test('who asks later does not rely on what was asked before', async () => {
  const sellerId = newSeller()
  await issue(sellerId, [{ couponCode: 'c0', cardNo: '7' }])
  let onItsWayMs = 0
  const late: SchemaEngine['reader'] = {
    all: (text, values) => engine.reader.all(text, values),
    async one(text, values) {
      const row = await engine.reader.one(text, values)
      if (onItsWayMs > 0) await delay(onItsWayMs)
      return row
    },
  }
  const { find } = pagesOfCard({ reader: late }, sellerId)
  await find()
  onItsWayMs = 200
  const early = find()
  await issue(sellerId, [{ couponCode: 'c1', cardNo: '7' }])
  expect(await find()).toEqual(['c0', 'c1'])
  expect(await early).toEqual(['c0'])
})
