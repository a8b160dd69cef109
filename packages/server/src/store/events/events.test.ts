import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { draftOf } from '../../domain/coupon/draft-fixture.ts'
import type { ChainEvent } from '../../domain/events/event-store.ts'
import { temporaryFolder } from '../contract/temporary-folder.ts'
import { createCoupons } from '../migrations/0001-coupons.ts'
import { migrate } from '../migrations/migrate.ts'
import { openStore, type Store } from '../open-store.ts'
import { openSqliteEngine } from '../sqlite/open-sqlite-engine.ts'
import { sqliteProfile } from '../sqlite/sqlite-profile.ts'

const parent = temporaryFolder()
let store: Store

beforeAll(async () => {
  store = await openStore({ dataDir: join(parent, 'shared') })
})

afterAll(() => store.close())

function drafts(prefix: string, count: number): ReturnType<typeof draftOf>[] {
  return Array.from({ length: count }, (_, place) => draftOf({ couponCode: `${prefix}-${place}`, couponId: prefix }))
}

async function issueBlocks(sellerId: string, sizes: readonly number[]): Promise<void> {
  for (const [block, size] of sizes.entries()) {
    await store.couponIssuer.issueCoupons(sellerId, drafts(`b${block}`, size), 1000 + block)
  }
}

async function allEvents(sellerId: string): Promise<readonly ChainEvent[]> {
  return (await store.eventReader.listEvents({ sellerId, afterSeq: 0, limit: 1000 })).events
}

test('every coupon that is issued has its own numbered event', async () => {
  await issueBlocks('own', [2, 1])
  expect(await allEvents('own')).toMatchObject([
    { eventSeq: 1, kind: 'issued', couponCode: 'b0-0', couponId: 'b0', atMs: 1000, actor: 'operator:import' },
    { eventSeq: 2, kind: 'issued', couponCode: 'b0-1', after: '{"state":"unused","end_date":"2018-11-11"}' },
    { eventSeq: 3, kind: 'issued', couponCode: 'b1-0', atMs: 1001 },
  ])
})

test('an event carries no phone', async () => {
  await issueBlocks('no-phone', [1])
  expect(JSON.stringify(await allEvents('no-phone'))).not.toContain('18612255668')
})

test('any page is a part of the whole, however many coupons share a row', async () => {
  await issueBlocks('pages', [3, 1, 7, 2, 5])
  const all = await allEvents('pages')
  expect(all.map(({ eventSeq }) => eventSeq)).toEqual(Array.from({ length: 18 }, (_, place) => place + 1))
  await fc.assert(
    fc.asyncProperty(fc.nat(20), fc.integer({ min: 1, max: 20 }), async (afterSeq, limit) => {
      const page = await store.eventReader.listEvents({ sellerId: 'pages', afterSeq, limit })
      expect(page).toEqual({ events: all.slice(afterSeq, afterSeq + limit), newestSeq: 18 })
    }),
  )
})

test("a coupon's events begin with its issue, wherever it stands in its block", async () => {
  await issueBlocks('one', [3, 4])
  const all = await allEvents('one')
  for (const event of all) {
    expect(await store.eventReader.listCouponEvents('one', event.couponCode ?? '')).toEqual([event])
  }
  expect(await store.eventReader.listCouponEvents('one', 'unknown')).toEqual([])
})

test('tells once that unused coupons expired, in portions, and not of those that were past at their issue', async () => {
  const days = ['2026-11-23', '2026-11-24', '2026-11-24', '2026-11-25', undefined]
  const given = days.map((endDate, place) => draftOf({ couponCode: `e${place}`, startDate: undefined, endDate }))
  const issuedAtMs = Date.parse('2026-11-24T12:00:00+08:00')
  await store.couponIssuer.issueCoupons(
    'expiry',
    [...given, draftOf({ couponCode: 'u' }, { kind: 'used' })],
    issuedAtMs,
  )
  const midnight = Date.parse('2026-11-25T00:00:00+08:00')
  const record = () => store.expiryRecorder.recordExpired('expiry', '2026-11-24', 1, midnight)
  expect([await record(), await record(), await record()]).toEqual([1, 1, 0])
  expect((await allEvents('expiry')).slice(6)).toMatchObject([
    { kind: 'expired', couponCode: 'e1', actor: 'system', after: '{"state":"expired","end_date":"2026-11-24"}' },
    { kind: 'expired', couponCode: 'e2', atMs: midnight },
  ])
  expect(await store.eventAuditor.verifyChain('expiry')).toEqual({ kind: 'intact', events: 8 })
})

