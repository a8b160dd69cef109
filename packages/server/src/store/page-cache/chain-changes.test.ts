import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { draftOf } from '#conformance/example-draft'
import { newSeller } from '#conformance/programs'
import type { SqlEngine } from '#database/sql-engine'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { voidCoupons } from '#domain/lifecycle/void-coupons'
import { openStore, type Store } from '#store/open-store'
import { temporaryFolder } from '#testing/temporary-folder'
import { ChainChanges } from './chain-changes.ts'
import { chainTag, listTag } from './list-tag.ts'

const dataDir = temporaryFolder()
const file = join(dataDir, 'yaoquan.db')
const nowMs = Date.parse('2026-11-24T12:00:00+08:00')
let store: Store
let engine: SqlEngine

beforeAll(async () => {
  store = await openStore({ dataDir })
  engine = await openSqliteEngine(file)
})

afterAll(async () => {
  await engine.close()
  await store.close()
})

async function issue(sellerId: string, codes: readonly string[]): Promise<void> {
  const drafts = codes.map((couponCode) => draftOf({ couponCode, cardNo: `card of ${couponCode}` }))
  await store.couponIssuer.issueCoupons(sellerId, drafts, nowMs)
}

/** As whoever comes after the store may find the file. */
function rewrite(sellerId: string, statements: readonly string[]): void {
  const database = new Database(file)
  for (const text of statements) database.prepare(text).run(sellerId)
  database.close()
}

/** Each way of asking: where the engine tells whether anybody committed, and where it does not. */
const ways = ['with a version of the data', 'without one'] as const

async function learn(sellerId: string, way: (typeof ways)[number]): Promise<ChainChanges> {
  const dataVersion = way === 'without one' ? undefined : engine.dataVersion
  const changes = new ChainChanges({ reader: engine.reader, dataVersion, connectionVersion: undefined }, sellerId)
  await changes.catchUp()
  return changes
}

async function sameAfter(changes: ChainChanges, happens: () => unknown) {
  const tick = changes.log.nowTick
  await happens()
  await nextTurn()
  await changes.catchUp()
  return (tag: string | number) => changes.log.isSameSince(tick, [tag])
}

test.each(ways)('an issue changes the chain and the lists of its coupons, %s', async (way) => {
  const sellerId = newSeller()
  const changes = await learn(sellerId, way)
  const isSame = await sameAfter(changes, () => issue(sellerId, ['a', 'b']))
  for (const tag of [
    chainTag,
    listTag('channel', 'erp'),
    listTag('coupon_code', 'b'),
    listTag('card_no', 'card of a'),
  ]) {
    expect([tag, isSame(tag)]).toEqual([tag, false])
  }
  for (const tag of [listTag('channel', 'app'), listTag('coupon_code', 'c'), listTag('card_no', 'a'), 1]) {
    expect([tag, isSame(tag)]).toEqual([tag, true])
  }
})

test.each(ways)('a step changes its coupon and nothing else, %s', async (way) => {
  const sellerId = newSeller()
  await issue(sellerId, ['a', 'b'])
  const changes = await learn(sellerId, way)
  const isSame = await sameAfter(changes, async () => {
    const request = { sellerId, outRequestNo: 'N', method: 'void', content: '', actor: 'a', requestId: 'r', nowMs }
    await voidCoupons({ lifecycle: store.lifecycleStore, request, couponCodes: ['b'], reason: '取消' })
  })
  expect([isSame(1), isSame(2), isSame(chainTag), isSame(listTag('coupon_code', 'b'))]).toEqual([
    true,
    false,
    true,
    true,
  ])
})

test('what many issues changed is read at once', async () => {
  const sellerId = newSeller()
  let reads = 0
  const reader: SqlEngine['reader'] = {
    one: (text, values) => engine.reader.one(text, values),
    all(text, values) {
      reads += 1
      return engine.reader.all(text, values)
    },
  }
  const changes = new ChainChanges({ reader, dataVersion: undefined, connectionVersion: undefined }, sellerId)
  await changes.catchUp()
  for (const code of ['a', 'b', 'c']) await issue(sellerId, [code])
  const isSame = await sameAfter(changes, () => issue(sellerId, ['d', 'e']))
  expect(['a', 'b', 'c', 'd', 'e', 'f'].map((code) => isSame(listTag('coupon_code', code)))).toEqual([
    ...Array(5).fill(false),
    true,
  ])
  expect(reads).toBe(2)
})

test.each(ways)('what other chains do changes nothing, %s', async (way) => {
  const [sellerId, other] = [newSeller(), newSeller()]
  await issue(sellerId, ['a'])
  const changes = await learn(sellerId, way)
  const isSame = await sameAfter(changes, () => issue(other, ['a', 'b']))
  expect([1, 2, chainTag, listTag('coupon_code', 'a')].map(isSame)).toEqual([true, true, true, true])
})

test.each<[string, (sellerId: string) => Promise<void>]>([
  [
    'more events than are looked at one by one',
    (sellerId) =>
      issue(
        sellerId,
        Array.from({ length: 201 }, (_, n) => `n${n}`),
      ),
  ],
  [
    'a head with another hash',
    async (sellerId) => rewrite(sellerId, ["UPDATE event_head SET newest_hash = x'00' WHERE seller_id = ?"]),
  ],
  [
    'a last event that was lost',
    async (sellerId) => {
      const text = "UPDATE event_head SET newest_seq = newest_seq - 1, newest_hash = x'00' WHERE seller_id = ?"
      rewrite(sellerId, [text])
    },
  ],
  [
    'a history that goes on from another event than the last one known',
    async (sellerId) => {
      await issue(sellerId, ['c'])
      rewrite(sellerId, ["UPDATE chain_event SET hash = x'00' WHERE event_seq = 2 AND seller_id = ?"])
    },
  ],
])('%s changes everything', async (_name, happens) => {
  for (const way of ways) {
    const sellerId = newSeller()
    await issue(sellerId, ['a', 'b'])
    const changes = await learn(sellerId, way)
    const isSame = await sameAfter(changes, () => happens(sellerId))
    expect([way, isSame('whatever')]).toEqual([way, false])
    const isSameLater = await sameAfter(changes, () => undefined)
    expect(isSameLater('whatever')).toBe(true)
  }
})
