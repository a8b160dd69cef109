import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { TopClient } from '@yaoquan/client'
import { openAdministration } from '@yaoquan/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  compareCounters,
  compareStates,
  compareWithEvents,
  nothingHappened,
  nothingTold,
  repeatAll,
  saveTemplate,
} from '../harness/lifecycle-audit.ts'
import { createLifecycleLoad, loadUntilGone } from '../harness/lifecycle-load.ts'
import { patienceMs } from '../harness/patience.ts'
import { type ServerProcess, startServerProcess } from '../harness/server-process.ts'
import { soak } from '../harness/soak.ts'
import { testApp } from '../harness/test-server.ts'

const rounds = 3 * soak
const callers = 24

let folder: string
let dataDir: string
let server: ServerProcess | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-kill-load-'))
  dataDir = join(folder, 'data')
  const administration = await openAdministration({ dataDir })
  await administration.createSeller({ sellerId: '111', name: 'kill' })
  await administration.createApp({ name: 'kill', sellerIds: ['111'], allowedIps: [], ...testApp })
  await administration.close()
})

afterAll(async () => {
  await server?.stop('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

async function start(): Promise<TopClient> {
  server = await startServerProcess(['--data', dataDir, '--log-level', 'silent'])
  return new TopClient({ url: `${server.url}/router/rest`, ...testApp, timeoutMs: patienceMs, retries: 0 })
}

it(`keeps what it acknowledged and does nothing twice through kill -9 under mixed load, ${rounds} times`, async () => {
  const told = nothingTold()
  const happened = nothingHappened({ dataDir })
  await saveTemplate(await start())
  await server?.stop()
  for (let round = 0; round < rounds; round += 1) {
    const client = await start()
    const before = told.issuedCodes.size
    const loading = loadUntilGone(client, createLifecycleLoad(`r${round}`, told), callers)
    // The kill comes in the midst of writes, however slowly a busy machine began.
    await expect.poll(() => told.issuedCodes.size > before).toBe(true)
    await delay((round * 137) % 500)
    await server?.stop('SIGKILL')
    const result = await loading
    expect(result.acknowledged.length).toBeGreaterThan(0)
    const restarted = await start()
    await repeatAll(restarted, result)
    await compareWithEvents(restarted, told, happened)
    await compareCounters(restarted, told)
    await server?.stop()
  }
  await compareStates(await start(), told)
  expect(told.returned.size).toBeGreaterThan(0)
})
