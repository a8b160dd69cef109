import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noIdentities } from '../../packages/conformance/src/identity-model.ts'
import type { LifecycleModel } from '../../packages/conformance/src/lifecycle-model.ts'
import { openStore, type Store } from '../../packages/server/src/store/open-store.ts'
import { newSeller } from '../../packages/server/src/testing/requests.ts'
import { startTcpProxy, type TcpProxy } from '../../packages/server/src/testing/tcp-proxy.ts'
import { skipsGalera, skipsMariadb } from '../../scripts/mariadb/installed-programs.ts'
import {
  type SharedGalera,
  type SharedMariadb,
  shareGalera,
  shareMariadb,
} from '../../scripts/mariadb/share-servers.ts'
import { type CallOnCoupon, isLinearizable, liveThrough } from '../harness/coupon-history.ts'
import { seededRandom } from '../harness/seeded-random.ts'
import { soak } from '../harness/soak.ts'

const masterKey = '5a'.repeat(32)
const firstSeed = Number(process.env['HISTORIES_SEED'] ?? Date.now() % 1_000_000)
/** Coupons that live at the same time, each of a seller of its own. */
const together = 10

function newChain(): LifecycleModel {
  const nothing = { coupons: new Map(), reserved: new Map(), redemptions: new Map(), done: new Map() }
  return { ...nothing, templates: new Map(), identities: noIdentities() }
}

/** 200 histories in a usual run, 10,000 at `YAOQUAN_SOAK=50`; `HISTORIES_SEED` repeats the calls, though not how they meet. */
async function explainHistories(stores: readonly Store[], count: number, fault?: () => void): Promise<void> {
  for (let done = 0; done < count; done += together) {
    const seeds = Array.from({ length: Math.min(together, count - done) }, (_, place) => firstSeed + done + place)
    await Promise.all(seeds.map((seed) => explainOne(stores, seed, fault)))
  }
}

async function explainOne(stores: readonly Store[], seed: number, fault?: () => void): Promise<void> {
  const sellerId = newSeller()
  const calls = await liveThrough(stores, {
    sellerId,
    random: seededRandom(seed),
    ...(fault === undefined ? {} : { fault }),
  })
  expect(isLinearizable(calls, newChain()), `seed ${seed}: ${JSON.stringify(calls, undefined, 1)}`).toBe(true)
  expect((await stores[0]?.eventAuditor.verifyChain(sellerId))?.kind, `seed ${seed}`).toBe('intact')
}

test(`two programs on one SQLite file: some order of the calls on a coupon explains every outcome, seed ${firstSeed}`, async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'yaoquan-histories-'))
  const stores = [await openStore({ dataDir }), await openStore({ dataDir })]
  await explainHistories(stores, 120 * soak)
  for (const store of stores) await store.close()
  await rm(dataDir, { recursive: true })
})

describe.skipIf(skipsMariadb())('MariaDB (skipped where mariadb-server is not installed)', () => {
  const stores: Store[] = []
  const proxies: TcpProxy[] = []
  let server: SharedMariadb

  beforeAll(async () => {
    server = await shareMariadb()
    const storeUrl = new URL(await server.createSchema())
    for (const _ of ['one', 'other']) {
      const proxy = await startTcpProxy(Number(storeUrl.port))
      proxies.push(proxy)
      const proxied = new URL(storeUrl)
      proxied.port = String(proxy.port)
      stores.push(await openStore({ dataDir: '', storeUrl: `${proxied.href}?patience_ms=60000`, masterKey }))
    }
  })
  afterAll(async () => {
    for (const store of stores) await store.close()
    for (const proxy of proxies) await proxy.close()
    await server?.stop()
  })

  test(`two servers, whose connections are cut: some order explains every outcome, seed ${firstSeed}`, async () => {
    const random = seededRandom(firstSeed)
    await explainHistories(stores, 50 * soak, () => random.of(proxies).cutAnswerTo(random.of(['COMMIT', 'event_head'])))
  })
})

describe.skipIf(skipsGalera())('Galera (skipped where galera-4 and rsync are not installed)', () => {
  const stores: Store[] = []
  let galera: SharedGalera

  beforeAll(async () => {
    galera = await shareGalera()
    for (const storeUrl of await galera.createSchema()) {
      stores.push(await openStore({ dataDir: '', storeUrl, masterKey }))
    }
  })
  afterAll(async () => {
    for (const store of stores) await store.close()
    await galera?.stop()
  })

  test(`three servers that each write to another node: some order explains every outcome, seed ${firstSeed}`, async () => {
    await explainHistories(stores, 30 * soak)
  })
})

test('an order of calls that nothing explains is told', () => {
  const call = (changes: Partial<CallOnCoupon>): CallOnCoupon => ({
    command: { kind: 'issue', codes: ['c0'], content: 0, outRequestNo: 'N0' },
    nowMs: Date.parse('2026-11-24T12:00:00+08:00'),
    began: 1,
    ended: 2,
    outcome: 'ok created',
    made: { codes: [], redemptionIds: [] },
    ...changes,
  })
  const redeem = (order: string, changes: Partial<CallOnCoupon>) =>
    call({
      command: { kind: 'redeem', codes: ['c0'], order, amount: 100, outRequestNo: order },
      outcome: 'ok 1',
      ...changes,
    })
  const explained = (...calls: readonly CallOnCoupon[]) => isLinearizable([call({}), ...calls], newChain())
  const first = redeem('SO-1', { began: 3, ended: 5 })
  expect(explained(first)).toBe(true)
  // Twice.
  expect(explained(first, redeem('SO-2', { began: 4, ended: 6 }))).toBe(false)
  // Refused before anybody redeemed it; at the same time it may be.
  const refused = { outcome: 'USED_BY' }
  expect(explained(redeem('SO-2', { began: 3, ended: 4, ...refused }), redeem('SO-1', { began: 5, ended: 6 }))).toBe(
    false,
  )
  expect(explained(redeem('SO-2', { began: 3, ended: 5, ...refused }), redeem('SO-1', { began: 4, ended: 6 }))).toBe(
    true,
  )
  // By a call whose caller heard nothing.
  const unheard = redeem('SO-1', { began: 3, ended: Number.POSITIVE_INFINITY, outcome: undefined })
  expect(explained(unheard, redeem('SO-2', { began: 4, ended: 5, ...refused }))).toBe(true)
  expect(explained(unheard, redeem('SO-2', { began: 4, ended: 5 }))).toBe(true)
})
