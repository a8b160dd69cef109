import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAdministration } from '@yaoquan/server'
import { startServerProcess } from './server-process.ts'
import { type Administration, testApp } from './test-server.ts'

export type AttackedServer = Readonly<{
  port: number
  /** A sample of `/metrics`, e.g. `yaoquan_body_bytes`; 0 when there is none. */
  metric(name: string): Promise<number>
  /** What it logged so far. */
  log(): string
  stop(): Promise<void>
}>

/** A server in a process of its own, with the app of the wire examples, whose attackers and callers are the test's process. */
export async function startAttackedServer(
  prepare: (administration: Administration) => Promise<void> = async () => undefined,
  ...flags: string[]
): Promise<AttackedServer> {
  const folder = await mkdtemp(join(tmpdir(), 'yaoquan-attacked-'))
  const administration = await openAdministration({ dataDir: folder })
  await administration.createSeller({ sellerId: '111', name: 'attacked' })
  await administration.createApp({ name: 'till', sellerIds: ['111'], allowedIps: [], ...testApp })
  await prepare(administration)
  await administration.close()
  const server = await startServerProcess(['--data', folder, '--log-level', 'warn', ...flags])
  return {
    port: server.port,
    async metric(name) {
      const text = await (await fetch(`${server.adminUrl}/metrics`)).text()
      return Number(
        text
          .split('\n')
          .find((line) => line.startsWith(`${name} `))
          ?.slice(name.length) ?? 0,
      )
    },
    log: server.errorText,
    async stop() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
