import { allowBootstrap, forgetState, recoverPosition, startAt } from './galera-state.ts'
import { type MariadbNode, StartFailure } from './mariadb-node.ts'
import { waitUntil } from './wait-until.ts'

/** How a killed member rejoined: by an incremental transfer (IST), or by a full copy (SST). */
export type Rejoining = 'increment' | 'whole-copy'

/** The number of members that a node sees; 0 if it does not answer or has no quorum. */
export async function clusterSizeSeenBy(node: MariadbNode): Promise<number> {
  const status = await statusOf(node)
  return status.get('wsrep_cluster_status') === 'Primary' ? Number(status.get('wsrep_cluster_size')) : 0
}

/**
 * Waits until every node is synced and sees all nodes.
 * @throws Error after 10 minutes
 */
export async function waitUntilSynced(nodes: readonly MariadbNode[]): Promise<void> {
  const states = () => Promise.all(nodes.map(stateOf))
  const expected = `Synced, ready ON, 1 of ${nodes.length}`
  const areSynced = async () => (await states()).every((state) => state === expected)
  try {
    await waitUntil(areSynced, { what: `${nodes.length} members to sync`, everyMs: 250 })
  } catch (cause) {
    throw new Error(`the members do not sync: ${(await states()).join('; ')}`, { cause })
  }
}

/** The state of a node as text, which the error of a failed wait includes. */
async function stateOf(node: MariadbNode): Promise<string> {
  if (!node.isRunning()) return 'not running'
  const status = await statusOf(node)
  const [state, ready, size] = ['local_state_comment', 'ready', 'cluster_size'].map((name) =>
    status.get(`wsrep_${name}`),
  )
  return status.size === 0 ? 'no answer' : `${state}, ready ${ready}, 1 of ${size}`
}

/**
 * Restarts a killed member and waits until it has rejoined its cluster.
 * @param others the other members
 * @throws Error if it does not rejoin, or would have to discard its data while the others have no quorum
 */
export async function rejoin(node: MariadbNode, others: readonly MariadbNode[]): Promise<Rejoining> {
  const position = await recoverPosition(node)
  if (await joins(node, [startAt(position)])) return 'increment'
  // It has writes that the majority never acknowledged, applied before the kill or in its write-set cache.
  await node.kill()
  await waitForMajority(others)
  forgetState(node)
  if (await joins(node, [])) return 'whole-copy'
  throw new Error(`${node.name} does not join its cluster:\n${node.lastLog()}`)
}

/** @returns true when it is synced; false if it exits or leaves the cluster instead */
async function joins(node: MariadbNode, options: readonly string[]): Promise<boolean> {
  try {
    await node.start(options)
  } catch (error) {
    if (error instanceof StartFailure) return false
    throw error
  }
  // A node that cannot apply the transfer keeps running outside of the cluster. A starting node looks the same at first.
  let looksOutside = 0
  let isMember = false
  const isDecided = async () => {
    const status = await statusOf(node)
    isMember = status.get('wsrep_ready') === 'ON' && status.get('wsrep_local_state_comment') === 'Synced'
    looksOutside = status.get('wsrep_connected') === 'OFF' ? looksOutside + 1 : 0
    return isMember || looksOutside > 8 || !node.isRunning()
  }
  await waitUntil(isDecided, { what: `${node.name} to join`, everyMs: 250 })
  return isMember
}

async function waitForMajority(nodes: readonly MariadbNode[]): Promise<void> {
  const isThere = async () => (await Promise.all(nodes.map(clusterSizeSeenBy))).some((size) => size > 0)
  await waitUntil(isThere, { what: 'a quorum of the others', everyMs: 200 })
}

/** The result of a recovery after all members had been killed. */
export type Recovery = Readonly<{ bootstrapped: string; seqno: number; rejoined: ReadonlyMap<string, Rejoining> }>

/** Bootstraps the cluster from the member with the newest data on disk, then restarts the others. */
export async function recoverAll(nodes: readonly MariadbNode[]): Promise<Recovery> {
  const found = await Promise.all(nodes.map(async (node) => ({ node, position: await recoverPosition(node) })))
  const [first] = found.toSorted((left, right) => right.position.seqno - left.position.seqno)
  if (first === undefined) throw new Error('recoverAll needs at least one node')
  allowBootstrap(first.node)
  await first.node.start(['--wsrep-new-cluster', startAt(first.position)])
  const rejoined = new Map<string, Rejoining>()
  for (const node of nodes) if (node !== first.node) rejoined.set(node.name, await rejoin(node, [first.node]))
  await waitUntilSynced(nodes)
  return { bootstrapped: first.node.name, seqno: first.position.seqno, rejoined }
}

async function statusOf(node: MariadbNode): Promise<ReadonlyMap<string, string>> {
  try {
    const rows = (await node.sql("SHOW STATUS LIKE 'wsrep_%'", 2_000)).split('\n').map((row) => row.split('\t'))
    return new Map(rows.map(([name = '', value = '']) => [name, value]))
  } catch {
    // Dead, frozen or starting; callers that wait for it have a deadline.
    return new Map()
  }
}
