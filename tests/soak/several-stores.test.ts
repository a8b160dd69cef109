import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import { BusinessError, TopClient } from '@yaoquan/client'
import { openAdministration, openAudit } from '@yaoquan/server'
import { afterAll, describe, expect, test } from 'vitest'
import { addStore } from '../../packages/server/src/administration/other-stores.ts'
import { walkCoupons } from '../../packages/server/src/domain/search/search-coupons.ts'
import { openStores } from '../../packages/server/src/stores/open-stores.ts'
import { temporaryFolder } from '../../packages/server/src/testing/temporary-folder.ts'
import { skipsMariadb } from '../../scripts/mariadb/installed-programs.ts'
import { type Mariadb, startMariadb } from '../../scripts/mariadb/start-mariadb.ts'
import { longPatienceMs, patienceMs } from '../harness/patience.ts'
import { type ServerProcess, startServerProcess } from '../harness/server-process.ts'
import { lengthOf, sizeOf } from '../harness/soak.ts'

/** The name of the store; undefined: the directory. */
type Place = 'east' | 'west' | undefined
type Write = Readonly<{ sellerId: string; place: Place; code: string }>
type Sent = Readonly<{ place: Place; isDone: boolean; tookMs: number }>

const places: readonly Place[] = [undefined, 'east', 'west']
const count = sizeOf(100, 12)
/** In each of the times before, during and after. */
const writes = lengthOf(600, 60)
const callers = 8
const masterKey = '5a'.repeat(32)
const dataDir = join(temporaryFolder(), 'directory')
const sellers = Array.from({ length: count }, (_, at) => ({ sellerId: String(1_000 + at), place: places[at % 3] }))
const secret = 'a-secret-of-24-characters'

describe.skipIf(skipsMariadb())('several stores (skipped where MariaDB is not installed)', () => {
  let mariadb: Mariadb | undefined
  let server: ServerProcess | undefined

  afterAll(async () => {
    await server?.stop('SIGKILL')
    await mariadb?.stop()
  })

  test(`of ${count} sellers on three stores, those of one that is killed wait, and nothing is lost, twice or elsewhere`, async () => {
    mariadb = await startMariadb()
    const west = `${await mariadb.createSchema()}?patience_ms=5000`
    await prepare(west)
    server = await startServerProcess(['--data', dataDir, '--log-level', 'silent'], { YAOQUAN_MASTER_KEY: masterKey })
    const load = startLoad(server.url)
    await load.until((sent) => sent.some(({ place, isDone }) => place === 'west' && isDone))
    const before = await load.until((sent) => sent.length >= writes)
    await mariadb.node.kill()
    const during = await load.until((sent) => sent.filter(({ place }) => place !== 'west').length >= writes)
    const restartedMs = performance.now()
    await mariadb.node.start()
    await load.until((sent) => sent.some(({ place, isDone }) => place === 'west' && isDone))
    const backMs = performance.now() - restartedMs
    const after = await load.until((sent) => sent.length >= writes)
    await load.stop()
    expect(during.filter(({ place, isDone }) => place !== 'west' && !isDone)).toEqual([])
    expect(during.some(({ place, isDone }) => place === 'west' && !isDone)).toBe(true)
    const done = await load.repeatUnknown()
    await server.stop()
    await expectExactly(done)
    await expectIntact(west)
    console.info(
      [
        `${done.length} coupons of ${count} sellers; before: ${figures(before)}; one store down: ${figures(during)};`,
        `after: ${figures(after)}; written again ${(backMs / 1_000).toFixed(1)} s after its server was started`,
      ].join(' '),
    )
  })
})

/** Three stores, and an app for each seller. */
async function prepare(west: string): Promise<void> {
  const administration = await openAdministration({ dataDir, masterKey })
  await addStore({ dataDir, masterKey }, { name: 'east', location: `sqlite:${dataDir}-east` })
  await addStore({ dataDir, masterKey }, { name: 'west', location: west })
  for (const { sellerId, place } of sellers) {
    const seller = { sellerId, name: sellerId }
    if (place === undefined) await administration.createSeller(seller)
    else await administration.assignSeller({ ...seller, storeName: place })
    await administration.createApp({ name: sellerId, sellerIds: [sellerId], appKey: sellerId, appSecret: secret })
  }
  await administration.close()
}

