import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CouponEvent, TopClient } from '@yaoquan/client'
import { openAdministration } from '@yaoquan/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type BodyReceiver, startBodyReceiver } from '../harness/body-receiver.ts'
import { type CliServer, runCli, serveCli } from '../harness/run-cli.ts'
import { querycoupon, signedParameters } from '../harness/signed-call.ts'
import { testApp } from '../harness/test-server.ts'
import { withoutMidnight } from '../harness/without-midnight.ts'

const limit = 5
const members = 2 * limit
const hourMs = 3_600_000
/** The test must not count in two hours. */
const takenMs = 180_000
const secret = testApp.appSecret

let folder: string
let dataDir: string
let server: CliServer
let receiver: BodyReceiver

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-full-phones-'))
  dataDir = join(folder, 'data')
  receiver = await startBodyReceiver()
  const administration = await openAdministration({ dataDir })
  await administration.createSeller({ sellerId: '111', name: 'phones' })
  const app = { sellerIds: ['111'], appSecret: secret, fullPhonesPerHour: limit }
  await administration.createApp({ ...app, name: 'ERP', appKey: 'erp' })
  await administration.createApp({ ...app, name: 'mall', appKey: 'mall' })
  await administration.createApp({ ...app, name: 'masked', appKey: 'masked', masksPhones: true })
  await administration.createApp({ ...app, name: 'off', appKey: 'off', fullPhonesPerHour: 0 })
  await administration.createApp({ ...app, name: 'till', appKey: 'few' })
  const rows = Array.from({ length: members }, (_, place) => ({ couponCode: `c${place}`, phone: phoneOf(place) }))
  await administration.importCoupons({ sellerId: '111', rows })
  const { url } = receiver
  await administration.addWebhook({ sellerId: '111', url, afterSeq: members, allowPrivate: true })
  await administration.close()
  await withoutMidnight(takenMs, hourMs)
  const args = ['--data', dataDir, '--workers', '2', '--allow-private-webhooks']
  server = await serveCli([...args, '--log-level', 'warn'])
})

afterAll(async () => {
  const code = await server.stop()
  receiver.stop()
  await rm(folder, { recursive: true, force: true })
  expect(code).toBe(0)
})

function phoneOf(member: number): string {
  return `1861225${String(5_000 + member)}`
}

/** One page of a member on a connection of its own, so that both workers answer. */
function read(appKey: string, member: number): Promise<string> {
  const query_d_t_o = JSON.stringify({ page_num: 1, page_size: 5, phone: phoneOf(member) })
  const body = String(
    new URLSearchParams(
      signedParameters({ app_key: appKey, timestamp: `${Date.now()}`, method: querycoupon, query_d_t_o }, secret),
    ),
  )
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', connection: 'close' }
    const call = request(`${server.url}/router/rest`, { method: 'POST', agent: false, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece
      })
      response.on('end', () => resolve(text))
    })
    call.on('error', reject).end(body)
  })
}

async function alarms(): Promise<readonly CouponEvent[]> {
  const client = new TopClient({ url: `${server.url}/router/rest`, appKey: 'off', appSecret: secret })
  const { events } = await client.listEvents({ afterSeq: members, limit: 100 })
  return events.filter(({ kind }) => kind === 'alarm')
}

/** What must raise no alarm comes before what raises one: workers report in the order of the calls. */
it('gives phones to few members read often, where the limit is switched off, and masked ones to a masked app', async () => {
  for (let round = 0; round < 3; round += 1) {
    for (let member = 0; member < members; member += 1) {
      expect(await read('masked', member)).not.toContain(phoneOf(member))
      expect(await read('off', member)).toContain(phoneOf(member))
      expect(await read('few', member % limit)).toContain(phoneOf(member % limit))
    }
  }
})

it('raises one alarm over all workers and for no other app: event, webhook, log line and metric', async () => {
  for (let member = 0; member < members; member += 1) await read('erp', member)
  await expect.poll(alarms).toHaveLength(1)
  for (let member = 0; member < members; member += 1) await read('erp', member)
  // A second alarm of the first app would come before that of the next one.
  for (let member = 0; member < members; member += 1) await read('mall', member)
  await expect.poll(async () => (await alarms()).map(({ after }) => JSON.parse(after ?? '').app_key)).toContain('mall')
  const found = await alarms()
  expect(found.map(({ actor }) => actor)).toEqual(['system', 'system'])
  const content = {
    alarm: 'full_phones_read',
    app_key: 'erp',
    limit,
    hour: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:00:00$/),
  }
  expect(JSON.parse(found[0]?.after ?? '')).toEqual({ ...content, count: expect.any(Number) })
  expect(JSON.parse(found[0]?.after ?? '').count).toBeGreaterThan(limit)
  const delivered = () => receiver.bodies.flatMap((body) => body.match(/full_phones_read/g) ?? []).length
  await expect.poll(delivered).toBe(2)
  const printed = () =>
    `${server.stdout()}${server.stderr()}`.split('\n').filter((line) => line.includes('more full phones'))
  await expect.poll(printed).toHaveLength(2)
  const lines = printed()
  expect(lines[0]).toMatch(/"level":(40|"warn").*"appKey":"erp","sellerId":"111"/)
  const adminUrl = /^admin on (http:\S+)$/m.exec(server.stdout())?.[1]
  const metrics = await (await fetch(`${adminUrl}/metrics`)).text()
  expect(metrics).toMatch(/^yaoquan_full_phones_alarms_total 2$/m)
  const everything = [...receiver.bodies, ...lines, JSON.stringify(found)].join('\n')
  for (let member = 0; member < members; member += 1) expect(everything).not.toContain(phoneOf(member))
})

it('leaves a chain that verifies', async () => {
  const run = await runCli(['audit', 'verify', '--data', dataDir])
  expect([run.code, run.stderr]).toEqual([0, ''])
})
