import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { BusinessError, TopClient } from '@yaoquan/client'
import { openAdministration, openAudit } from '@yaoquan/server'
import { afterAll, describe, expect, test } from 'vitest'
import { addStore } from '../../packages/server/src/administration/other-stores.ts'
import { openStores } from '../../packages/server/src/stores/open-stores.ts'
import { temporaryFolder } from '../../packages/server/src/testing/temporary-folder.ts'
import { skipsMariadb } from '../../scripts/mariadb/installed-programs.ts'
import { type SharedMariadb, shareMariadb } from '../../scripts/mariadb/share-servers.ts'
import { longPatienceMs, patienceMs } from '../harness/patience.ts'
import { startCli } from '../harness/run-cli.ts'
import { type ServerProcess, startServerProcess } from '../harness/server-process.ts'
import { isShort, sizeOf } from '../harness/soak.ts'

type StoreName = 'east' | 'west'
type Coupon = Readonly<{ sellerId: string; code: string }>

const masterKey = '5a'.repeat(32)
const environment = { YAOQUAN_MASTER_KEY: masterKey }
const secret = 'a-secret-of-24-characters'
const parent = temporaryFolder()
const moved = '222'
const callers = [moved, moved, moved, '333']
/** Where the sellers are at first; in the short length only the way out of a server is tried, since its locks and reads differ most. */
const home: StoreName = isShort ? 'west' : 'east'
/** Where the seller goes, one after the other. */
const ways: readonly StoreName[] = isShort ? ['east'] : ['west', 'east', 'west', 'east']
/** Coupons that exist before the first move. */
const stock = sizeOf(5_000, 100)
/** What the command says when a part begins; it is killed at each of them. */
const parts = isShort ? ['不再写入', '已切换'] : ['轮复制', '核对', '不再写入', '已切换', '审计', '删除']

let server: ServerProcess | undefined

afterAll(async () => {
  await server?.stop('SIGKILL')
})

describe.skipIf(isShort)('files (with YAOQUAN_SOAK only)', () => {
  test('a seller is moved between files under load, the command killed: nothing lost, twice or elsewhere', async () => {
    await moveThereAndBack('files', `sqlite:${join(parent, 'files-west')}`)
  })
})

describe.skipIf(skipsMariadb())('servers (skipped where MariaDB is not installed)', () => {
  let mariadb: SharedMariadb | undefined

  afterAll(() => mariadb?.stop())

  test('a seller is moved between a file and a server under load, the command killed: nothing lost, twice or elsewhere', async () => {
    mariadb = await shareMariadb()
    await moveThereAndBack('servers', await mariadb.createSchema())
  })
})

async function moveThereAndBack(name: string, west: string): Promise<void> {
  const dataDir = join(parent, name)
  const places = await prepare(dataDir, west)
  server = await startServerProcess(['--data', dataDir, '--log-level', 'silent'], environment)
  const load = startLoad(server.url)
  await load.until(stock)
  for (const to of ways) {
    for (const part of parts) await killedAt(part, move(dataDir, to))
    expect(await endOf(move(dataDir, to))).toEqual({ code: 0, isThere: true })
    await load.until(30)
  }
  const done = await load.stop()
  await server.stop()
  server = undefined
  await expectExactly(dataDir, done)
  for (const place of places) expect(await findingsIn(place)).toEqual([])
}

async function prepare(dataDir: string, west: string) {
  const place = { dataDir, masterKey }
  const administration = await openAdministration(place)
  await addStore(place, { name: 'east', location: `sqlite:${dataDir}-east` })
  await addStore(place, { name: 'west', location: west })
  for (const sellerId of new Set(callers)) {
    await administration.assignSeller({ sellerId, name: sellerId, storeName: home })
    await administration.createApp({ name: sellerId, sellerIds: [sellerId], appKey: sellerId, appSecret: secret })
  }
  await administration.close()
  const isFile = west.startsWith('sqlite:')
  const westKeys = isFile
    ? { dataDir: `${dataDir}-west` }
    : { dataDir: join(dataDir, 'stores', 'west'), storeUrl: west }
  return [{ dataDir }, { dataDir: `${dataDir}-east` }, westKeys]
}

