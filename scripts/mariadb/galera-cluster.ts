import { allowBootstrap, forgetState, recoverPosition, startAt } from './galera-state.ts'
import { type MariadbNode, StartFailure } from './mariadb-node.ts'
import { waitUntil } from './wait-until.ts'

/** How a member that had died came back: with what it lacked, or with a copy of everything. */
export type Rejoining = 'increment' | 'whole-copy'

/** @returns how many members a node sees, 0 when it answers nothing or belongs to no majority */
export async function clusterSizeSeenBy(node: MariadbNode): Promise<number> {
  const status = await statusOf(node)
  return status.get('wsrep_cluster_status') === 'Primary' ? Number(status.get('wsrep_cluster_size')) : 0
}

/**
 * Waits until each node sees all of them and takes part fully.
 * @throws Error when they do not within 60 s
 */
export async function waitUntilSynced(nodes: readonly MariadbNode[]): Promise<void> {
  const standings = () => Promise.all(nodes.map(standingOf))
  const expected = `Synced, ready ON, 1 of ${nodes.length}`
  const areSynced = async () => (await standings()).every((standing) => standing === expected)
  try {
    await waitUntil(areSynced, { what: `${nodes.length} members in step`, withinMs: 60_000, everyMs: 100 })
  } catch (cause) {
    throw new Error(`members do not get in step: ${(await standings()).join('; ')}`, { cause })
  }
}

/** In words, since it stands in the message when a wait is given up. */
async function standingOf(node: MariadbNode): Promise<string> {
  if (!node.isRunning()) return 'not running'
  const status = await statusOf(node)
  const [state, ready, size] = ['local_state_comment', 'ready', 'cluster_size'].map((name) =>
    status.get(`wsrep_${name}`),
  )
  return status.size === 0 ? 'no answer' : `${state}, ready ${ready}, 1 of ${size}`
}

/**
 * Brings a member back that had died.
 * @param others members of its cluster, of which it may be as far behind as it is
 * @throws Error when it does not come back, or would have to forget what it holds while none of the others has a majority
 */
export async function rejoin(node: MariadbNode, others: readonly MariadbNode[]): Promise<Rejoining> {
  const position = await recoverPosition(node)
  if (await joins(node, [startAt(position)])) return 'increment'
  // It holds what the majority never acknowledged: applied before it died, or in its cache of writes for others.
  await node.kill()
  await waitForMajority(others)
  forgetState(node)
  if (await joins(node, [])) return 'whole-copy'
  throw new Error(`${node.name} does not join its cluster:\n${node.lastLog()}`)
}

/** @returns true once it takes part fully, false when it ends or leaves instead */
async function joins(node: MariadbNode, options: readonly string[]): Promise<boolean> {
  try {
    await node.start(options)
  } catch (error) {
    if (error instanceof StartFailure) return false
    throw error
  }
  // A node that could not make use of what it was sent goes on running, without its cluster. So does one that only begins.
  let looksOutside = 0
  let isMember = false
  const isDecided = async () => {
    const status = await statusOf(node)
    isMember = status.get('wsrep_ready') === 'ON' && status.get('wsrep_local_state_comment') === 'Synced'
    looksOutside = status.get('wsrep_connected') === 'OFF' ? looksOutside + 1 : 0
    return isMember || looksOutside > 20 || !node.isRunning()
  }
  await waitUntil(isDecided, { what: `${node.name} to join`, withinMs: 60_000, everyMs: 100 })
  return isMember
}

async function waitForMajority(nodes: readonly MariadbNode[]): Promise<void> {
  const isThere = async () => (await Promise.all(nodes.map(clusterSizeSeenBy))).some((size) => size > 0)
  await waitUntil(isThere, { what: 'a majority among the others', withinMs: 30_000, everyMs: 200 })
}

/** What came of a recovery after all members had died. */
export type Recovery = Readonly<{ bootstrapped: string; seqno: number; rejoined: ReadonlyMap<string, Rejoining> }>

/** Begins the cluster again from the member that has the most on its disk, and has the others join it. */
export async function recoverAll(nodes: readonly MariadbNode[]): Promise<Recovery> {
  const found = await Promise.all(nodes.map(async (node) => ({ node, position: await recoverPosition(node) })))
  const [first] = found.toSorted((left, right) => right.position.seqno - left.position.seqno)
  if (first === undefined) throw new Error('a cluster has members')
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
    // Dead, frozen or still starting: whoever waits for it has a deadline.
    return new Map()
  }
}