/** Callers that issue coupons to sellers at random, each under a number of its own. */
function startLoad(serverUrl: string) {
  const clients = new Map(
    sellers.map(({ sellerId }) => {
      const access = { appKey: sellerId, appSecret: secret }
      return [
        sellerId,
        new TopClient({ url: `${serverUrl}/router/rest`, ...access, timeoutMs: patienceMs, retries: 0 }),
      ]
    }),
  )
  const done: Write[] = []
  const unknown: Write[] = []
  let sent: Sent[] = []
  let numbers = 0
  let isOver = false
  const send = async ({ sellerId, code }: Write): Promise<boolean> => {
    try {
      const coupons = [{ couponCode: code, channel: 'load', endDate: '2099-12-31' }]
      await clients.get(sellerId)?.issueCoupons({ outRequestNo: code, coupons })
      return true
    } catch (error) {
      if (error instanceof BusinessError) throw error
      return false
    }
  }
  const caller = async () => {
    while (!isOver) {
      const seller = sellers[randomInt(count)]
      if (seller === undefined) continue
      numbers += 1
      const write = { ...seller, code: `C${numbers}` }
      const startMs = performance.now()
      const isDone = await send(write)
      sent.push({ place: write.place, isDone, tookMs: performance.now() - startMs })
      if (isDone) done.push(write)
      else unknown.push(write)
    }
  }
  const running = Promise.all(Array.from({ length: callers }, caller))
  return {
    /** @returns what was sent since the last time */
    async until(isEnough: (sent: readonly Sent[]) => boolean): Promise<readonly Sent[]> {
      await expect.poll(() => isEnough(sent), { timeout: longPatienceMs }).toBe(true)
      const taken = sent
      sent = []
      return taken
    },
    async stop() {
      isOver = true
      await running
    },
    /** Sends again, under their numbers, the writes whose outcome is not known. @returns all that was done */
    async repeatUnknown(): Promise<readonly Write[]> {
      for (const write of unknown) {
        await expect.poll(() => send(write)).toBe(true)
        done.push(write)
      }
      return done
    },
  }
}

/** Each seller has the coupons that its caller was told of, each once, and no other. */
async function expectExactly(done: readonly Write[]): Promise<void> {
  const stores = await openStores({ dataDir, masterKey })
  const { couponSearcher: searcher, couponReader: reader, shopGroupReader: shops } = stores
  for (const { sellerId } of sellers) {
    const codes: string[] = []
    for await (const block of walkCoupons({ searcher, reader, shops, sellerId, filter: {}, nowMs: Date.now() })) {
      codes.push(...block.map(({ terms }) => terms.couponCode))
    }
    const told = done.filter((write) => write.sellerId === sellerId).map(({ code }) => code)
    expect(codes.toSorted()).toEqual(told.toSorted())
  }
  for (const place of places) {
    const { sellerDirectory } = place === undefined ? stores.directory : await stores.others.find(place)
    const own = sellers.filter((seller) => seller.place === place).map(({ sellerId }) => sellerId)
    expect(await sellerDirectory.listSellers()).toEqual(own)
  }
  await stores.close()
}

async function expectIntact(west: string): Promise<void> {
  const westKeys = join(dataDir, 'stores', 'west')
  for (const place of [{ dataDir }, { dataDir: `${dataDir}-east` }, { dataDir: westKeys, storeUrl: west }]) {
    const audit = await openAudit({ ...place, masterKey })
    const { store, sellers: verified } = await audit.verify({})
    await audit.close()
    expect([store, ...verified.map(({ verdict }) => verdict)].filter(({ kind }) => kind !== 'intact')).toEqual([])
  }
}

/** Writes of the sellers whose stores are there: how many, and how long they took. */
function figures(sent: readonly Sent[]): string {
  const took = sent.filter(({ place }) => place !== 'west').map(({ tookMs }) => tookMs)
  const sorted = took.toSorted((one, other) => one - other)
  const at = (part: number) => (sorted[Math.floor(part * sorted.length)] ?? 0).toFixed(0)
  return `${sorted.length} writes of other sellers, median ${at(0.5)} ms, 99 % ${at(0.99)} ms`
}
