import { findFreePorts } from './free-ports.ts'
import { waitUntilSynced } from './galera-cluster.ts'
import { galeraSettings } from './galera-settings.ts'
import { createNode, type MariadbNode } from './mariadb-node.ts'
import { placesOf } from './node-settings.ts'
import { copyDataFolder, createDataFolder, createServerFolder } from './server-folder.ts'
import { createAppUser } from './start-mariadb.ts'

/** A Galera cluster of three MariaDB servers on 127.0.0.1, with a user `app` (password `app`) with all rights. */
export type Galera = Readonly<{
  nodes: readonly [MariadbNode, MariadbNode, MariadbNode]
  /** @returns `mysql://app:app@127.0.0.1:PORT,127.0.0.1:PORT,127.0.0.1:PORT/schema` */
  url(schema: string): string
  /** Kills all nodes and removes their folder. */
  stop(): Promise<void>
}>

const portsPerNode = 4

/**
 * Starts a cluster with empty data folders, which takes about eight seconds.
 * @param parent of their folder
 * @throws Error if Galera is not installed (see isGaleraInstalled) or does not start
 */
export async function startGalera(parent?: string): Promise<Galera> {
  const folder = createServerFolder(parent)
  const nodes = await createMembers(folder.path)
  const stop = async () => {
    await Promise.all(nodes.map((node) => node.kill()))
    folder.remove()
  }
  try {
    await startMembers(nodes)
  } catch (error) {
    await stop()
    throw error
  }
  const hosts = nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')
  return { nodes, stop, url: (schema) => `mysql://app:app@${hosts}/${schema}` }
}

async function createMembers(folder: string): Promise<Galera['nodes']> {
  const free = await findFreePorts(3 * portsPerNode)
  const portsOf = (member: number) => free.slice(member * portsPerNode, (member + 1) * portsPerNode)
  const groupPorts = [0, 1, 2].map((member) => portsOf(member)[1] ?? 0)
  const create = (member: number) => {
    const [clientPort = 0, group = 0, increments = 0, wholeCopies = 0] = portsOf(member)
    const place = { name: `g${member + 1}`, folder, port: clientPort }
    const ports = { group, increments, wholeCopies }
    return createNode(place, galeraSettings({ name: place.name, clientPort, ports, groupPorts }))
  }
  return [create(0), create(1), create(2)]
}

/**
 * Copies the first node's folder to the others while it is stopped, since joining with an empty folder takes 5 s each.
 */
async function startMembers(nodes: Galera['nodes']): Promise<void> {
  const [first, ...joiners] = nodes
  await createDataFolder(placesOf(first).dataDir)
  await first.start(['--wsrep-new-cluster'])
  await first.sql(createAppUser)
  await first.stop()
  for (const joiner of joiners) await copyDataFolder(placesOf(first).dataDir, placesOf(joiner).dataDir)
  await first.start(['--wsrep-new-cluster'])
  await Promise.all(joiners.map((joiner) => joiner.start()))
  await waitUntilSynced(nodes)
}
