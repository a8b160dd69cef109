import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { isMariadbInstalled } from './installed-programs.ts'
import type { MariadbNode } from './mariadb-node.ts'
import { placesOf } from './node-settings.ts'
import { createServerFolder, type ServerFolder } from './server-folder.ts'
import { type OfferedNode, offerVariable, type ServerKind } from './share-servers.ts'
import { startGalera } from './start-galera.ts'
import { startMariadb } from './start-mariadb.ts'

type Started = Readonly<{ nodes: readonly MariadbNode[]; stop: () => Promise<void> }>

/** What a set-up needs of its vitest project. */
type Project = Readonly<{ config: Readonly<{ env: NodeJS.ProcessEnv }> }>

/** Several files use a server at the same time, each with several programs. */
const settings = ['max_connections=1000']
const started = new Map<ServerKind, Promise<Started>>()
let folder: ServerFolder | undefined
let server: Server | undefined

/**
 * Offers the test files of a run one MariaDB server and one cluster, as the global set-up of their vitest projects: each is started when the
 * first file wants it (`share-servers.ts`), through a socket, since files run in other processes.
 */
export function setup({ config }: Project): void {
  // Another project of this run may offer them.
  if (process.env[offerVariable] !== undefined || !isMariadbInstalled()) return
  const parent = config.env['TMPDIR'] ?? tmpdir()
  folder = createServerFolder(parent)
  const path = join(folder.path, 'socket')
  server = createServer({ allowHalfOpen: true }, (socket) => void answer(socket, parent))
  server.listen(path)
  process.env[offerVariable] = path
}

export async function teardown(): Promise<void> {
  server?.close()
  server = undefined
  const all = await Promise.allSettled(started.values())
  started.clear()
  for (const one of all) if (one.status === 'fulfilled') await one.value.stop()
  folder?.remove()
}

/** Ends the connection without an answer if the server does not start, which the log of the run says. */
async function answer(socket: Socket, parent: string): Promise<void> {
  try {
    const { nodes } = await start((await text(socket)) as ServerKind, parent)
    const offered: readonly OfferedNode[] = nodes.map((node) => ({ port: node.port, socket: placesOf(node).socket }))
    socket.end(JSON.stringify(offered))
  } catch (error) {
    console.error(error)
    socket.destroy()
  }
}

function start(kind: ServerKind, parent: string): Promise<Started> {
  const found = started.get(kind)
  if (found !== undefined) return found
  const starting = kind === 'galera' ? startGalera(parent) : startOne(parent)
  started.set(kind, starting)
  return starting
}

async function startOne(parent: string): Promise<Started> {
  const { node, stop } = await startMariadb(settings, parent)
  return { nodes: [node], stop }
}
