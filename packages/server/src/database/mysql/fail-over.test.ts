import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { positional } from '#database/statement'
import { defaultSettings } from '#domain/administration/register-app'
import type { CouponFilter } from '#domain/coupon/coupon-store'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { voidCoupons } from '#domain/lifecycle/void-coupons'
import { openStore, type Store } from '#store/open-store'
import { administer } from '#testing/administer'
import { draftOf } from '#testing/example-draft'
import { issuerOf } from '#testing/issue-drafts'
import { startTcpProxy, type TcpProxy } from '#testing/tcp-proxy'
import { skipsMariadb } from '../../../../../scripts/mariadb/installed-programs.ts'
import { type Mariadb, startMariadb } from '../../../../../scripts/mariadb/start-mariadb.ts'
import type { HostChange } from './hosts.ts'
import { readMysqlTarget } from './mysql-target.ts'
import { openMysqlEngine } from './open-mysql-engine.ts'
import type { ReadHostChange } from './read-hosts.ts'

const masterKey = '5a'.repeat(32)
const app = {
  ...defaultSettings,
  appSecret: 'helloworld',
  secretSetAtMs: 1,
  oldSecret: undefined,
  name: '收银',
  sellerIds: ['222', '111'],
}
const webhook = { webhookId: 'wh1', url: 'https://erp.example.com/hook', secret: 'the-webhook-secret', cursorSeq: 0 }
/** A busy machine keeps a host that works waiting for a second. The time-out is the usual one; only what fails waits for either. */
const times = { timeoutMs: 4_000, patienceMs: 60_000 } as const

