import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { draftOf } from '../../domain/coupon/draft-fixture.ts'
import { temporaryFolder } from '../contract/temporary-folder.ts'
import { createCoupons } from '../migrations/0001-coupons.ts'
import { migrate } from '../migrations/migrate.ts'
import { openStore } from '../open-store.ts'
import { openSqliteEngine } from '../sqlite/open-sqlite-engine.ts'
import { sqliteProfile } from '../sqlite/sqlite-profile.ts'

const parent = temporaryFolder()
function drafts(prefix: string, count: number): ReturnType<typeof draftOf>[] {
  return Array.from({ length: count }, (_, place) => draftOf({ couponCode: `${prefix}-${place}`, couponId: prefix }))
}

describe('an audit', () => {
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
