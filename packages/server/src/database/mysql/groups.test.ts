import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SqlEngine } from '#database/sql-engine'
import { positional } from '#database/statement'
import { issueDrafts } from '#domain/lifecycle/issue-drafts'
import { unpriced } from '#domain/lifecycle/judge-on-order'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { redeemCoupons } from '#domain/lifecycle/redeem-coupons'
import { openStore, type Store } from '#store/open-store'
import { findCouponsByCodes } from '#store/tables/coupon'
import { findEventHead } from '#store/tables/event-head'
import { draftOf, unlimited } from '#testing/example-draft'
import { issuerOf } from '#testing/issue-drafts'
import { listEvents, newSeller, noon, requestOf } from '#testing/requests'
import { startTcpProxy, type TcpProxy } from '#testing/tcp-proxy'
import { skipsMariadb } from '../../../../../scripts/mariadb/installed-programs.ts'
import { type Mariadb, startMariadb } from '../../../../../scripts/mariadb/start-mariadb.ts'
import { readMysqlTarget } from './mysql-target.ts'
import { openMysqlEngine } from './open-mysql-engine.ts'

const masterKey = '5a'.repeat(32)
const places = Array.from({ length: 64 }, (_, place) => place)

describe.skipIf(skipsMariadb())('groups of acts (skipped where mariadb-server is not installed)', () => {
  let server: Mariadb
  let watcher: SqlEngine
  let proxy: TcpProxy
  let one: Store
  let other: Store

  beforeAll(async () => {
    server = await startMariadb()
    const storeUrl = await server.createSchema()
    proxy = await startTcpProxy(Number(new URL(storeUrl).port))
    const proxied = new URL(storeUrl)
    proxied.port = String(proxy.port)
    one = await openStore({ dataDir: '', storeUrl: `${proxied.href}?patience_ms=60000`, masterKey })
    other = await openStore({ dataDir: '', storeUrl, masterKey })
    watcher = await openMysqlEngine(readMysqlTarget(storeUrl))
  })
  afterAll(async () => {
    await one?.close()
    await other?.close()
    await watcher?.close()
    await proxy?.close()
    await server?.stop()
  })

  async function sellerWith(count: number): Promise<string> {
    const sellerId = newSeller()
    const drafts = Array.from({ length: count }, (_, place) => draft(`c${place}`))
    await issuerOf(one).issueCoupons(sellerId, drafts, noon)
    return sellerId
  }

  function issue({ lifecycleStore: lifecycle }: Store, sellerId: string, couponCode: string) {
    return runAct(issueDrafts, { lifecycle, request: requestOf(sellerId), drafts: [draft(couponCode)] })
  }

  function redeem({ lifecycleStore: lifecycle }: Store, sellerId: string, place: number) {
    const request = requestOf(sellerId)
    const input = {
      lifecycle,
      request,
      couponCodes: [`c${place}`],
      orderId: `SO-${place}`,
      shop: undefined,
      randomBytes,
    }
    return redeemCoupons({ ...input, ...unpriced, redeemedAtMs: undefined })
  }

  async function commits(): Promise<number> {
    const row = await watcher.reader.one(
      positional("SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'COM_COMMIT'"),
    )
    return Number(row?.[0])
  }

  async function eventsAndAudit(sellerId: string) {
    const events = await listEvents(one, sellerId)
    return [events.map(({ kind }) => kind).toSorted(), (await other.eventAuditor.verifyChain(sellerId)).kind] as const
  }

  test('64 callers share commits, on two servers at the same time, and every one gets its answer', async () => {
    const sellerId = await sellerWith(64)
    const before = await commits()
    const done = await Promise.all(
      places.flatMap((place) => [
        redeem(one, sellerId, place),
        issue(one, sellerId, `one-${place}`),
        issue(other, sellerId, `other-${place}`),
      ]),
    )
    expect(done.every(({ kind }) => kind === 'done')).toBe(true)
    expect((await commits()) - before).toBeLessThan(64)
    const issued = Array(192).fill('issued')
    expect(await eventsAndAudit(sellerId)).toEqual([[...issued, ...Array(64).fill('redeemed')], 'intact'])
  })

  test('one coupon is redeemed once by 64 callers of two servers', async () => {
    const sellerId = await sellerWith(1)
    const done = await Promise.all(
      places.map((place) => {
        const lifecycle = place % 2 === 0 ? one.lifecycleStore : other.lifecycleStore
        const input = { lifecycle, request: requestOf(sellerId), couponCodes: ['c0'], orderId: `SO-${place}` }
        return redeemCoupons({ ...input, shop: undefined, randomBytes, ...unpriced, redeemedAtMs: undefined })
      }),
    )
    expect(done.filter(({ kind }) => kind === 'done')).toHaveLength(1)
    expect(await eventsAndAudit(sellerId)).toEqual([['issued', 'redeemed'], 'intact'])
  })

  test('a group whose answer to COMMIT is lost is done once, and each call gets its answer', async () => {
    const sellerId = await sellerWith(16)
    proxy.cutAnswerTo('COMMIT')
    const done = await Promise.all(places.slice(0, 16).map((place) => redeem(one, sellerId, place)))
    expect(done.every(({ kind }) => kind === 'done')).toBe(true)
    expect(await eventsAndAudit(sellerId)).toEqual([
      [...Array(16).fill('issued'), ...Array(16).fill('redeemed')],
      'intact',
    ])
  })

  test('a group whose connection is cut while it writes is done once', async () => {
    const sellerId = await sellerWith(16)
    proxy.cutAnswerTo('INSERT INTO redemption')
    const done = await Promise.all(places.slice(0, 16).map((place) => redeem(one, sellerId, place)))
    expect([proxy.dropCut(), done.every(({ kind }) => kind === 'done')]).toEqual([false, true])
    expect(await eventsAndAudit(sellerId)).toEqual([
      [...Array(16).fill('issued'), ...Array(16).fill('redeemed')],
      'intact',
    ])
  })

  test('a group whose connection is cut at any of its requests is done once', async () => {
    await Promise.all(places.slice(0, 12).map((place) => issue(one, newSeller(), `warm-${place}`)))
    let requests = 0
    for (let isReached = true; isReached; requests += 1) {
      const sellerId = await sellerWith(12)
      proxy.cutAnswerAfter(requests)
      const done = await Promise.all(places.slice(0, 12).map((place) => redeem(one, sellerId, place)))
      isReached = !proxy.dropCut()
      expect([requests, done.every(({ kind }) => kind === 'done')]).toEqual([requests, true])
      expect(await eventsAndAudit(sellerId)).toEqual([
        [...Array(12).fill('issued'), ...Array(12).fill('redeemed')],
        'intact',
      ])
    }
    expect(requests).toBeGreaterThan(4)
  })

  test('a group that another program deadlocks is done once', async () => {
    const sellerId = await sellerWith(16)
    let redeeming: Promise<readonly Awaited<ReturnType<typeof redeem>>[]> | undefined
    await watcher.transact(async (transaction) => {
      await transaction.lockOne(findCouponsByCodes({ sellerId, couponCodes: ['c9'] }))
      if (redeeming === undefined) {
        redeeming = Promise.all(places.slice(0, 16).map((place) => redeem(one, sellerId, place)))
        while ((await lockWaits()) === 0) await delay(5)
      }
      await transaction.lockOne(findEventHead({ sellerId }))
    })
    expect((await redeeming)?.every(({ kind }) => kind === 'done')).toBe(true)
    expect(await eventsAndAudit(sellerId)).toEqual([
      [...Array(16).fill('issued'), ...Array(16).fill('redeemed')],
      'intact',
    ])
  })

  async function lockWaits(): Promise<number> {
    const row = await watcher.reader.one(
      positional(
        "SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'INNODB_ROW_LOCK_CURRENT_WAITS'",
      ),
    )
    return Number(row?.[0])
  }
})

function draft(couponCode: string) {
  return draftOf({ ...unlimited, couponCode, phone: '18612255668', cardNo: undefined, attribute: undefined })
}
