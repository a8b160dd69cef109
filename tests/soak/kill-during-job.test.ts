import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TopClient } from '@yaoquan/client'
import { openAdministration } from '@yaoquan/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { firstSignIn } from '../harness/console.ts'
import { operatorWith } from '../harness/console-jobs.ts'
import { type ServerProcess, startServerProcess } from '../harness/server-process.ts'
import { soak } from '../harness/soak.ts'
import { testApp } from '../harness/test-server.ts'

const members = 1_500 * soak
const kills = 4 * soak
let folder: string
const running = new Set<ServerProcess>()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-kill-job-'))
})
afterAll(async () => {
  for (const server of running) await server.stop('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

async function start(): Promise<ServerProcess> {
  const server = await startServerProcess(['--data', folder, '--log-level', 'silent'])
  running.add(server)
  return server
}

async function kill(server: ServerProcess): Promise<void> {
  await server.stop('SIGKILL')
  running.delete(server)
}

it(`sends each of ${members} members one coupon through ${kills} kill -9 of two servers`, {
  timeout: 900_000,
}, async () => {
  const oneTime = await prepare()
  const servers = [await start(), await start()] as const
  let [one, other]: readonly ServerProcess[] = servers
  if (one === undefined || other === undefined) throw new Error('two servers were started')
  const cookie = await firstSignIn(one.url, 'owner', oneTime, 'correct horse battery')
  const { job_id } = await draft(one.url, cookie)
  await operatorWith(one.url, cookie).job('start', { job_id, confirm_count: members })
  for (let place = 1; place <= kills; place += 1) {
    const done = Math.floor((members * place) / (kills + 2))
    await operatorWith(other.url, cookie).until(job_id, (job) => job.done >= done)
    await kill(one)
    ;[one, other] = [other, await start()]
  }
  const operator = operatorWith(one.url, cookie)
  const job = await operator.until(job_id, ({ state }) => state === 'done')
  expect(job).toMatchObject({ total: members, done: members, refused: 0, pending: 0 })
  const items = await operator.items(job_id)
  const codes = items.flatMap(({ coupon_codes }) => coupon_codes as string[])
  expect(new Set(codes).size).toBe(members)
  const client = new TopClient({ url: `${one.url}/router/rest`, ...testApp })
  const phones: string[] = []
  const sent: string[] = []
  for await (const coupon of client.allCoupons({ channel: 'crm' })) {
    phones.push(coupon.phone ?? '')
    sent.push(coupon.couponCode ?? '')
  }
  expect(phones.toSorted()).toEqual(Array.from({ length: members }, (_, place) => phoneOf(place)))
  expect(sent.toSorted()).toEqual(codes.toSorted())
})

function phoneOf(place: number): string {
  return `139${10_000_000 + place}`
}

/** @returns the one-time password of the owner */
async function prepare(): Promise<string> {
  const administration = await openAdministration({ dataDir: folder })
  await administration.createSeller({ sellerId: '111', name: 'kill' })
  const grants = { preset: 'full', allowed: [], denied: [] }
  await administration.createApp({ name: 'kill', sellerIds: ['111'], grants, ...testApp })
  const roles = [{ sellerId: '111', role: 'owner', shops: undefined }]
  const made = await administration.createOperator({ name: 'owner', displayName: 'owner', roles })
  await administration.close()
  if (made.kind !== 'changed') throw new Error(made.kind)
  return made.password
}

async function draft(url: string, cookie: string) {
  const client = new TopClient({ url: `${url}/router/rest`, ...testApp })
  await client.execute('yaoquan.template.save', {
    outRequestNo: 'T',
    template: { couponId: 'T', couponName: '10元券', kind: 'cash', couponAmount: '10', validToDay: 29 },
  })
  const operator = operatorWith(url, cookie)
  const { job_id } = await operator.job('create', { kind: 'send', coupon_id: 'T', channel: 'crm' })
  for (let offset = 0; offset < members; offset += 1_500) {
    const phones = Array.from({ length: Math.min(1_500, members - offset) }, (_, place) => phoneOf(offset + place))
    await operator.job('addItems', { job_id, offset, phones })
  }
  return { job_id }
}
