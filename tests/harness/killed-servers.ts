import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TopClient } from '@yaoquan/client'
import { openAdministration } from '@yaoquan/server'
import { firstSignIn } from './console.ts'
import { type JobOperator, operatorWith } from './console-jobs.ts'
import { patienceMs } from './patience.ts'
import { type ServerProcess, startServerProcess } from './server-process.ts'
import { testApp } from './test-server.ts'

export type Callers = Readonly<{ operator: JobOperator; client: TopClient }>

/** Two servers on one store, each of which is replaced when it is killed with -9. */
export type KilledServers = Readonly<{
  /** Of the command, for this store. */
  flags: readonly string[]
  /** Callers of the server that started last. */
  callers(): Callers
  /** Kills the server that started first, and starts another one. */
  killOne(): Promise<void>
  /** Kills both at the same time, and starts others. */
  killBoth(): Promise<void>
  stop(): Promise<void>
}>

/**
 * Starts two servers for seller 111 on an empty store, with an owner who is signed in.
 * @param storeUrl of an empty database; undefined: in a data folder
 */
export async function startKilledServers(storeUrl?: string): Promise<KilledServers> {
  const folder = await mkdtemp(join(tmpdir(), 'yaoquan-killed-'))
  const oneTime = await prepare({ dataDir: folder, storeUrl })
  const flags = ['--data', folder, ...(storeUrl === undefined ? [] : ['--store', storeUrl])]
  const start = () => startServerProcess([...flags, '--log-level', 'silent'])
  const kill = (server: ServerProcess) => server.stop('SIGKILL')
  let [one, other] = [await start(), await start()]
  const cookie = await firstSignIn(one.url, 'owner', oneTime, 'correct horse battery')
  return {
    flags,
    callers() {
      const { url } = other
      return {
        operator: operatorWith(url, cookie),
        client: new TopClient({ url: `${url}/router/rest`, ...testApp, timeoutMs: patienceMs }),
      }
    },
    async killOne() {
      await kill(one)
      ;[one, other] = [other, await start()]
    },
    async killBoth() {
      await Promise.all([kill(one), kill(other)])
      ;[one, other] = [await start(), await start()]
    },
    async stop() {
      await Promise.all([kill(one), kill(other)])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export type KillsDuringJob = Readonly<{
  jobId: string
  /** How many items the job has. */
  size: number
  kills: number
  /** Whether the job is paused at each kill, and resumed when the other server runs. */
  pauses?: boolean
}>

/** Kills a server each time that a further part of a job is done, and waits for its end. */
export async function killUntilDone(
  servers: KilledServers,
  { jobId, size, kills, pauses = false }: KillsDuringJob,
): Promise<Callers> {
  for (let place = 1; place <= kills; place += 1) {
    const { operator } = servers.callers()
    const done = Math.floor((size * place) / (kills + 2))
    await operator.until(jobId, (job) => job.done >= done)
    const input = { job_id: jobId }
    await Promise.all([servers.killOne(), pauses ? operator.job('pause', input) : undefined])
    if (!pauses) continue
    await operator.until(jobId, ({ stopping }) => stopping !== true)
    await operator.job('resume', input)
  }
  const callers = servers.callers()
  await callers.operator.until(jobId, ({ state }) => state === 'done')
  return callers
}

/** @returns the one-time password of the owner */
async function prepare(place: Readonly<{ dataDir: string; storeUrl: string | undefined }>): Promise<string> {
  const administration = await openAdministration(place)
  await administration.createSeller({ sellerId: '111', name: 'kill' })
  const grants = { preset: 'full', allowed: [], denied: [] }
  await administration.createApp({ name: 'kill', sellerIds: ['111'], grants, ...testApp })
  const roles = [{ sellerId: '111', role: 'owner', shops: undefined }]
  const made = await administration.createOperator({ name: 'owner', displayName: 'owner', roles })
  await administration.close()
  if (made.kind !== 'changed') throw new Error(made.kind)
  return made.password
}
