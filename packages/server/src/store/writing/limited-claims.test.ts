import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeEach, expect, test } from 'vitest'
import { claimCoupons } from '#domain/lifecycle/claim-coupons'
import { openStore, type Store } from '#store/open-store'
import { claim, save } from '#testing/lifecycle-calls'
import { newSeller, requestOf } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'

const dataDir = temporaryFolder()
const sellerId = newSeller()
let store: Store

beforeEach(async () => {
  store = await openStore({ dataDir })
  return () => store.close()
})

test('a claim that the limit of a known member refuses lets nobody else of its commit run again', async () => {
  await save(store, requestOf(sellerId), { couponId: 'one', memberTotal: 1 })
  const member = { couponId: 'one', phone: '13800000001' }
  await claim(store, requestOf(sellerId), member)
  let runs = 0
  const other = store.lifecycleStore.writeOnce<string, never>(requestOf(sellerId), async () => {
    runs += 1
    return { kind: 'done', answer: 'ok' }
  })
  const refused = await Promise.all([1, 2, 3].map(() => claim(store, requestOf(sellerId), member)))
  await other
  expect(refused.map(({ kind }) => kind)).toEqual(['refused', 'refused', 'refused'])
  expect(runs).toBe(1)
})

test.for([{ phone: '13800000002', cardNo: undefined }, undefined])(
  'a claim locks the issuers before the stock, for the member %o',
  async (member) => {
    await save(store, requestOf(sellerId), { couponId: 'both', memberTotal: 100, stockTotal: 100 })
    const database = new Database(join(dataDir, 'yaoquan.db'))
    database.exec(`CREATE TABLE locked (name TEXT);
      CREATE TRIGGER issuers AFTER UPDATE ON counter WHEN new.counter_name = 'seq' BEGIN INSERT INTO locked VALUES ('issuers'); END;
      CREATE TRIGGER stock AFTER UPDATE ON template_stock BEGIN INSERT INTO locked VALUES ('stock'); END`)
    const asked = { couponId: 'both', member, count: 1, channel: undefined, randomBytes }
    await claimCoupons({ lifecycle: store.lifecycleStore, request: requestOf(sellerId), ...asked })
    const locked = database.prepare('SELECT name FROM locked').pluck().all()
    database.exec('DROP TRIGGER issuers; DROP TRIGGER stock; DROP TABLE locked')
    database.close()
    expect(locked.slice(0, 2)).toEqual(['issuers', 'stock'])
  },
)
