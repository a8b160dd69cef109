import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SqlEngine, SqlReader } from '#database/sql-engine'
import type { ExpiryRecorder } from '#domain/events/event-store'
import { claimCoupons } from '#domain/lifecycle/claim-coupons'
import { extendCoupons } from '#domain/lifecycle/extend-coupons'
import { type RedeemedBasket, unpriced } from '#domain/lifecycle/judge-on-order'
import type { LifecycleStore, LifecycleWriter, WriteRequest } from '#domain/lifecycle/lifecycle-store'
import { redeemCoupons } from '#domain/lifecycle/redeem-coupons'
import { returnCoupon } from '#domain/lifecycle/return-coupon'
import { closeTemplate, saveTemplate } from '#domain/lifecycle/save-template'
import { syncOrder } from '#domain/lifecycle/sync-order'
import { newSellerPolicy } from '#domain/policy/seller-policy'
import { readKeyring } from '#store/keys/open-keyring'
import { openStore, type Store } from '#store/open-store'
import { migrations } from '#store/schema/migrations'
import { createExpiryRecorder } from '#store/writing/record-expired'
import { draftOf } from '#testing/example-draft'
import { orderVersionWith } from '#testing/example-order'
import { templateOf } from '#testing/example-template'
import { skipsMariadb } from '../../../../../scripts/mariadb/installed-programs.ts'
import { type Mariadb, startMariadb } from '../../../../../scripts/mariadb/start-mariadb.ts'
import { readMysqlTarget } from './mysql-target.ts'
import { openMigratedMysqlEngine } from './open-migrated-mysql-engine.ts'
import { openMysqlEngine } from './open-mysql-engine.ts'

