import { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openAudit } from '#store/audit/open-audit'
import { openStore, type Store } from '#store/open-store'
import { draftOf } from '#testing/example-draft'
import { issuerOf } from '#testing/issue-drafts'
import * as calls from '#testing/lifecycle-calls'
import { liveIn } from '#testing/lived-in-store'
import { removeOldEvents } from '#testing/remove-old-events'
import { requestOf } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'
import { skipsMariadb } from '../../../../scripts/mariadb/installed-programs.ts'
import { type SharedMariadb, shareMariadb } from '../../../../scripts/mariadb/share-servers.ts'
import { moveStore } from './move-store.ts'

const parent = temporaryFolder()
const sellerId = '111'
const later = Date.parse('2026-12-03')

const move = (from: string, to: string, isSwitching: boolean) =>
  moveStore({ from: `sqlite:${from}`, to: `sqlite:${to}`, isSwitching, onProgress: () => undefined })

async function within<Result>(dataDir: string, work: (store: Store) => Promise<Result>): Promise<Result> {
  const store = await openStore({ dataDir })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/** A store whose older half of events was removed, and the folder it moves to. */
async function cutStore(name: string): Promise<Readonly<{ from: string; to: string }>> {
  const [from, to] = [join(parent, name), join(parent, `${name}-moved`)]
  await within(from, async (store) => {
    await liveIn(store, sellerId)
    const { newestSeq } = await store.eventReader.listEvents({ sellerId, afterSeq: 0, limit: 1 })
    const acknowledgedSeq = Math.floor(newestSeq * 0.75)
    await removeOldEvents(store, { sellerId, beforeMs: later, acknowledgedSeq })
  })
  mkdirSync(to)
  cpSync(join(from, 'master.key'), join(to, 'master.key'))
  return { from, to }
}

/** A coupon that is issued and redeemed. */
async function liveOn(store: Store, couponCode: string): Promise<void> {
  await issuerOf(store).issueCoupons(sellerId, [draftOf({ couponCode, endDate: undefined })], later)
  const request = requestOf(sellerId, { nowMs: later })
  const redeemed = await calls.redeem(store, request, {
    couponCodes: [couponCode],
    orderId: couponCode,
    amountFen: 99_900,
  })
  expect(redeemed).toMatchObject({ kind: 'done' })
}

function rowsOf(dataDir: string, table: string): readonly unknown[] {
  const database = new Database(join(dataDir, 'yaoquan.db'), { readonly: true })
  const rows = database.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).raw().all()
  database.close()
  return rows
}

test('a store whose events were removed moves whole, also when more are removed between two rounds', async () => {
  const { from, to } = await cutStore('rounds')
  expect(await move(from, to, false)).toMatchObject([{ faults: [] }])
  await within(from, async (store) => {
    await liveOn(store, 'more')
    await removeOldEvents(store, { sellerId, beforeMs: later + 1 })
    await liveOn(store, 'last')
  })
  expect(await move(from, to, true)).toMatchObject([{ faults: [] }])
  for (const table of ['coupon', 'redemption', 'event_cut', 'template_cut']) {
    expect([table, rowsOf(to, table)]).toEqual([table, rowsOf(from, table)])
  }
  const audit = await openAudit({ dataDir: to })
  const { store, sellers } = await audit.verify({})
  await audit.close()
  expect([store, ...sellers.map(({ verdict }) => verdict)]).toMatchObject([{ kind: 'intact' }, { kind: 'intact' }])
})

test('a target that missed events which were removed since gets what they changed', async () => {
  const { from, to } = await cutStore('missed')
  expect(await move(from, to, false)).toMatchObject([{ faults: [] }])
  await within(from, async (store) => {
    await liveOn(store, 'missed')
    await removeOldEvents(store, { sellerId, beforeMs: later + 1 })
    await removeOldEvents(store, { sellerId, beforeMs: later + 400 * 86_400_000 })
  })
  expect(await move(from, to, true)).toMatchObject([{ faults: [] }])
  for (const table of ['coupon', 'redemption', 'event_cut', 'template_cut', 'chain_event']) {
    expect([table, rowsOf(to, table)]).toEqual([table, rowsOf(from, table)])
  }
})

test.each([
  ['coupon', "UPDATE coupon SET coupon_name = 'x' WHERE seq = 1"],
  ['redemption', "UPDATE redemption SET shop = 'x'"],
])('names a %s that was altered on the way, though no event mentions it', async (table, statement) => {
  const { from, to } = await cutStore(`altered-${table}`)
  await within(from, (store) => removeOldEvents(store, { sellerId, beforeMs: later }))
  expect(await move(from, to, false)).toMatchObject([{ faults: [] }])
  const database = new Database(join(to, 'yaoquan.db'))
  database.exec(statement)
  database.close()
  const [proof] = await move(from, to, true)
  expect(proof?.faults.join()).toContain(`${table}, of the coupon with seq`)
})

describe.skipIf(skipsMariadb())('to a database server (skipped where mariadb-server is not installed)', () => {
  let server: SharedMariadb
  beforeAll(async () => {
    server = await shareMariadb()
  })
  afterAll(() => server?.stop())

  test('a store whose events were removed moves whole, and events are removed there as well', async () => {
    const { from, to } = await cutStore('server')
    const storeUrl = await server.createSchema()
    const masterKey = readFileSync(join(to, 'master.key'), 'utf8').trim()
    vi.stubEnv('YAOQUAN_MASTER_KEY', masterKey)
    const moved = await moveStore({
      from: `sqlite:${from}`,
      to: storeUrl,
      isSwitching: true,
      onProgress: () => undefined,
    })
    vi.unstubAllEnvs()
    expect(moved).toMatchObject([{ faults: [] }])
    const store = await openStore({ dataDir: to, storeUrl, masterKey })
    expect(await store.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
    await liveOn(store, 'on the server')
    expect(await removeOldEvents(store, { sellerId, beforeMs: later + 1 })).toBeGreaterThan(0)
    expect(await store.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
    await store.close()
  })
})
