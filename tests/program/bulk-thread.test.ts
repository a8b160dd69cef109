import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TopClient } from '@yaoquan/client'
import { openAdministration } from '@yaoquan/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { patienceMs } from '../harness/patience.ts'
import { runCli } from '../harness/run-cli.ts'
import { type ServerProcess, startServerProcess } from '../harness/server-process.ts'
import { testApp } from '../harness/test-server.ts'

const day = { couponName: '满199减99', startDate: '2026-11-01', endDate: '2099-12-31' }
const rounds = 5
const perCall = 300

let folder: string
let server: ServerProcess
let client: TopClient

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-bulk-'))
  const administration = await openAdministration({ dataDir: folder })
  await administration.createSeller({ sellerId: '111', name: 'bulk' })
  await administration.createApp({ name: 'erp', sellerIds: ['111'], allowedIps: [], ...testApp })
  await administration.close()
  server = await startServerProcess(['--data', folder])
  client = new TopClient({ url: `${server.url}/router/rest`, ...testApp, timeoutMs: patienceMs, retries: 0 })
})

afterAll(async () => {
  await server.stop('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

/** A large write: coupons of as many members, the same members each time. */
async function issue(outRequestNo: string): Promise<void> {
  const coupons = Array.from({ length: perCall }, (_, place) => ({
    couponCode: `${outRequestNo}-${place}`,
    phone: phoneOf(place),
    ...day,
  }))
  expect(await client.issueCoupons({ outRequestNo, coupons })).toMatchObject({ createdCount: perCall })
}

function phoneOf(place: number): string {
  return `139${String(place).padStart(8, '0')}`
}

async function codesOf(place: number): Promise<readonly string[]> {
  const { coupons } = await client.queryCoupons({ phone: phoneOf(place), pageSize: 100 })
  return coupons.map(({ couponCode }) => couponCode).toSorted()
}

it('shows what a large write stored once it is answered, also where a page was cached before', async () => {
  await issue('first')
  await expect.poll(server.errorText).toContain('thread of large writes started')
  const stored = ['first']
  for (let round = 0; round < rounds; round += 1) {
    // Read, and read from the cache.
    const before = stored.map((prefix) => `${prefix}-7`).toSorted()
    expect([await codesOf(7), await codesOf(7)]).toEqual([before, before])
    stored.push(`round${round}`)
    await issue(`round${round}`)
    expect(await codesOf(7)).toEqual(stored.map((prefix) => `${prefix}-7`).toSorted())
    const redeemed = await client.redeemCoupon({
      outRequestNo: `redeem${round}`,
      couponCode: `round${round}-9`,
      orderId: `O${round}`,
      orderAmount: '299.00',
      shop: '01',
    })
    expect(redeemed).toMatchObject({ success: true })
  }
})

it('answers the large writes in flight at SIGTERM, then exits 0', async () => {
  const writes = Array.from({ length: 4 }, (_, place) => issue(`last${place}`))
  await Promise.race(writes)
  expect(await server.stop('SIGTERM')).toBe(0)
  await Promise.all(writes)
  expect(server.errorText()).not.toContain('"level":50')
})

it('does each large write once through kill -9', async () => {
  const start = async () => {
    server = await startServerProcess(['--data', folder])
    client = new TopClient({ url: `${server.url}/router/rest`, ...testApp, timeoutMs: patienceMs, retries: 0 })
  }
  await start()
  await issue('again')
  await expect.poll(server.errorText).toContain('thread of large writes started')
  const numbers = Array.from({ length: 6 }, (_, place) => `killed${place}`)
  const writes = numbers.map(issue)
  await Promise.race(writes)
  await server.stop('SIGKILL')
  await Promise.allSettled(writes)
  await start()
  await Promise.all(numbers.map(issue))
  const codes = await codesOf(7)
  expect(codes.filter((code) => code.startsWith('killed'))).toEqual(numbers.map((number) => `${number}-7`))
  const audit = await runCli(['audit', 'verify', '--data', folder])
  expect(audit.code, audit.stdout).toBe(0)
})
