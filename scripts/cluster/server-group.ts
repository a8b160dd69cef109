import { randomBytes } from 'node:crypto'
import { TopClient } from '@yaoquan/client'
import { openAdministration } from '@yaoquan/server'
import { type ServerProcess, startServerProcess } from '../../tests/harness/server-process.ts'

/** A server of a group, with a client per seller. */
export type GroupServer = Readonly<{ process: ServerProcess; busy: TopClient; neighbour: TopClient }>

/** Servers on one database with two sellers: a busy one and its neighbour. */
export type ServerGroup = Readonly<{
  /** Starts a server. @param hostAheadMs how far the clock of its host is ahead; default 0 */
  start(hostAheadMs?: number): Promise<GroupServer>
  stop(): Promise<void>
}>

const apps = {
  busy: { sellerId: '111', appKey: '11111111', appSecret: 'secret-of-the-busy-seller-0001' },
  neighbour: { sellerId: '222', appKey: '22222222', appSecret: 'secret-of-its-neighbour-000001' },
} as const

/** The timeout of calls, which ends those to a frozen server. */
const timeoutMs = 3_000

/**
 * Creates the sellers and their apps.
 * @param storeUrl of an empty schema
 */
export async function createServerGroup(storeUrl: string): Promise<ServerGroup> {
  const masterKey = randomBytes(32).toString('hex')
  const administration = await openAdministration({ dataDir: '', storeUrl, masterKey })
  for (const [name, { sellerId, appKey, appSecret }] of Object.entries(apps)) {
    await administration.createSeller({ sellerId, name })
    await administration.createApp({ name, sellerIds: [sellerId], allowedIps: [], appKey, appSecret })
  }
  await administration.close()
  const started: ServerProcess[] = []
  return {
    async start(hostAheadMs = 0) {
      const process = await startServerProcess(['--log-level', 'silent'], {
        YAOQUAN_STORE: storeUrl,
        YAOQUAN_MASTER_KEY: masterKey,
        ...(hostAheadMs === 0 ? {} : clockAhead(hostAheadMs)),
      })
      started.push(process)
      const client = ({ appKey, appSecret }: Readonly<{ appKey: string; appSecret: string }>) =>
        new TopClient({ url: `${process.url}/router/rest`, appKey, appSecret, retries: 0, timeoutMs })
      return { process, busy: client(apps.busy), neighbour: client(apps.neighbour) }
    },
    async stop() {
      // A frozen process reacts only to SIGKILL.
      await Promise.all(started.map((process) => process.stop('SIGKILL')))
    },
  }
}

/** The environment of a program that simulates a host whose clock is ahead. */
export function clockAhead(hostAheadMs: number): Readonly<Record<string, string>> {
  const script = new URL('../../tests/harness/host-clock-ahead.ts', import.meta.url).href
  return { NODE_OPTIONS: `--import ${script}`, YAOQUAN_TEST_AHEAD_MS: String(hostAheadMs) }
}