const move = (dataDir: string, to: StoreName) =>
  startCli(['store', 'move', '--seller', moved, '--to', to, '--data', dataDir], environment)

type Command = ReturnType<typeof startCli>

/** Kills the command when it says that a part begins. */
async function killedAt(part: string, command: Command): Promise<void> {
  const closed = once(command, 'close')
  command.stderr?.setEncoding('utf8').on('data', (text: string) => {
    if (text.includes(part)) command.kill('SIGKILL')
  })
  expect([part, await closed]).toEqual([part, [null, 'SIGKILL']])
}

async function endOf(command: Command): Promise<Readonly<{ code: unknown; isThere: boolean }>> {
  let text = ''
  command.stdout?.setEncoding('utf8').on('data', (piece: string) => {
    text += piece
  })
  const [code] = await once(command, 'close')
  return { code, isThere: text.includes(`连锁 ${moved} 在存储`) }
}

/**
 * Tills of the moved seller and of another one. Each issues coupons, under a number that it repeats until there is an answer, and then looks
 * for the coupon: an answer without it would be that of a store that the seller has left.
 */
function startLoad(serverUrl: string) {
  const done: Coupon[] = []
  const missing: Coupon[] = []
  let isOver = false
  const till = async (sellerId: string, place: number) => {
    const access = { appKey: sellerId, appSecret: secret }
    const client = new TopClient({ url: `${serverUrl}/router/rest`, ...access, timeoutMs: patienceMs, retries: 0 })
    for (let number = 0; !isOver; number += 1) {
      const code = `C${place}-${number}`
      const coupons = [{ couponCode: code, channel: 'load', endDate: '2099-12-31' }]
      await answered(() => client.issueCoupons({ outRequestNo: code, coupons }))
      done.push({ sellerId, code })
      const found = await client.getCoupon({ couponCode: code }).catch((error: unknown) => {
        if (error instanceof BusinessError) missing.push({ sellerId, code })
      })
      if (found !== undefined && found.coupon?.couponCode !== code) missing.push({ sellerId, code })
    }
  }
  const running = Promise.all(callers.map(till))
  return {
    /** Waits for that many more coupons. */
    async until(more: number): Promise<void> {
      const before = done.length
      await expect.poll(() => done.length - before, { timeout: longPatienceMs }).toBeGreaterThan(more)
    },
    /** @returns all that was done */
    async stop(): Promise<readonly Coupon[]> {
      isOver = true
      await running
      expect(missing).toEqual([])
      return done
    },
  }
}

/** Repeats a call until it is answered. A business error is an answer, and a fault of the test. */
async function answered(call: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await call()
      return
    } catch (error) {
      if (error instanceof BusinessError) throw error
      await delay(20)
    }
  }
}

/** Each seller has the coupons that its tills were told of, each once, in the store where it is. */
async function expectExactly(dataDir: string, done: readonly Coupon[]): Promise<void> {
  const stores = await openStores({ dataDir, masterKey })
  for (const sellerId of new Set(callers)) {
    const place = sellerId === moved ? ways.at(-1) : home
    const codes = done.filter((coupon) => coupon.sellerId === sellerId).map(({ code }) => code)
    const query = { sellerId, filter: { channel: 'load', phone: undefined, cardNo: undefined, couponCode: undefined } }
    const page = { ...query, pageSize: 1, pageNum: 1 }
    for (const name of ['east', 'west']) {
      const { totalCount } = await (await stores.others.find(name)).couponReader.findCouponPage(page)
      expect(totalCount).toBe(name === place ? codes.length : 0)
    }
    const found = await stores.lifecycleReader.findCoupons(sellerId, codes)
    expect(found).toHaveLength(codes.length)
  }
  await stores.close()
}

async function findingsIn(place: Readonly<{ dataDir: string; storeUrl?: string }>): Promise<readonly unknown[]> {
  const audit = await openAudit({ ...place, masterKey })
  const { store, sellers } = await audit.verify({})
  await audit.close()
  return [store, ...sellers.map(({ verdict }) => verdict)].filter(({ kind }) => kind !== 'intact')
}
