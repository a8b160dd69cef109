import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { issueDrafts } from '../../packages/server/src/domain/lifecycle/issue-drafts.ts'
import { unpriced } from '../../packages/server/src/domain/lifecycle/judge-on-order.ts'
import { runAct } from '../../packages/server/src/domain/lifecycle/lifecycle-store.ts'
import { redeemCoupons } from '../../packages/server/src/domain/lifecycle/redeem-coupons.ts'
import { openStore, type Store } from '../../packages/server/src/store/open-store.ts'
import { draftOf, unlimited } from '../../packages/server/src/testing/example-draft.ts'
import { newSeller, requestOf } from '../../packages/server/src/testing/requests.ts'
import { skipsGalera } from '../../scripts/mariadb/installed-programs.ts'
import { type SharedGalera, shareGalera } from '../../scripts/mariadb/share-servers.ts'
import { lengthOf, sizeOf } from '../harness/soak.ts'

const masterKey = '5a'.repeat(32)
const callers = 32
const coupons = sizeOf(2000, 500)
const ways = ['together', 'single'] as const

describe.skipIf(skipsGalera())('groups on Galera (skipped where galera-4 and rsync are not installed)', () => {
  let galera: SharedGalera
  let urls: readonly string[]

  beforeAll(async () => {
    galera = await shareGalera()
    urls = (await galera.createSchema()).slice(0, 2)
  })
  afterAll(() => galera?.stop())

  /** Two servers, each of which writes to another node, as in a fail-over. */
  async function openTwo(statements: (typeof ways)[number]): Promise<readonly Store[]> {
    const stores: Store[] = []
    for (const url of urls) {
      const storeUrl = `${url}?patience_ms=60000&statements=${statements}`
      stores.push(await openStore({ dataDir: '', storeUrl, masterKey }))
    }
    return stores
  }

  test.each(ways)('two servers that write to two nodes leave every group whole, statements %s', async (statements) => {
    const stores = await openTwo(statements)
    for (let round = 0; round < lengthOf(2, 1); round += 1) await competeFor(stores, newSeller())
    for (const store of stores) await store.close()
  })

  /** Every coupon is redeemed through both at about the same time, beside issues. */
  async function competeFor(stores: readonly Store[], sellerId: string): Promise<void> {
    const [first] = stores
    if (first === undefined) throw new Error('no store')
    for (let start = 0; start < coupons; start += 1000) {
      await issue(
        first,
        sellerId,
        Array.from({ length: Math.min(1000, coupons - start) }, (_, place) => `c${start + place}`),
      )
    }
    let [redeemed, issued] = [0, 0]
    const redeemAll = async (store: Store, name: number) => {
      let next = 0
      const caller = async () => {
        while (next < coupons) {
          const place = next++
          if ((await redeem(store, sellerId, place)).kind === 'done') redeemed += 1
          if (place % 4 !== 0) continue
          await issue(store, sellerId, [`new-${name}-${place}`])
          issued += 1
        }
      }
      await Promise.all(Array.from({ length: callers }, caller))
    }
    await Promise.all(stores.map(redeemAll))
    expect(redeemed).toBe(coupons)
    for (const [node, url] of urls.entries()) {
      const counts = ['redemption', 'coupon'].map(
        (table) => `(SELECT COUNT(*) FROM ${table} WHERE seller_id = '${sellerId}')`,
      )
      const schema = url.split('/').at(-1)
      const counted = await galera.sql(node, `SET wsrep_sync_wait = 1; USE ${schema}; SELECT ${counts.join(', ')}`)
      expect(counted.trim().split(/\s+/).map(Number)).toEqual([redeemed, coupons + issued])
    }
    for (const store of stores) {
      expect(await store.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
    }
  }
})

async function issue({ lifecycleStore: lifecycle }: Store, sellerId: string, codes: readonly string[]): Promise<void> {
  const drafts = codes.map((couponCode) =>
    draftOf({ ...unlimited, couponCode, phone: '18612255668', cardNo: undefined, attribute: undefined }),
  )
  const done = await runAct(issueDrafts, { lifecycle, request: requestOf(sellerId), drafts })
  expect(done.kind).toBe('done')
}

function redeem({ lifecycleStore: lifecycle }: Store, sellerId: string, place: number) {
  const call = { lifecycle, request: requestOf(sellerId), couponCodes: [`c${place}`], orderId: `SO-${place}` }
  return redeemCoupons({ ...call, shop: undefined, randomBytes, ...unpriced, redeemedAtMs: undefined })
}
