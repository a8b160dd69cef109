import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { TopClient } from '@yaoquan/client'
import { openAdministration } from '@yaoquan/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { nothingTold, saveTemplate } from '../harness/lifecycle-audit.ts'
import { createLifecycleLoad, loadUntilGone } from '../harness/lifecycle-load.ts'
import { patienceMs } from '../harness/patience.ts'
import { type ServerProcess, startServerProcess } from '../harness/server-process.ts'
import { lengthOf } from '../harness/soak.ts'
import { testApp } from '../harness/test-server.ts'

const rounds = lengthOf(2, 1)
const callers = 8

let folder: string
let dataDir: string
const servers: ServerProcess[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-figures-'))
  dataDir = join(folder, 'data')
  const administration = await openAdministration({ dataDir })
  await administration.createSeller({ sellerId: '111', name: 'figures' })
  await administration.createApp({ name: 'figures', sellerIds: ['111'], allowedIps: [], ...testApp })
  await administration.close()
})

afterAll(async () => {
  for (const server of servers) await server.stop('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

async function start(): Promise<Readonly<{ server: ServerProcess; client: TopClient }>> {
  const server = await startServerProcess(['--data', dataDir, '--log-level', 'silent'])
  servers.push(server)
  return {
    server,
    client: new TopClient({ url: `${server.url}/router/rest`, ...testApp, timeoutMs: patienceMs, retries: 0 }),
  }
}

/** What the events of all kinds say. */
async function recount(client: TopClient) {
  const counts = new Map<string, number>()
  let newest = 0
  for await (const { kind, eventSeq } of client.events()) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
    newest = eventSeq
  }
  const [issued = 0, held = 0, redeemed = 0, returned = 0] = ['issued', 'held', 'redeemed', 'returned'].map((kind) =>
    counts.get(kind),
  )
  const usedOfIssued = redeemed - returned
  return {
    asOfEvent: newest,
    totals: { issued, held, redeemed, returned, usedOfIssued, voided: 0, expired: 0 },
    outstanding: { coupons: issued - usedOfIssued },
  }
}

it(`counts every event once on two servers, of which one is killed in the midst of it, ${rounds} times`, async () => {
  const told = nothingTold()
  let staying = await start()
  await saveTemplate(staying.client)
  for (let round = 0; round < rounds; round += 1) {
    const killed = staying
    staying = await start()
    const before = told.issuedCodes.size
    const loads = [killed, staying].map(({ client }, place) =>
      loadUntilGone(client, createLifecycleLoad(`r${round}-${place}`, told), callers),
    )
    await expect.poll(() => told.issuedCodes.size > before + 100).toBe(true)
    await delay((round * 731) % 2_000)
    await killed.server.stop('SIGKILL')
    await loads[0]
    await delay(2_000)
    await staying.server.stop('SIGKILL')
    await loads[1]
    staying = await start()
  }
  const { client } = staying
  const expected = await recount(client)
  await expect.poll(() => client.overviewFigures({}), { interval: 500 }).toMatchObject(expected)
  expect(expected.totals.returned).toBeGreaterThan(0)
  const administration = await openAdministration({ dataDir })
  const rebuilt = await administration.rebuildFigures({ sellerId: '111', dropsRemoved: false })
  await administration.close()
  expect(rebuilt).toMatchObject({ kind: 'rebuilt', state: { asOfSeq: expected.asOfEvent } })
  expect(await client.overviewFigures({})).toMatchObject(expected)
})
