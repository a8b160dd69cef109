import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SqlEngine } from '#database/sql-engine'
import { positional } from '#database/statement'
import { claimCoupons } from '#domain/lifecycle/claim-coupons'
import { extendCoupons } from '#domain/lifecycle/extend-coupons'
import { type RedeemedBasket, unpriced } from '#domain/lifecycle/judge-on-order'
import { type LifecycleStore, runAct, type WriteRequest } from '#domain/lifecycle/lifecycle-store'
import { redeemCoupons } from '#domain/lifecycle/redeem-coupons'
import { returnCoupon } from '#domain/lifecycle/return-coupon'
import { closeTemplate, saveTemplate } from '#domain/lifecycle/save-template'
import { syncOrder } from '#domain/lifecycle/sync-order'
import { newSellerPolicy } from '#domain/policy/seller-policy'
import { openStore, type Store } from '#store/open-store'
import { findEventHead } from '#store/tables/event-head'
import { draftOf } from '#testing/example-draft'
import { orderVersionWith } from '#testing/example-order'
import { templateOf } from '#testing/example-template'
import { issuerOf } from '#testing/issue-drafts'
import { skipsMariadb } from '../../../../../scripts/mariadb/installed-programs.ts'
import { type Mariadb, startMariadb } from '../../../../../scripts/mariadb/start-mariadb.ts'
import { readMysqlTarget } from './mysql-target.ts'
import { openMysqlEngine } from './open-mysql-engine.ts'

const masterKey = '5a'.repeat(32)
const noon = Date.parse('2026-11-24T12:00:00+08:00')
let numbers = 0

