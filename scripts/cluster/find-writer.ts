import { setTimeout as delay } from 'node:timers/promises'
import type { MariadbNode } from '../mariadb/mariadb-node.ts'

/** How long writes are counted. */
const windowMs = 300

/**
 * Waits for writes and returns the node that receives them.
 * @throws Error after two minutes without writes
 */
export async function awaitWriter(nodes: readonly MariadbNode[]): Promise<MariadbNode> {
  const deadlineMs = performance.now() + 120_000
  while (performance.now() < deadlineMs) {
    const writer = await findWriter(nodes)
    if (writer !== undefined) return writer
  }
  throw new Error('no writes reached the cluster within two minutes')
}

/** The node through which writes currently reach the cluster; undefined if there are none. */
export async function findWriter(nodes: readonly MariadbNode[]): Promise<MariadbNode | undefined> {
  const before = await Promise.all(nodes.map(countWrites))
  await delay(windowMs)
  const after = await Promise.all(nodes.map(countWrites))
  const written = nodes.map((node, place) => ({ node, writes: (after[place] ?? 0) - (before[place] ?? 0) }))
  const [most] = written.toSorted((left, right) => right.writes - left.writes)
  return most !== undefined && most.writes > 0 ? most.node : undefined
}

/** The number of writes that a node has replicated since its start; 0 if it does not answer. */
async function countWrites(node: MariadbNode): Promise<number> {
  try {
    const row = await node.sql("SHOW GLOBAL STATUS LIKE 'wsrep_replicated'", 1_000)
    return Number(row.split('\t')[1])
  } catch {
    // A dead or frozen node receives no writes.
    return 0
  }
}