const masterKey = '5a'.repeat(32)
const noon = Date.parse('2026-11-24T12:00:00+08:00')
/** Longer than a write takes that waits for nobody. */
const whileMs = 300
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

  test('a claim that began before a limit was set counts towards it', async () => {
    const sellerId = newSeller()
    await save(other.lifecycleStore, sellerId, {})
    const limiting = once(() => save(other.lifecycleStore, sellerId, { stockTotal: 1, memberTotal: 1 }))
    expect(await claim(between(one.lifecycleStore, 'findTemplate', limiting), sellerId)).toMatchObject({ kind: 'done' })
    expect(await claim(one.lifecycleStore, sellerId)).toMatchObject({ kind: 'refused', refusal: { left: 0 } })
    const template = await one.templateReader.findTemplate(sellerId, 'T')
    expect(template?.claimedCount).toBe(1)
  })

  test('a limit that is set while a claim is under way begins with that claim', async () => {
    const sellerId = newSeller()
    await save(other.lifecycleStore, sellerId, {})
    const saved: Promise<unknown>[] = []
    const limiting = once(async () => {
      saved.push(save(other.lifecycleStore, sellerId, { stockTotal: 1 }))
      await delay(whileMs)
    })
    expect(await claim(between(one.lifecycleStore, 'issueCoupons', limiting), sellerId)).toMatchObject({ kind: 'done' })
    await Promise.all(saved)
    expect(await claim(one.lifecycleStore, sellerId)).toMatchObject({ kind: 'refused', refusal: { left: 0 } })
  })

  test('a claim that a closing overtakes is refused, so that no coupon is issued after the event of the closing', async () => {
    const sellerId = newSeller()
    await save(other.lifecycleStore, sellerId, {})
    const closing = once(() => close(other.lifecycleStore, sellerId))
    const claimed = await claim(between(one.lifecycleStore, 'findTemplate', closing), sellerId)
    expect(claimed).toEqual({ kind: 'refused', refusal: { kind: 'template-closed' } })
    const { events } = await one.eventReader.listEvents({ sellerId, afterSeq: 0, limit: 10 })
    expect(events.map(({ kind }) => kind)).toEqual(['template_saved', 'template_closed'])
  })

  test('the event of a closing that a new version overtakes has that version', async () => {
    const sellerId = newSeller()
    await save(other.lifecycleStore, sellerId, {})
    const saving = once(() => save(other.lifecycleStore, sellerId, { couponName: '20元券' }))
    await close(between(one.lifecycleStore, 'findTemplate', saving), sellerId)
    const { events } = await one.eventReader.listEvents({ sellerId, afterSeq: 2, limit: 1 })
    expect(events).toMatchObject([{ kind: 'template_closed', before: '{"version":2,"closed":false}' }])
  })

  test('a return that another call overtakes finds that redemption returned, and its own repetition gets the first answer', async () => {
    for (const isRepetition of [false, true]) {
      const sellerId = newSeller()
      const draft = draftOf({ couponCode: 'c', startDate: undefined, endDate: undefined, orderAmountFen: undefined })
      await one.couponIssuer.issueCoupons(sellerId, [draft], noon)
      const redemptionId = await redeem(one.lifecycleStore, sellerId)
      const request = requestOf(sellerId, 'return')
      const otherRequest = isRepetition ? request : requestOf(sellerId, 'return')
      const returning = once(() =>
        returnCoupon({ lifecycle: other.lifecycleStore, request: otherRequest, redemptionId, reason: '' }),
      )
      const lifecycle = between(one.lifecycleStore, 'findRedemption', returning)
      const returned = await returnCoupon({ lifecycle, request, redemptionId, reason: '' })
      const answer = { couponCode: 'c', isUnchanged: !isRepetition }
      expect(returned).toMatchObject({ kind: 'done', answer, isAlreadyDone: isRepetition })
    }
  })

  test('a redemption that another of the same order overtakes finds its coupon used, not the order covered by it', async () => {
    const sellerId = newSeller()
    const draft = draftOf({ couponCode: 'c', startDate: undefined, endDate: undefined, orderAmountFen: undefined })
    await one.couponIssuer.issueCoupons(sellerId, [draft], noon)
    const basket = { ...unpriced.basket, amounts: { kind: 'total', fen: 100 } } as const
    const redeeming = once(() => redeem(other.lifecycleStore, sellerId))
    const overtaken = await tryRedeem(between(one.lifecycleStore, 'findCoupons', redeeming), sellerId, basket)
    expect(overtaken).toMatchObject({
      kind: 'refused',
      refusal: { kind: 'not-usable', couponCode: 'c', reason: { code: 'USED_BY' } },
    })
  })

  /** Until a write is done, or waits for a row that another transaction locked. */
  async function untilDoneOrWaiting(writing: Promise<unknown>): Promise<void> {
    let isDone = false
    const finishing = writing.finally(() => {
      isDone = true
    })
    const isWaiting = async () => Number((await watcher.reader.one(countLockWaits, []))?.[0]) > 0
    while (!isDone && !(await isWaiting())) await Promise.race([finishing, delay(5)])
  }

  test.each([
    [
      'a coupon',
      'findCoupons',
      (lifecycle: LifecycleStore, sellerId: string) => tryRedeem(lifecycle, sellerId),
      (sellerId: string, round: number) => {
        const asked = { lifecycle: other.lifecycleStore, request: requestOf(sellerId, 'extend') }
        return extendCoupons({ ...asked, couponCodes: ['c'], endDate: `2027-01-${10 + round}`, reason: undefined })
      },
    ],
    [
      'an order',
      'findOrder',
      (lifecycle: LifecycleStore, sellerId: string) => sync(lifecycle, sellerId, { stampMs: noon - 1 }),
      (sellerId: string, round: number) => sync(other.lifecycleStore, sellerId, { stampMs: noon + round }),
    ],
    [
      'an order and its coupon',
      'findCoupons',
      (lifecycle: LifecycleStore, sellerId: string) => sync(lifecycle, sellerId, { couponCodes: ['c'] }),
      (sellerId: string, round: number) => {
        const couponCodes = round % 2 === 0 ? ['c'] : []
        return sync(other.lifecycleStore, sellerId, { stampMs: noon + round, couponCodes })
      },
    ],
  ] as const)('a write of %s that lost twice keeps its rivals waiting', async (_name, step, write, rival) => {
    const sellerId = newSeller()
    const draft = draftOf({ couponCode: 'c', startDate: undefined, endDate: '2026-12-31', orderAmountFen: undefined })
    await one.couponIssuer.issueCoupons(sellerId, [draft], noon)
    await sync(one.lifecycleStore, sellerId, {})
    const rivals: Promise<unknown>[] = []
    const overtake = async () => {
      const writing = rival(sellerId, rivals.length + 1)
      rivals.push(writing)
      await untilDoneOrWaiting(writing)
    }
    const written = await write(between(one.lifecycleStore, step, overtake), sellerId)
    expect(written).toMatchObject({ kind: 'done' })
    expect(await Promise.all(rivals)).toMatchObject(rivals.map(() => ({ kind: 'done' })))
    expect(rivals.length).toBeGreaterThan(2)
    expect(await other.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  })

  test('recording expired coupons that another server records meanwhile does not report that none is left', async () => {
    const sellerId = newSeller()
    const drafts = ['a', 'b'].map((couponCode) => draftOf({ couponCode, startDate: undefined, endDate: '2026-11-24' }))
    await one.couponIssuer.issueCoupons(sellerId, drafts, noon)
    const record = (recorder: ExpiryRecorder) => recorder.recordExpired(sellerId, '2026-11-24', 1, noon + 86_400_000)
    const engine = await openMigratedMysqlEngine(readMysqlTarget(storeUrl), migrations, {})
    const keyring = await readKeyring(engine.reader, [Buffer.from(masterKey, 'hex')])
    const recording = once(() => record(other.expiryRecorder))
    expect(await record(createExpiryRecorder(afterReads(engine, recording), keyring))).toBeGreaterThan(0)
    expect([await record(one.expiryRecorder), await record(one.expiryRecorder)]).toEqual([1, 0])
    await engine.close()
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
  return saveTemplate({ lifecycle, request: requestOf(sellerId, 'save'), terms: templateOf(terms) })
}

function close(lifecycle: LifecycleStore, sellerId: string) {
  return closeTemplate({ lifecycle, request: requestOf(sellerId, 'close'), couponId: 'T', reason: undefined })
}

function claim(lifecycle: LifecycleStore, sellerId: string) {
  const member = { phone: '18612255668', cardNo: undefined }
  const asked = { lifecycle, request: requestOf(sellerId, 'claim'), couponId: 'T', member, count: 1 }
  return claimCoupons({ ...asked, channel: undefined, randomBytes })
}

async function redeem(lifecycle: LifecycleStore, sellerId: string): Promise<string> {
  const redeemed = await tryRedeem(lifecycle, sellerId)
  const [redemption] = redeemed.kind === 'done' ? redeemed.answer.redemptions : []
  if (redemption === undefined) throw new Error('not redeemed')
  return redemption.redemptionId
}

function tryRedeem(lifecycle: LifecycleStore, sellerId: string, basket: RedeemedBasket = unpriced.basket) {
  const asked = {
    lifecycle,
    request: requestOf(sellerId, 'redeem'),
    couponCodes: ['c'],
    orderId: 'SO',
    shop: undefined,
    randomBytes,
  }
  return redeemCoupons({ ...asked, ...unpriced, basket, redeemedAtMs: undefined })
}

const countLockWaits =
  "SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'INNODB_ROW_LOCK_CURRENT_WAITS'"

/** A version of the order SO. */
function sync(lifecycle: LifecycleStore, sellerId: string, version: Parameters<typeof orderVersionWith>[0]) {
  numbers += 1
  const request = { ...requestOf(sellerId, 'sync'), outRequestNo: undefined, content: `version ${numbers}` }
  return syncOrder({ lifecycle, request, version: orderVersionWith(version), policy: newSellerPolicy, randomBytes })
}

type Step = Exclude<keyof LifecycleWriter, 'contentKeys'>

/** A store in whose works something happens after a step. */
function between(store: LifecycleStore, step: Step, happen: () => Promise<unknown>): LifecycleStore {
  return {
    ...store,
    writeOnce: (request, work) =>
      store.writeOnce(request, (writer) => {
        const take: (...given: never[]) => Promise<unknown> = writer[step]
        const taking = async (...given: never[]) => {
          const taken = await take(...given)
          await happen()
          return taken
        }
        return work({ ...writer, [step]: taking })
      }),
  }
}

/** An engine in whose works something happens after each list that is read. */
function afterReads(engine: SqlEngine, happen: () => Promise<unknown>): SqlEngine {
  return {
    snapshot: (work) => engine.snapshot(work),
    ...{ reader: engine.reader, dataVersion: engine.dataVersion, connectionVersion: engine.connectionVersion },
    readClock: engine.readClock,
    transact: (work) =>
      engine.transact((transaction) => {
        const all: SqlReader['all'] = async (text, values) => {
          const rows = await transaction.all(text, values)
          await happen()
          return rows
        }
        const { one, run, insertMany } = transaction
        return work({ all, one, run, insertMany })
      }),
    close: () => engine.close(),
  }
}

function once(happen: () => Promise<unknown>): () => Promise<unknown> {
  let happening: Promise<unknown> | undefined
  return () => {
    happening ??= happen()
    return happening
  }
}