describe.skipIf(skipsMariadb())('works of two servers (skipped where mariadb-server is not installed)', () => {
  let server: Mariadb
  let storeUrl: string
  let one: Store
  let other: Store
  let watcher: SqlEngine

  beforeAll(async () => {
    server = await startMariadb()
    storeUrl = await server.createSchema()
    one = await openStore({ dataDir: '', storeUrl, masterKey })
    other = await openStore({ dataDir: '', storeUrl, masterKey })
    watcher = await openMysqlEngine(readMysqlTarget(storeUrl))
  })
  afterAll(async () => {
    await one?.close()
    await other?.close()
    await watcher?.close()
    await server?.stop()
  })

  /**
   * Begins two writes of a seller on two servers while a third transaction holds the lock of the seller, so that both wait for it before
   * they have read anything. @returns their outcomes
   */
  async function both<One, Other>(
    sellerId: string,
    first: () => Promise<One>,
    second: () => Promise<Other>,
  ): Promise<readonly [One, Other]> {
    let writes: Promise<readonly [One, Other]> | undefined
    await watcher.transact(async (transaction) => {
      await transaction.lockOne(findEventHead({ sellerId }))
      writes ??= Promise.all([first(), second()])
      while (Number((await watcher.reader.one(positional(countLockWaits)))?.[0]) < 2) await delay(5)
    })
    if (writes === undefined) throw new Error('the writes were not begun')
    return writes
  }

  test('a claim beside the setting of a limit counts towards it or is refused by it', async () => {
    const sellerId = newSeller()
    await save(other.lifecycleStore, sellerId, {})
    const limit = { stockTotal: 1, memberTotal: 1 }
    const [claimed] = await both(
      sellerId,
      () => claim(one.lifecycleStore, sellerId),
      () => save(other.lifecycleStore, sellerId, limit),
    )
    expect(claimed).toMatchObject({ kind: 'done' })
    expect(await claim(one.lifecycleStore, sellerId)).toMatchObject({ kind: 'refused', refusal: { left: 0 } })
    const template = await one.templateReader.findTemplate(sellerId, 'T')
    expect(template?.claimed?.total).toBe(1)
  })

  test('a claim beside a closing is done before it or refused, so that no coupon is issued after the event of the closing', async () => {
    const sellerId = newSeller()
    await save(other.lifecycleStore, sellerId, {})
    const [claimed] = await both(
      sellerId,
      () => claim(one.lifecycleStore, sellerId),
      () => close(other.lifecycleStore, sellerId),
    )
    const { events } = await one.eventReader.listEvents({ sellerId, afterSeq: 0, limit: 10 })
    const issued = claimed.kind === 'done' ? ['issued'] : []
    expect(events.map(({ kind }) => kind)).toEqual(['template_saved', ...issued, 'template_closed'])
  })

  test('of two returns of a redemption one returns it, and a repetition gets the first answer', async () => {
    for (const isRepetition of [false, true]) {
      const sellerId = newSeller()
      const draft = draftOf({ couponCode: 'c', startDate: undefined, endDate: undefined, orderAmountFen: undefined })
      await issuerOf(one).issueCoupons(sellerId, [draft], noon)
      const redemptionId = await redeem(one.lifecycleStore, sellerId)
      const request = requestOf(sellerId, 'return')
      const otherRequest = isRepetition ? request : requestOf(sellerId, 'return')
      const input = { redemptionId, reason: '' }
      const returned = await both(
        sellerId,
        () => returnCoupon({ lifecycle: one.lifecycleStore, request, ...input }),
        () => returnCoupon({ lifecycle: other.lifecycleStore, request: otherRequest, ...input }),
      )
      const told = returned.map((each) => (each.kind === 'done' ? [each.answer.isUnchanged, each.isAlreadyDone] : each))
      expect(told.toSorted()).toEqual(
        isRepetition
          ? [
              [false, false],
              [false, true],
            ]
          : [
              [false, false],
              [true, false],
            ],
      )
    }
  })

  test('of two redemptions of a coupon for one order, the second finds it used, not the order covered by it', async () => {
    const sellerId = newSeller()
    const draft = draftOf({ couponCode: 'c', startDate: undefined, endDate: undefined, orderAmountFen: undefined })
    await issuerOf(one).issueCoupons(sellerId, [draft], noon)
    const basket = { ...unpriced.basket, amounts: { kind: 'total', fen: 100 } } as const
    const redeemed = await both(
      sellerId,
      () => tryRedeem(one.lifecycleStore, sellerId, basket),
      () => tryRedeem(other.lifecycleStore, sellerId, basket),
    )
    expect(redeemed.toSorted((left, right) => (left.kind < right.kind ? -1 : 1))).toMatchObject([
      { kind: 'done' },
      { kind: 'refused', refusal: { kind: 'not-usable', couponCode: 'c', reason: { code: 'USED_BY' } } },
    ])
  })

  test('versions of an order and steps of its coupon that meet are all done', async () => {
    const sellerId = newSeller()
    const draft = draftOf({ couponCode: 'c', startDate: undefined, endDate: '2026-12-31', orderAmountFen: undefined })
    await issuerOf(one).issueCoupons(sellerId, [draft], noon)
    await sync(one.lifecycleStore, sellerId, {})
    const extending = { lifecycle: other.lifecycleStore, request: requestOf(sellerId, 'extend') }
    const written = await both(
      sellerId,
      () => sync(one.lifecycleStore, sellerId, { stampMs: noon + 1, couponCodes: ['c'] }),
      () => runAct(extendCoupons, { ...extending, couponCodes: ['c'], endDate: '2027-01-10', reason: undefined }),
    )
    expect(written).toMatchObject([{ kind: 'done' }, { kind: 'done' }])
    expect(await other.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  })

  test('two servers that record expired coupons record each once', async () => {
    const sellerId = newSeller()
    const drafts = ['a', 'b'].map((couponCode) => draftOf({ couponCode, startDate: undefined, endDate: '2026-11-24' }))
    await issuerOf(one).issueCoupons(sellerId, drafts, noon)
    const record = (store: Store) => store.expiryRecorder.recordExpired(sellerId, '2026-11-24', 1, noon + 86_400_000)
    const recorded = await both(
      sellerId,
      () => record(one),
      () => record(other),
    )
    expect([...recorded, await record(one)]).toEqual([1, 1, 0])
  })
})

function newSeller(): string {
  numbers += 1
  return `chain-${numbers}`
}

function requestOf(sellerId: string, method: string): WriteRequest {
  numbers += 1
  const named = { method, content: '', actor: 'app:1', requestId: undefined }
  return { sellerId, outRequestNo: `N${numbers}`, ...named, nowMs: noon }
}

function save(lifecycle: LifecycleStore, sellerId: string, terms: Parameters<typeof templateOf>[0]) {
  return runAct(saveTemplate, { lifecycle, request: requestOf(sellerId, 'save'), terms: templateOf(terms) })
}

function close(lifecycle: LifecycleStore, sellerId: string) {
  return runAct(closeTemplate, { lifecycle, request: requestOf(sellerId, 'close'), couponId: 'T', reason: undefined })
}

function claim(lifecycle: LifecycleStore, sellerId: string) {
  const member = { phone: '18612255668', cardNo: undefined }
  const input = { lifecycle, request: requestOf(sellerId, 'claim'), couponId: 'T', member, count: 1 }
  return claimCoupons({ ...input, channel: undefined, randomBytes })
}

async function redeem(lifecycle: LifecycleStore, sellerId: string): Promise<string> {
  const redeemed = await tryRedeem(lifecycle, sellerId)
  const [redemption] = redeemed.kind === 'done' ? redeemed.answer.redemptions : []
  if (redemption === undefined) throw new Error('not redeemed')
  return redemption.redemptionId
}

function tryRedeem(lifecycle: LifecycleStore, sellerId: string, basket: RedeemedBasket = unpriced.basket) {
  const input = {
    lifecycle,
    request: requestOf(sellerId, 'redeem'),
    couponCodes: ['c'],
    orderId: 'SO',
    shop: undefined,
    randomBytes,
  }
  return redeemCoupons({ ...input, ...unpriced, basket, redeemedAtMs: undefined })
}

const countLockWaits =
  "SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'INNODB_ROW_LOCK_CURRENT_WAITS'"

/** A version of the order SO. */
function sync(lifecycle: LifecycleStore, sellerId: string, version: Parameters<typeof orderVersionWith>[0]) {
  numbers += 1
  const request = { ...requestOf(sellerId, 'sync'), outRequestNo: undefined, content: `version ${numbers}` }
  return syncOrder({ lifecycle, request, version: orderVersionWith(version), policy: newSellerPolicy, randomBytes })
}