describe.skipIf(skipsMariadb())('two ways to one server (skipped where mariadb-server is not installed)', () => {
  let server: Mariadb
  let schemaUrl: string
  let proxies: readonly [TcpProxy, TcpProxy]
  let store: Store
  const changes: HostChange[] = []
  let numbers = 0

  beforeAll(async () => {
    server = await startMariadb()
    schemaUrl = await server.createSchema()
  })
  afterAll(() => server?.stop())

  beforeEach(async () => {
    changes.length = 0
    const { port } = new URL(schemaUrl)
    proxies = [await startTcpProxy(Number(port)), await startTcpProxy(Number(port))]
    store = await openStore({
      dataDir: '',
      storeUrl: proxiedUrl(),
      masterKey,
      onHostChange: (change) => changes.push(change),
    })
    return async () => {
      await store.close()
      for (const proxy of proxies) await proxy.close()
    }
  })

  function proxiedUrl(changes: Partial<Record<keyof typeof times, number>> = {}): string {
    const { timeoutMs, patienceMs } = { ...times, ...changes }
    const { pathname } = new URL(schemaUrl)
    const hosts = proxies.map(({ port }) => `127.0.0.1:${port}`).join(',')
    return `mysql://app:app@${hosts}${pathname}?timeout_ms=${timeoutMs}&patience_ms=${patienceMs}&connections=4`
  }

  /** Issues a coupon in a seller of its own. @returns the outcome and the number of its coupons */
  async function issueOne(): Promise<readonly [string | undefined, number]> {
    numbers += 1
    const sellerId = `chain-${numbers}`
    const [outcome] = await issuerOf(store).issueCoupons(sellerId, [draftOf()], 1)
    const page = await store.couponReader.findCouponPage({ sellerId, filter: {}, pageSize: 20, pageNum: 1 })
    return [outcome?.kind, page.totalCount]
  }

  test('goes on at the next host when one ends its connections and refuses new ones', async () => {
    expect(await issueOne()).toEqual(['created', 1])
    proxies[0].down()
    expect(await issueOne()).toEqual(['created', 1])
    expect(changes).toMatchObject([
      { from: `127.0.0.1:${proxies[0].port}`, to: `127.0.0.1:${proxies[1].port}`, reason: 'failed' },
    ])
  })

  test('stays when a connection breaks while the host serves', async () => {
    proxies[0].cutAnswerTo('INSERT INTO coupon')
    expect(await issueOne()).toEqual(['created', 1])
    expect(changes).toEqual([])
  })

  test('does once what was committed before the answer was lost', async () => {
    proxies[0].cutAnswerTo('COMMIT')
    expect(await issueOne()).toEqual(['created', 1])
  })

  test.each<[string, (store: Store, sellerId: string) => Promise<unknown>, string]>([
    ['a chain', (at, sellerId) => administer(at).createSeller({ sellerId, name: '连锁' }), 'done'],
    ['an app', (at, appKey) => administer(at).createApp({ ...app, appKey }), 'done'],
    [
      'a session',
      (at, token) => administer(at).createSession(token, { appKey: '1', sellerId: '1', expiresAtMs: 5 }),
      'done',
    ],
    ['a webhook', (at, sellerId) => administer(at).addWebhook({ ...webhook, sellerId }), 'done'],
  ])('the creation of %s is reported when the answer to the COMMIT is lost', async (_name, make, outcome) => {
    numbers += 1
    proxies[0].cutAnswerTo('COMMIT')
    expect(await make(store, `made-${numbers}`)).toBe(outcome)
  })

  test('a removal of a webhook is reported when the answer to the COMMIT is lost', async () => {
    const key = { sellerId: 'removing', webhookId: webhook.webhookId }
    await administer(store).addWebhook({ ...webhook, ...key })
    proxies[0].cutAnswerTo('COMMIT')
    expect(await administer(store).removeWebhook(key)).toBe('done')
    expect(await administer(store).removeWebhook(key)).toBe('unknown-webhook')
  })

  test('goes on at the next host when one freezes, changed to once by all, before patience ends', async () => {
    await issueOne()
    proxies[0].freeze()
    const issued = await Promise.all(Array.from({ length: 12 }, () => issueOne()))
    expect(issued).toEqual(Array(12).fill(['created', 1]))
    expect(changes).toHaveLength(1)
    proxies[0].thaw()
  })

  test('a page shows no commit that was lost with the host it was read from', async () => {
    const sellerId = 'lossy'
    await issuerOf(store).issueCoupons(sellerId, [draftOf({ couponCode: 'c' })], 1)
    const stateOnPage = async (filter: CouponFilter) => {
      const { coupons } = await store.couponReader.findCouponPage({ sellerId, filter, pageSize: 20, pageNum: 1 })
      return coupons.map(({ state }) => state.kind)
    }
    expect(await stateOnPage({})).toEqual(['unused'])
    const request = { sellerId, outRequestNo: 'N', method: 'void', content: '', actor: 'a', requestId: 'r', nowMs: 1 }
    await runAct(voidCoupons, { lifecycle: store.lifecycleStore, request, couponCodes: ['c'], reason: '取消' })
    expect(await stateOnPage({ couponCode: 'c' })).toEqual(['void'])
    proxies[0].down()
    await loseLastEvent(schemaUrl, sellerId)
    expect(await stateOnPage({ couponCode: 'c' })).toEqual(['unused'])
  })

  test('reads go on beside a host that froze long before its time is up, and return to it when it answers', async () => {
    await issueOne()
    const readHostChanges: ReadHostChange[] = []
    const timeoutMs = 60_000
    const engine = await openMysqlEngine(readMysqlTarget(`${proxiedUrl({ timeoutMs })}&reads=all`), {
      onReadHostChange: (change) => readHostChanges.push(change),
    })
    const readMany = () =>
      Promise.all(Array.from({ length: 40 }, () => engine.reader.one(positional('SELECT COUNT(*) FROM coupon'))))
    await readMany()
    const startMs = performance.now()
    proxies[1].freeze()
    await readMany()
    await readMany()
    expect(performance.now() - startMs).toBeLessThan(timeoutMs)
    const host = `127.0.0.1:${proxies[1].port}`
    const changesOfHost = () =>
      readHostChanges.filter((change) => change.host === host).map((change) => change.isServing)
    expect(changesOfHost()).toEqual([false])
    proxies[1].thaw()
    await expect.poll(() => changesOfHost().at(-1)).toBe(true)
    await readMany()
    await engine.close()
  })

  test('names the hosts that do not answer when patience ends', async () => {
    await store.close()
    store = await openStore({ dataDir: '', storeUrl: proxiedUrl({ patienceMs: 1_000 }), masterKey })
    for (const proxy of proxies) proxy.down()
    await expect(issueOne()).rejects.toMatchObject({
      name: 'OperatorError',
      message: expect.stringMatching(/no database host responds/),
    })
    for (const proxy of proxies) proxy.up()
    await expect.poll(issueOne).toEqual(['created', 1])
  })

  test('a work that fails by itself is taken back and its error comes through', async () => {
    const engine = await openMysqlEngine(readMysqlTarget(proxiedUrl()))
    const failing = engine.transact(async (transaction) => {
      await transaction.run(
        positional("INSERT INTO seller (seller_id, seller_name, created_at_ms) VALUES ('lost', 'x', 1)"),
      )
      throw new RangeError('the work failed')
    })
    await expect(failing).rejects.toThrow('the work failed')
    expect(await engine.reader.one(positional("SELECT 1 FROM seller WHERE seller_id = 'lost'"))).toBeUndefined()
    await engine.close()
    await expect(engine.reader.one(positional('SELECT 1'))).rejects.toThrow('closed')
  })

  test.each([
    [
      'a wrong password',
      (url: string) => url.replace('app:app@', 'app:wrong@'),
      /refuses access; .*ER_ACCESS_DENIED_ERROR/,
    ],
    ['an unknown database', (url: string) => url.replace(/\/\w+\?/, '/nowhere?'), /refuses access; .*ER_BAD_DB_ERROR/],
  ])('reports %s to the operator, without the password', async (_name, change, message) => {
    const opening = openStore({ dataDir: '', storeUrl: change(proxiedUrl()), masterKey })
    await expect(opening).rejects.toMatchObject({ name: 'OperatorError', message: expect.stringMatching(message) })
    await expect(opening).rejects.not.toThrow(/wrong/)
  })

  test('refuses a database without our tables where one must exist', async () => {
    const storeUrl = await server.createSchema()
    await expect(openStore({ dataDir: '', storeUrl, masterKey, mustExist: true })).rejects.toThrow(
      /contains no Yaoquan data/,
    )
  })

  test('three servers that open a new database at the same time find its schema created once', async () => {
    const storeUrl = await server.createSchema()
    const stores = await Promise.all([1, 2, 3].map(() => openStore({ dataDir: '', storeUrl, masterKey })))
    const [first, , third] = stores
    if (first !== undefined) await administer(first).createSeller({ sellerId: '1', name: '连锁' })
    expect(await third?.sellerFinder.findSeller('1')).toEqual({ sellerId: '1', name: '连锁' })
    for (const opened of stores) await opened.close()
  })
})

/** Undoes a seller's second event and its effect on the only coupon, as if the remaining servers had never received it. */
async function loseLastEvent(storeUrl: string, sellerId: string): Promise<void> {
  const engine = await openMysqlEngine(readMysqlTarget(storeUrl))
  await engine.transact(async (transaction) => {
    const first = await transaction.one(
      positional('SELECT hash FROM chain_event WHERE seller_id = ? AND event_seq = 1', [sellerId]),
    )
    await transaction.run(positional('UPDATE coupon SET state_code = 0 WHERE seller_id = ?', [sellerId]))
    await transaction.run(positional('DELETE FROM chain_event WHERE seller_id = ? AND event_seq = 2', [sellerId]))
    const values = [first?.[0] ?? null, sellerId]
    await transaction.run(
      positional('UPDATE event_head SET newest_seq = 1, newest_hash = ? WHERE seller_id = ?', values),
    )
  })
  await engine.close()
}
