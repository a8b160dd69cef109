import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CouponEvent, TopClient } from '@yaoquan/client'
import { openAdministration } from '@yaoquan/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type CliServer, serveCli } from '../harness/run-cli.ts'
import { testApp } from '../harness/test-server.ts'

/** Before midnight in GMT+8, when it is morning in Los Angeles and afternoon in UTC; a clock starts with its server, which takes some seconds on a busy machine. */
const clock = '2026-11-24T23:59:35+08:00'
const zones = ['America/Los_Angeles', 'UTC', 'Asia/Shanghai']

let folder: string
let servers: readonly CliServer[] = []
const bodies: string[] = []
const receiver = createServer(async (request, response) => {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece)
  bodies.push(Buffer.concat(pieces).toString('utf8'))
  response.end()
})

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-expired-'))
  const dataDir = join(folder, 'data')
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const administration = await openAdministration({ dataDir, isSandbox: true })
  await administration.createSeller({ sellerId: '111', name: 'expired' })
  await administration.createApp({ name: 'till', sellerIds: ['111'], allowedIps: [], ...testApp })
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
  await administration.addWebhook({ sellerId: '111', url, afterSeq: 0, allowPrivate: true })
  await administration.close()
  const args = ['--sandbox', '--clock', clock, '--data', dataDir, '--allow-private-webhooks']
  await issueTheDayBefore(dataDir)
  servers = await Promise.all(zones.map((TZ) => serveCli(args, { TZ })))
})

afterAll(async () => {
  const codes: (number | null)[] = []
  for (const server of servers) codes.push(await server.stop())
  receiver.closeAllConnections()
  receiver.close()
  await rm(folder, { recursive: true, force: true })
  expect(codes).toEqual(zones.map(() => 0))
})

/** A server whose clock stands a day earlier issues the coupons: one that has expired when it is issued has no event. */
async function issueTheDayBefore(dataDir: string): Promise<void> {
  const dayBefore = '2026-11-23T12:00:00+08:00'
  const server = await serveCli(['--sandbox', '--clock', dayBefore, '--data', dataDir])
  const phone = '18612255668'
  const coupons = [
    { couponCode: 'before', phone, endDate: '2026-11-23' },
    { couponCode: 'tomorrow', phone, endDate: '2026-11-25' },
    { couponCode: 'used', phone, endDate: '2026-11-24', status: '1' as const },
    { couponCode: 'for ever', phone },
    ...Array.from({ length: 1_500 }, (_, n) => ({ couponCode: `today${n}`, phone, endDate: '2026-11-24' })),
  ]
  const caller = clientOf(server, dayBefore)
  await caller.issueCoupons({ outRequestNo: '1', coupons: coupons.slice(0, 1_000) })
  await caller.issueCoupons({ outRequestNo: '2', coupons: coupons.slice(1_000) })
  await server.stop()
}

function clientOf(server: CliServer | undefined, startedAt: string): TopClient {
  const aheadMs = Date.parse(startedAt) - Date.now()
  return new TopClient({ url: `${server?.url}/router/rest`, ...testApp, clock: () => Date.now() + aheadMs })
}

async function expiredCodes(caller: TopClient): Promise<readonly string[]> {
  const codes: string[] = []
  for await (const { kind, couponCode = '' } of caller.events()) if (kind === 'expired') codes.push(couponCode)
  return codes
}

it('servers in three zones tell of each coupon once: at start of those that had expired, after midnight of the day’s', async () => {
  const caller = clientOf(servers[0], clock)
  await expect.poll(() => expiredCodes(caller), { interval: 500 }).toHaveLength(1_501)
  const expected = new Set(['before', ...Array.from({ length: 1_500 }, (_, n) => `today${n}`)])
  expect(new Set(await expiredCodes(caller))).toEqual(expected)
  const events: CouponEvent[] = []
  for await (const event of caller.events()) events.push(event)
  for (const { at, couponCode } of events.filter(({ kind }) => kind === 'expired')) {
    expect(at, couponCode).toMatch(couponCode === 'before' ? /^2026-11-24 23:59:/ : /^2026-11-25 00:00:/)
  }
  await expect.poll(() => bodies.flatMap((body) => JSON.parse(body).events)).toHaveLength(events.length)
  const delivered = bodies.flatMap((body) => JSON.parse(body).events)
  expect(delivered.map(({ event_seq }) => event_seq)).toEqual(events.map(({ eventSeq }) => eventSeq))
  expect(bodies.join('')).not.toContain('18612255668')
})
