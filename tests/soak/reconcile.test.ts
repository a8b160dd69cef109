import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Finding } from '../../packages/server/src/domain/findings/finding.ts'
import { type DayReport, reconcileDay } from '../../packages/server/src/domain/reconciliation/reconcile-day.ts'
import { openStore } from '../../packages/server/src/store/open-store.ts'
import { skipsMariadb } from '../../scripts/mariadb/installed-programs.ts'
import { type SharedMariadb, shareMariadb } from '../../scripts/mariadb/share-servers.ts'
import { lifecycleClient } from '../harness/lifecycle-client.ts'
import { cleanStories, type DayOfCalls, faults, type Planted } from '../harness/planted-day.ts'
import { seededRandom } from '../harness/seeded-random.ts'
import { lengthOf } from '../harness/soak.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

const seed = Number(process.env['RECONCILE_SEED'] ?? Date.now() % 2_147_483_647)
const kinds = Object.keys(faults)
const faultsOfKind = 10
/** Stories without a fault; each has one to three calls. */
const cleanOnes = lengthOf(300, 150)
const callers = 6

it(`names all of ${kinds.length * faultsOfKind} faults and nothing else, seed ${seed}`, () =>
  plantAndReconcile(undefined))

describe.skipIf(skipsMariadb())('with a database server (skipped where mariadb-server is not installed)', () => {
  let mariadb: SharedMariadb
  beforeAll(async () => {
    mariadb = await shareMariadb()
  })
  afterAll(() => mariadb?.stop())

  it(`names the same, seed ${seed}`, async () => {
    await plantAndReconcile(await mariadb.createSchema())
  })
})

async function plantAndReconcile(storeUrl: string | undefined): Promise<void> {
  const server = await startTestServer(undefined, storeUrl === undefined ? {} : { storeUrl })
  try {
    const planted = await plant(server)
    const expected = planted.map(({ kind, orderId, couponCode }) => `${kind} ${orderId} ${couponCode}`)
    // Refused calls are kept within seconds.
    await expect.poll(async () => (await reconcile(server, storeUrl)).named).toEqual(expected.toSorted())
    const { report } = await reconcile(server, storeUrl)
    expect(report).toMatchObject({ pendingCount: 0, findingCount: expected.length })
    expect(report.findings).toMatchObject(Object.fromEntries(kinds.map((kind) => [kind, faultsOfKind])))
  } finally {
    await server.close()
  }
}

/** Lives through a day, faults and others in random order. @returns the faults */
async function plant(server: TestServer): Promise<readonly Planted[]> {
  const random = seededRandom(seed)
  const coupons = await issue(server, cleanOnes * 2 + kinds.length * faultsOfKind)
  let orders = 0
  // Each story has numbers of its own, whatever the others do meanwhile.
  const till = lifecycleClient(server)
  const dayOf = (story: number): DayOfCalls => ({
    url: server.url,
    till,
    random: seededRandom(seed + story),
    takeCoupon: () => coupons.pop() ?? '',
    newOrderId() {
      orders += 1
      return `SO-${orders}`
    },
  })
  const planted: Planted[] = []
  const works = [
    ...Array.from(
      { length: cleanOnes },
      (_, place) => async () => cleanStories[place % cleanStories.length]?.(dayOf(place)),
    ),
    ...Object.entries(faults).flatMap(([kind, fault], row) =>
      Array.from({ length: faultsOfKind }, (_, place) => async () => {
        const story = cleanOnes + row * faultsOfKind + place
        planted.push({ kind, ...(await fault(dayOf(story))) })
      }),
    ),
  ]
  const shuffled = works
    .map((work) => ({ work, at: random.below(1_000_000_000) }))
    .toSorted((left, right) => left.at - right.at)
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (let place = caller; place < shuffled.length; place += callers) await shuffled[place]?.work()
    }),
  )
  return planted
}

/** Issues coupons of 1 to 9 yuan. @returns their codes */
async function issue(server: TestServer, count: number): Promise<string[]> {
  const codes = Array.from({ length: count }, (_, place) => `C${place}`)
  for (let first = 0; first < count; first += 1000) {
    const rows = codes.slice(first, first + 1000).map((couponCode, place) => {
      return { couponCode, couponAmount: String(1 + (place % 9)), couponName: '满减券', billDate: '2026-11-01' }
    })
    await server.administration.importCoupons({ sellerId: '111', rows })
  }
  return codes
}

type Reconciled = Readonly<{ report: DayReport; named: readonly string[] }>

/** As two days later: nothing is pending. */
async function reconcile({ dataDir }: TestServer, storeUrl: string | undefined): Promise<Reconciled> {
  const store = await openStore(storeUrl === undefined ? { dataDir } : { dataDir, storeUrl })
  try {
    const found: Finding[] = []
    const report = await reconcileDay({
      reader: store.reconciliationReader,
      sellerId: '111',
      day: '2026-11-24',
      orderHours: 6,
      nowMs: Date.parse('2026-11-26T12:00:00+08:00'),
      onFindings: async (findings) => void found.push(...findings),
    })
    const named = found.map(({ kind, orderId, couponCode }) => `${kind} ${orderId} ${couponCode}`).toSorted()
    return { report, named }
  } finally {
    await store.close()
  }
}
