import { randomBytes } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { ServiceError, TopClient } from '@yaoquan/client'
import { openAdministration } from '@yaoquan/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { skipsMariadb } from '../../scripts/mariadb/installed-programs.ts'
import { type Mariadb, startMariadb } from '../../scripts/mariadb/start-mariadb.ts'
import { patienceMs } from '../harness/patience.ts'
import { type ServerProcess, startServerProcess } from '../harness/server-process.ts'
import { testApp } from '../harness/test-server.ts'

const sellerId = '111'
const holdSeconds = 20
/**
 * Log lines and traces, how long a move or an audit takes, the sandbox's distance from real time, a script for Postman, when the shadow
 * started, whose passing thread has no store; and the clock itself.
 */
const hostTimeReaders = [
  'database/clock/store-clock.ts',
  // Times of files are the host's.
  'database/sqlite/file-mark.ts',
  'move-store/move-store.ts',
  'sandbox/sandbox-api.ts',
  'site/documentation/machine/postman.ts',
  'start-shadow.ts',
  'store/audit/create-audit.ts',
  'store/open-store.ts',
  'telemetry/logger.ts',
  'telemetry/record-calls.ts',
]

describe.skipIf(skipsMariadb())(
  'servers whose hosts have other clocks (skipped where mariadb-server is not installed)',
  () => {
    let database: Mariadb
    const servers: ServerProcess[] = []
    let right: TopClient
    let halfMinuteAhead: TopClient
    let nineMinutesAhead: TopClient

    beforeAll(async () => {
      database = await startMariadb()
      const [storeUrl, masterKey] = [await database.createSchema(), randomBytes(32).toString('hex')]
      const administration = await openAdministration({ dataDir: '', storeUrl, masterKey })
      await administration.createSeller({ sellerId, name: '时钟' })
      await administration.createApp({
        name: 'clock',
        sellerIds: [sellerId],
        allowedIps: [],
        ...testApp,
      })
      await administration.close()
      const ahead = new URL('../harness/host-clock-ahead.ts', import.meta.url).href
      const clients: TopClient[] = []
      for (const seconds of [0, 30, 540]) {
        const clock = { NODE_OPTIONS: `--import ${ahead}`, YAOQUAN_TEST_AHEAD_MS: String(seconds * 1000) }
        const environment = { YAOQUAN_STORE: storeUrl, YAOQUAN_MASTER_KEY: masterKey, ...clock }
        const server = await startServerProcess(['--log-level', 'warn'], environment)
        servers.push(server)
        clients.push(new TopClient({ url: `${server.url}/router/rest`, ...testApp, timeoutMs: patienceMs, retries: 0 }))
      }
      ;[right, halfMinuteAhead, nineMinutesAhead] = clients as [TopClient, TopClient, TopClient]
    })
    afterAll(async () => {
      for (const server of servers) await server.stop('SIGKILL')
      await database?.stop()
    })

    let numbers = 0
    function nextNumber(): string {
      numbers += 1
      return `N${numbers}`
    }

    async function issueOne(): Promise<string> {
      const couponCode = `c${nextNumber()}`
      await right.issueCoupons({ outRequestNo: nextNumber(), coupons: [{ couponCode }] })
      return couponCode
    }

    it('a server that is 30 s ahead keeps the holds that other servers gave, by the clock of the database', async () => {
      const couponCode = await issueOne()
      await right.holdCoupon({ outRequestNo: nextNumber(), couponCode, orderId: 'O1', ttlSeconds: holdSeconds })
      const stealing = halfMinuteAhead.redeemCoupon({ outRequestNo: nextNumber(), couponCode, orderId: 'O2' })
      await expect(stealing).rejects.toMatchObject({ name: 'BusinessError' })
      await halfMinuteAhead.redeemCoupon({ outRequestNo: nextNumber(), couponCode, orderId: 'O1' })
    })

    it('a server that is 540 s ahead refuses writes so that callers repeat them elsewhere, and reads by the clock of the database', async () => {
      const couponCode = await issueOne()
      await right.holdCoupon({ outRequestNo: nextNumber(), couponCode, orderId: 'O1', ttlSeconds: holdSeconds })
      const outRequestNo = nextNumber()
      const stealing = nineMinutesAhead.redeemCoupon({ outRequestNo, couponCode, orderId: 'O2' })
      await expect(stealing).rejects.toBeInstanceOf(ServiceError)
      const { coupon } = await nineMinutesAhead.getCoupon({ couponCode })
      expect(coupon).toMatchObject({ couponCode, status: '4' })
      await right.redeemCoupon({ outRequestNo, couponCode, orderId: 'O1' })
    })

    it('says so in /ready', async () => {
      const statuses = await Promise.all(servers.map(async ({ url }) => (await fetch(`${url}/ready`)).status))
      expect(statuses).toEqual([200, 503, 503])
    })

    it('logs it without anything that names a caller', async () => {
      await expect.poll(() => servers[2]?.errorText()).toContain('writes are refused')
      expect(servers[0]?.errorText()).not.toContain('clock differs')
    })
  },
)

it('nothing in the server but these asks the host for the time of day: the rest goes by the clock of the store', () => {
  const asking = globSync('packages/server/src/**/*.ts')
    .filter((path) => !path.endsWith('.test.ts') && /\bDate\.now\b|\bnew Date\(\)/.test(readFileSync(path, 'utf8')))
    .map((path) => path.replace('packages/server/src/', ''))
  expect(asking.sort()).toEqual(hostTimeReaders)
})
