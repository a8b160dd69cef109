import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { TopClient } from '@yaoquan/client'
import { formatTimestamp } from '@yaoquan/protocol'
import { openAdministration } from '@yaoquan/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type CapturedCall, sendCaptured, signedCall, swallowing } from '../../harness/cut-calls.ts'
import { type ServerProcess, startServerProcess } from '../../harness/server-process.ts'
import { soak } from '../../harness/soak.ts'
import { testApp } from '../../harness/test-server.ts'

const rounds = 20 * soak
const kills = 4 * soak

let folder: string
let args: readonly string[]
let servers: ServerProcess[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-recut-'))
  const dataDir = join(folder, 'data')
  const administration = await openAdministration({ dataDir })
  await administration.createSeller({ sellerId: '111', name: 'recut' })
  await administration.createApp({ name: 'recut', sellerIds: ['111'], allowedIps: [], ...testApp })
  await administration.close()
  args = ['--data', dataDir, '--log-level', 'silent']
  servers = [await startServerProcess(args), await startServerProcess(args)]
})

afterAll(async () => {
  for (const server of servers) await server.stop()
  await rm(folder, { recursive: true, force: true })
})

function issueOf(outRequestNo: string): CapturedCall {
  return signedCall({
    method: 'yaoquan.coupon.issue',
    coupons: `[{"coupon_code":"c-${outRequestNo}"}]`,
    out_request_no: outRequestNo,
    partner_id: 'p',
    timestamp: formatTimestamp(Date.now()),
  })
}

async function sendTo(place: number, call: CapturedCall): Promise<string> {
  const server = servers[place]
  if (server === undefined) throw new Error('no server')
  return (await sendCaptured(server.url, call)).join()
}

async function countEvents(): Promise<number> {
  const [server] = servers
  const client = new TopClient({ url: `${server?.url}/router/rest`, ...testApp })
  return (await client.listEvents({ limit: 1 })).newestSeq
}

it(`the same signature on two servers at once, ${rounds} times, writes once and for one call`, async () => {
  for (let round = 0; round < rounds; round += 1) {
    const before = await countEvents()
    const original = issueOf(`race-${round}`)
    const cut = swallowing(original, 'out_request_no', 'partner_id')
    const sent = round % 2 === 0 ? [original, cut] : [cut, original]
    const answers = await Promise.all([...sent, ...sent].map((call, place) => sendTo(place % 2, call)))
    expect(answers.filter((answer) => answer.includes('isv.signature-reused'))).toHaveLength(2)
    expect(answers.filter((answer) => answer.includes('"success":true'))).toHaveLength(2)
    expect(await countEvents()).toBe(before + 1)
  }
})

it('a signature is remembered by whoever comes after a server that was killed when it had answered', async () => {
  const done = issueOf('killed')
  const refused = signedCall({
    method: 'yaoquan.coupon.redeem',
    coupon_code: 'nowhere',
    order_id: 'A',
    out_request_no: 'killed-2',
    partner_id: 'p',
    timestamp: formatTimestamp(Date.now()),
  })
  expect(await sendTo(1, done)).toContain('"success":true')
  expect(await sendTo(1, refused)).toContain('COUPON_NOT_FOUND')
  await servers[1]?.stop('SIGKILL')
  servers[1] = await startServerProcess(args)
  const before = await countEvents()
  for (const call of [done, refused]) {
    const cut = swallowing(call, 'out_request_no', 'partner_id')
    for (const place of [0, 1]) expect(await sendTo(place, cut)).toContain('isv.signature-reused')
  }
  expect(await sendTo(1, done)).toContain('already_done":true')
  expect(await sendTo(0, refused)).toContain('COUPON_NOT_FOUND')
  expect(await countEvents()).toBe(before)
})

it(`a call that a killed server may have done or not leaves one write to itself and its cut form, ${kills} times`, async () => {
  for (let round = 0; round < kills; round += 1) {
    const before = await countEvents()
    const original = issueOf(`cut-off-${round}`)
    const cutOff = sendTo(1, original).catch(() => 'no answer')
    await delay(round * 2)
    await servers[1]?.stop('SIGKILL')
    await cutOff
    servers[1] = await startServerProcess(args)
    const cut = await sendTo(1, swallowing(original, 'out_request_no', 'partner_id'))
    const again = await sendTo(0, original)
    expect([cut, again].filter((answer) => answer.includes('"success":true'))).toHaveLength(1)
    expect([cut, again].filter((answer) => answer.includes('isv.signature-reused'))).toHaveLength(1)
    expect(await countEvents()).toBe(before + 1)
  }
})
