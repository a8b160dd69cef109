import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { TopClient } from '@yaoquan/client'
import { openAdministration } from '@yaoquan/server'
import { expect } from 'vitest'
import {
  compareCounters,
  compareStates,
  compareWithEvents,
  nothingHappened,
  nothingTold,
  repeatAll,
  type StorePlace,
  saveTemplate,
} from './lifecycle-audit.ts'
import { createLifecycleLoad, loadUntil } from './lifecycle-load.ts'
import { patienceMs } from './patience.ts'
import { type CliRun, runCli, startCli } from './run-cli.ts'
import { type ServerProcess, startServerProcess } from './server-process.ts'
import { testApp } from './test-server.ts'

/** A store as the command line names it, and as the program opens it. */
export type Side = Readonly<{ location: string; place: StorePlace; flags: readonly string[] }>

const masterKey = '5a'.repeat(32)
const environment = { YAOQUAN_MASTER_KEY: masterKey }
const callers = 8

/** A store in a data folder. */
export function fileSide(dataDir: string): Side {
  return { location: `sqlite:${dataDir}`, place: { dataDir, masterKey }, flags: ['--data', dataDir] }
}

/** A store on a database server. @param folder for the data folder, which stays empty */
export function serverSide(storeUrl: string, folder: string): Side {
  const dataDir = join(folder, 'unused')
  return {
    location: storeUrl,
    place: { dataDir, storeUrl, masterKey },
    flags: ['--store', storeUrl, '--data', dataDir],
  }
}

/** Creates the store with seller 111 and the app of the tests. */
export async function prepareStore({ place }: Side): Promise<void> {
  const administration = await openAdministration(place)
  await administration.createSeller({ sellerId: '111', name: 'move' })
  await administration.createApp({ name: 'move', sellerIds: ['111'], allowedIps: [], ...testApp })
  await administration.close()
}

/** Runs `yaoquan migrate-store`. */
export function moveStore(from: Side, to: Side, ...flags: readonly string[]): Promise<CliRun> {
  return runCli(['migrate-store', '--from', from.location, '--to', to.location, ...flags], environment)
}

/** @param pauseMs how long each caller waits between two writes; 0 is full speed */
type MoveLoad = Readonly<{ kills: number; pauseMs: number }>

/**
 * Moves a store under load, with the mover killed several times on the way. The load then continues on the new store, and every
 * acknowledged write is repeated and compared there.
 */
export async function moveUnderLoad(from: Side, to: Side, load: MoveLoad): Promise<void> {
  const servers: ServerProcess[] = []
  const serve = async ({ flags }: Side): Promise<TopClient> => {
    const server = await startServerProcess([...flags, '--log-level', 'silent'], environment)
    servers.push(server)
    return new TopClient({ url: `${server.url}/router/rest`, ...testApp, timeoutMs: patienceMs, retries: 0 })
  }
  try {
    await prepareStore(from)
    await moveServed(from, to, { ...load, serve })
  } finally {
    for (const server of servers) await server.stop('SIGKILL')
  }
}

/** Before the move begins. */
const enoughWrites = 50

type ServedLoad = MoveLoad & Readonly<{ serve: (side: Side) => Promise<TopClient> }>

async function moveServed(from: Side, to: Side, { kills, pauseMs, serve }: ServedLoad): Promise<void> {
  const told = nothingTold()
  const client = await serve(from)
  await saveTemplate(client)
  let isOver = false
  const makeWrite = createLifecycleLoad('before', told)
  let begun = 0
  const nextWrite = () => {
    begun += 1
    return makeWrite()
  }
  // After the fence a caller gets only faults; without a pause it would retry in a tight loop.
  const loading = loadUntil(() => isOver, { client, nextWrite, callers, pauseMs, pauseAfterUnknownMs: 50 })
  await expect.poll(() => begun).toBeGreaterThanOrEqual(enoughWrites + callers)
  for (let kill = 0; kill < kills; kill += 1) {
    const child = startCli(['migrate-store', '--from', from.location, '--to', to.location], environment)
    await delay(500 + kill * 150)
    child.kill('SIGKILL')
  }
  const copied = await moveStore(from, to)
  expect(copied.code, copied.stderr + copied.stdout).toBe(0)
  const switched = await moveStore(from, to, '--switch', '--json')
  expect(switched.code, switched.stderr + switched.stdout).toBe(0)
  expect(JSON.parse(switched.stdout)).toMatchObject([{ sellerId: '111', faults: [] }])
  isOver = true
  const before = await loading
  expect(before.acknowledged.length).toBeGreaterThan(enoughWrites)
  await expectReadOnly(client)
  const moved = await serve(to)
  await repeatAll(moved, before)
  let ends = false
  const nextAfter = createLifecycleLoad('after', told)
  const after = loadUntil(() => ends, { client: moved, nextWrite: nextAfter, callers, pauseMs })
  await delay(1500)
  ends = true
  await repeatAll(moved, await after)
  await compareWithEvents(moved, told, nothingHappened(to.place))
  await compareCounters(moved, told)
  await compareStates(moved, told)
}

/** The old server still finds coupons and refuses every write. */
async function expectReadOnly(client: TopClient): Promise<void> {
  expect((await client.queryCoupons({ pageSize: 1 })).totalCount).toBeGreaterThan(0)
  const issuing = client.issueCoupons({ outRequestNo: 'late', coupons: [{ couponCode: 'late' }] })
  await expect(issuing).rejects.toMatchObject({ code: 15, subCode: expect.stringMatching(/^isp\./) })
}
