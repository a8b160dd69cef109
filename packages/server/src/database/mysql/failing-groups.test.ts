import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { positional } from '#database/statement'
import { migrations } from '#store/schema/migrations'
import { beginFor, type Kind, kinds } from '#testing/lane-acts'
import { type LaneStore, openLaneStoreOn } from '#testing/lane-store'
import { newSeller } from '#testing/requests'
import { startTcpProxy } from '#testing/tcp-proxy'
import { skipsMariadb } from '../../../../../scripts/mariadb/installed-programs.ts'
import { type SharedMariadb, shareMariadb } from '../../../../../scripts/mariadb/share-servers.ts'
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
  let server: SharedMariadb
  let storeUrl: string
  const stores = new Map<string, LaneStore>()

  async function opened(statements: 'together' | 'single'): Promise<LaneStore> {
    const target = readMysqlTarget(`${storeUrl}?statements=${statements}`)
    const store =
      stores.get(statements) ?? (await openLaneStoreOn(await openMigratedMysqlEngine(target, migrations, {})))
    stores.set(statements, store)
    return store
  }

  beforeAll(async () => {
    server = await shareMariadb()
    storeUrl = await server.createSchema()
  })
  afterAll(async () => {
    for (const store of stores.values()) await store.close()
    await server?.stop()
  })

  test.each([
    ...tested.flatMap((kind) => [
      [kind, 'another transaction won', 1213, 'together'] as const,
      [kind, 'a row exists', 1062, 'together'] as const,
    ]),
    // Which leaves the transaction as it was, so that a COMMIT would store half a group.
    ['redeem', 'the lock did not come in time', 1205, 'together'] as const,
    ['redeem', 'the lock did not come in time', 1205, 'single'] as const,
  ])('of %s: at any statement, once: %s, %i, statements %s', async (kind, _, errno, statements) => {
    const store = await opened(statements)
    const signal = positional(`SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = ${errno}`)
    let place = 0
    for (let isReached = true; isReached; place += 1) {
      const seller = { lifecycle: store.lifecycle, sellerId: newSeller() }
      await beginFor(seller, kind, size)
      let left: number = place
      store.setFault(() => {
        left -= 1
        return left === -1 ? signal : undefined
      })
      const done = await Promise.all(Array.from({ length: size }, (__, number) => kinds[kind](seller, number)))
      isReached = left < 0
      store.clear()
      expect([place, done.filter((each) => each.kind === 'done').length]).toEqual([place, size])
      expect([place, await store.audit(seller.sellerId)]).toMatchObject([place, { kind: 'intact' }])
    }
    expect(place).toBeGreaterThan(8)
  })

  test.each([
    ['issue', 5, 12],
    ['redeem', 4, 10],
    ['claim', 5, 13],
    ['order.sync', 4, 20],
  ] as const)('%s has %i round trips, and %i where statements go one by one', async (kind, together, single) => {
    const proxy = await startTcpProxy(Number(new URL(storeUrl).port))
    const proxied = new URL(storeUrl)
    proxied.port = String(proxy.port)
    for (const [statements, roundTrips] of [
      ['together', together],
      ['single', single],
    ] as const) {
      const target = readMysqlTarget(`${proxied.href}?statements=${statements}`)
      const store = await openLaneStoreOn(await openMigratedMysqlEngine(target, migrations, {}))
      const place = { lifecycle: store.lifecycle, sellerId: newSeller() }
      await beginFor(place, kind, 3)
      // Its statements are prepared.
      await kinds[kind](place, 0)
      await kinds[kind](place, 1)
      const before = proxy.requests()
      await kinds[kind](place, 2)
      expect([statements, proxy.requests() - before]).toEqual([statements, roundTrips])
      await store.close()
    }
    await proxy.close()
  })
})
