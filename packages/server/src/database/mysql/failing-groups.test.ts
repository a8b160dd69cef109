import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DuplicateKeyError } from '#database/duplicate-key-error'
import { migrations } from '#store/schema/migrations'
import { beginFor, type Kind, kinds } from '#testing/lane-acts'
import { type LaneStore, openLaneStoreOn } from '#testing/lane-store'
import { newSeller } from '#testing/requests'
import { skipsMariadb } from '../../../../../scripts/mariadb/installed-programs.ts'
import { type Mariadb, startMariadb } from '../../../../../scripts/mariadb/start-mariadb.ts'
import { DatabaseFault } from './database-fault.ts'
import { readMysqlTarget } from './mysql-target.ts'
import { openMigratedMysqlEngine } from './open-migrated-mysql-engine.ts'

const isLong = process.env['YAOQUAN_SOAK'] !== undefined
/** Acts of a group. */
const size = isLong ? 64 : 12
const some: readonly Kind[] = [
  'issue to new members',
  'redeem',
  'claim with limits, the first of members',
  'order.sync',
]
const tested = isLong ? (Object.keys(kinds) as Kind[]) : some

describe.skipIf(skipsMariadb())('groups that fail (skipped where mariadb-server is not installed)', () => {
  let server: Mariadb
  let store: LaneStore

  beforeAll(async () => {
    server = await startMariadb()
    const target = readMysqlTarget(await server.createSchema())
    store = await openLaneStoreOn(await openMigratedMysqlEngine(target, migrations, {}))
  })
  afterAll(async () => {
    await store?.close()
    await server?.stop()
  })

  test.each(
    tested.flatMap((kind) => [
      [kind, 'another transaction won', new DatabaseFault('deadlock', { kind: 'conflict', errno: 1213 })] as const,
      [kind, 'a row exists', new DuplicateKeyError('exists')] as const,
    ]),
  )('of %s: at any statement, once: %s', async (kind, _, error) => {
    let place = 0
    for (let isReached = true; isReached; place += 1) {
      const seller = { lifecycle: store.lifecycle, sellerId: newSeller() }
      await beginFor(seller, kind, size)
      let left: number = place
      store.setFault(() => {
        left -= 1
        if (left === -1) throw error
      })
      const done = await Promise.all(Array.from({ length: size }, (__, number) => kinds[kind](seller, number)))
      isReached = left < 0
      store.clear()
      expect([place, done.filter((each) => each.kind === 'done').length]).toEqual([place, size])
      expect([place, await store.audit(seller.sellerId)]).toMatchObject([place, { kind: 'intact' }])
    }
    expect(place).toBeGreaterThan(8)
  })
})