describe('an audit', () => {
  test('finds an untouched chain, and an empty one, intact', async () => {
    await issueBlocks('intact', [2, 3])
    expect(await store.eventAuditor.verifyChain('intact')).toEqual({ kind: 'intact', events: 5 })
    expect(await store.eventAuditor.verifyChain('nobody')).toEqual({ kind: 'intact', events: 0 })
  })

  const tampering: readonly (readonly [string, string, number])[] = [
    ['the name of a coupon', "UPDATE coupon SET coupon_name = 'x' WHERE seq = 4", 3],
    ['the phone of a coupon', "UPDATE coupon SET phone_index = x'00' WHERE seq = 1", 1],
    ['the state of a coupon', 'UPDATE coupon SET state_code = 3 WHERE seq = 4', 4],
    ['the end of a coupon', "UPDATE coupon SET issued_end_date = end_date, end_date = '2099-01-01' WHERE seq = 2", 2],
    ['a missing coupon', 'DELETE FROM coupon WHERE seq = 5', 3],
    ['who did it', "UPDATE chain_event SET actor = 'x' WHERE event_seq = 2", 1],
    ['when it happened', 'UPDATE chain_event SET at_ms = 2 WHERE event_seq = 5', 3],
    ['a missing event', 'DELETE FROM chain_event WHERE event_seq = 2', 1],
    ['a missing last event', 'DELETE FROM chain_event WHERE event_seq = 6', 6],
    ['the newest hash', "UPDATE event_head SET newest_hash = x'00'", 6],
  ]

  test.each(tampering)(
    'names the first event that is wrong when somebody altered %s',
    async (name, statement, eventSeq) => {
      const dataDir = join(parent, name)
      const altered = await openStore({ dataDir })
      for (const [block, size] of [2, 3, 1].entries()) {
        await altered.couponIssuer.issueCoupons('111', drafts(`b${block}`, size), 1)
      }
      const database = new Database(join(dataDir, 'yaoquan.db'))
      database.exec(statement)
      database.close()
      expect(await altered.eventAuditor.verifyChain('111')).toMatchObject({ kind: 'broken', eventSeq })
      await altered.close()
    },
  )
})

test('coupons that stood before events were kept get their events', async () => {
  const dataDir = join(parent, 'before')
  await (await openStore({ dataDir })).close()
  const old = join(parent, 'old.db')
  const engine = await openSqliteEngine(old)
  await migrate(engine, sqliteProfile, [createCoupons])
  await engine.transact(async (transaction) => {
    await transaction.run("INSERT INTO counter VALUES ('111', 'seq', 1203, 1)", [])
    for (let seq = 1; seq <= 1203; seq += 1) {
      const insert = `INSERT INTO coupon (seq, coupon_code, state_code, channel, seller_id, channel_seq, version, issued_at_ms)
        VALUES (?, ?, ?, '', '111', ?, 1, 5)`
      await transaction.run(insert, [seq, `c${seq}`, seq % 2, seq])
    }
  })
  await engine.close()
  for (const suffix of ['-wal', '-shm']) rmSync(join(dataDir, `yaoquan.db${suffix}`), { force: true })
  renameSync(old, join(dataDir, 'yaoquan.db'))
  const upgraded = await openStore({ dataDir })
  const { events, newestSeq } = await upgraded.eventReader.listEvents({ sellerId: '111', afterSeq: 1201, limit: 10 })
  expect([newestSeq, events.map(({ couponCode, after }) => [couponCode, after])]).toEqual([
    1203,
    [
      ['c1202', '{"state":"unused"}'],
      ['c1203', '{"state":"used"}'],
    ],
  ])
  expect(await upgraded.eventAuditor.verifyChain('111')).toEqual({ kind: 'intact', events: 1203 })
  await upgraded.close()
})
