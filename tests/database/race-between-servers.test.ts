import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BusinessError, TopClient } from '@yaoquan/client'
import { openAdministration } from '@yaoquan/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ServerProcess, startServerProcess } from '../harness/server-process.ts'
import { testApp } from '../harness/test-server.ts'

const isCi = process.env['CI'] === 'true'
const redeemRounds = isCi ? 1_000 : 30
const claimRounds = isCi ? 200 : 10
const callers = 64

let folder: string
let servers: readonly ServerProcess[] = []
let clients: readonly TopClient[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-race-'))
  const dataDir = join(folder, 'data')
  const administration = await openAdministration({ dataDir })
  await administration.createSeller({ sellerId: '111', name: 'race' })
  await administration.createApp({ name: 'race', sellerIds: ['111'], allowedIps: [], ...testApp })
  await administration.close()
  const args = ['--data', dataDir, '--log-level', 'silent']
  servers = [await startServerProcess(args), await startServerProcess(args)]
  clients = servers.map(({ url }) => new TopClient({ url: `${url}/router/rest`, ...testApp, retries: 0 }))
})

afterAll(async () => {
  for (const server of servers) await server.stop()
  await rm(folder, { recursive: true, force: true })
})

/** All callers at once, in turn on one server and the other. */
function atOnce<T>(
  count: number,
  call: (client: TopClient, caller: number) => Promise<T>,
): Promise<readonly (T | BusinessError)[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, caller) => {
      const client = clients[caller % clients.length]
      if (client === undefined) throw new Error('no server')
      return call(client, caller).catch((error: unknown) => {
        if (error instanceof BusinessError) return error
        throw error
      })
    }),
  )
}

function anyClient(): TopClient {
  const [client] = clients
  if (client === undefined) throw new Error('no server')
  return client
}

it(`of ${callers} redeems at once on two servers one wins and the others name it, ${redeemRounds} times`, {
  timeout: 600_000,
}, async () => {
  for (let first = 0; first < redeemRounds; first += 1_000) {
    const coupons = Array.from({ length: 1_000 }, (_, n) => ({ couponCode: `c${first + n}` }))
    await anyClient().issueCoupons({ outRequestNo: `issue-${first}`, coupons })
  }
  for (let round = 0; round < redeemRounds; round += 1) {
    const couponCode = `c${round}`
    const outcomes = await atOnce(callers, async (client, caller) => {
      const orderId = `SO-${round}-${caller}`
      await client.redeemCoupon({ outRequestNo: `${couponCode}-${caller}`, couponCode, orderId })
      return orderId
    })
    const winners = outcomes.filter((outcome) => typeof outcome === 'string')
    const losers = outcomes.filter((outcome) => outcome instanceof BusinessError)
    expect([winners.length, losers.length]).toEqual([1, callers - 1])
    const named = losers.map(({ errorCode, result }) => `${errorCode} ${result['orderId']}`)
    expect(new Set(named)).toEqual(new Set([`COUPON_ALREADY_USED ${winners[0]}`]))
  }
})

const template = { couponName: '满199减99', kind: 'cash', couponAmount: '99', validFromDay: 0, validToDay: 29 } as const

it(`of ${callers} claims of a stock of one exactly one gets it, ${claimRounds} times`, {
  timeout: 600_000,
}, async () => {
  for (let round = 0; round < claimRounds; round += 1) {
    const couponId = `one-${round}`
    await anyClient().saveTemplate({
      outRequestNo: `save-${couponId}`,
      template: { ...template, couponId, stockTotal: 1 },
    })
    const outcomes = await atOnce(callers, (client, caller) =>
      client.claimCoupons({ outRequestNo: `${couponId}-${caller}`, couponId, cardNo: String(caller) }),
    )
    const refusals = outcomes.filter((outcome) => outcome instanceof BusinessError)
    expect(refusals).toHaveLength(callers - 1)
    expect(new Set(refusals.map(({ errorCode }) => errorCode))).toEqual(new Set(['STOCK_EXHAUSTED']))
  }
})

it('a limit of fifty is not hit falsely: five claims of ten at once all succeed, and the next is refused', async () => {
  const couponId = 'fifty'
  const limits = { stockTotal: 50, memberTotal: 50 }
  await anyClient().saveTemplate({ outRequestNo: 'save-fifty', template: { ...template, couponId, ...limits } })
  const claim = (client: TopClient, caller: number) =>
    client.claimCoupons({ outRequestNo: `fifty-${caller}`, couponId, cardNo: '1', count: 10 })
  const outcomes = await atOnce(5, claim)
  expect(outcomes.filter((outcome) => outcome instanceof BusinessError)).toEqual([])
  await expect(claim(anyClient(), 5)).rejects.toBeInstanceOf(BusinessError)
})
