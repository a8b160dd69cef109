import { randomBytes } from 'node:crypto'
import { TopClient } from '@yaoquan/client'
import { openAdministration } from '@yaoquan/server'
import { claimedTemplate } from '../../tests/harness/lifecycle-load.ts'
import { runCli } from '../../tests/harness/run-cli.ts'
import { type ServerProcess, startServerProcess } from '../../tests/harness/server-process.ts'
import { testApp } from '../../tests/harness/test-server.ts'
import type { MariadbNode } from '../mariadb/mariadb-node.ts'
import { type Galera, startGalera } from '../mariadb/start-galera.ts'

/** The only seller of a deployment. */
export const sellerId = '111'
export const schema = 'yaoquan'

/** A cluster of three database nodes, and Yaoquan servers that share only the database. */
export type Deployment = Readonly<{
  nodes: Galera['nodes']
  servers: readonly ServerProcess[]
  /** A client per server, without retries. */
  clients: readonly TopClient[]
  /** Runs `yaoquan audit verify` on a single node. */
  verifyEvents(node: MariadbNode): Promise<Readonly<{ isIntact: boolean; text: string }>>
  /** Ends all processes and removes their files. */
  stop(): Promise<void>
}>

/**
 * How long a server waits for a statement before it fails over: longer than the eviction of a dead member, during which
 * COMMIT blocks on every node, and short enough for callers of a frozen node.
 */
const statementTimeoutMs = 2_000

/** Starts a cluster, creates a seller, an app and a template, and starts servers. */
export async function deploy({ servers: count }: Readonly<{ servers: number }>): Promise<Deployment> {
  const galera = await startGalera()
  const masterKey = randomBytes(32).toString('hex')
  const servers: ServerProcess[] = []
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop('SIGKILL')))
    await galera.stop()
  }
  try {
    await galera.nodes[0].sql(`CREATE DATABASE ${schema}`)
    const storeUrl = `${galera.url(schema)}?timeout_ms=${statementTimeoutMs}&reads=all`
    await createSeller(storeUrl, masterKey)
    const environment = { YAOQUAN_STORE: storeUrl, YAOQUAN_MASTER_KEY: masterKey }
    for (let server = 0; server < count; server += 1) {
      servers.push(await startServerProcess(['--log-level', 'silent'], environment))
    }
    const clients = servers.map(({ url }) => new TopClient({ url: `${url}/router/rest`, ...testApp, retries: 0 }))
    await saveTemplate(clients[0])
    return { nodes: galera.nodes, servers, clients, stop, verifyEvents: (node) => verifyEvents(node, masterKey) }
  } catch (error) {
    await stop()
    throw error
  }
}

async function createSeller(storeUrl: string, masterKey: string): Promise<void> {
  const administration = await openAdministration({ dataDir: '', storeUrl, masterKey })
  const app = { name: 'cluster', sellerIds: [sellerId], allowedIps: [], ...testApp }
  await administration.createSeller({ sellerId, name: '集群演示连锁' })
  await administration.createApp(app)
  await administration.close()
}

async function saveTemplate(client: TopClient | undefined): Promise<void> {
  const validity = { validFromDay: 0, validToDay: 3_000 }
  const limits = { stockTotal: 1_000_000, memberTotal: 1_000_000 }
  const terms = { couponName: '满199减99', kind: 'cash', couponAmount: '99' } as const
  const template = { couponId: claimedTemplate, ...terms, ...limits, ...validity }
  await client?.saveTemplate({ outRequestNo: 'save', template })
}

async function verifyEvents({ port }: MariadbNode, masterKey: string) {
  const storeUrl = `mysql://app:app@127.0.0.1:${port}/${schema}`
  const environment = { YAOQUAN_STORE: storeUrl, YAOQUAN_MASTER_KEY: masterKey }
  const { code, stdout, stderr } = await runCli(['audit', 'verify', '--seller', sellerId], environment)
  return { isIntact: code === 0, text: `${stdout}${stderr}`.trim() }
}
