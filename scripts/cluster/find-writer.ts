import { setTimeout as delay } from 'node:timers/promises'
import type { MariadbNode } from '../mariadb/mariadb-node.ts'

/** For how long writes are counted. */
const windowMs = 300

/**
 * Waits until some node is written through.
 * @throws Error when nobody writes for 30 s
 */
export async function awaitWriter(nodes: readonly MariadbNode[]): Promise<MariadbNode> {
  const deadlineMs = performance.now() + 30_000
  while (performance.now() < deadlineMs) {
    const writer = await findWriter(nodes)
    if (writer !== undefined) return writer
  }
  throw new Error('nobody writes to the cluster')
}

/** @returns the node through which writes reach the cluster now, or undefined when none come */
export async function findWriter(nodes: readonly MariadbNode[]): Promise<MariadbNode | undefined> {
  const before = await Promise.all(nodes.map(countWrites))
  await delay(windowMs)
  const after = await Promise.all(nodes.map(countWrites))
  const written = nodes.map((node, place) => ({ node, writes: (after[place] ?? 0) - (before[place] ?? 0) }))
  const [most] = written.toSorted((left, right) => right.writes - left.writes)
  return most !== undefined && most.writes > 0 ? most.node : undefined
}

/** Writes that a node sent to the others since it started; 0 when it does not answer. */
async function countWrites(node: MariadbNode): Promise<number> {
  try {
    const row = await node.sql("SHOW GLOBAL STATUS LIKE 'wsrep_replicated'", 1_000)
    return Number(row.split('\t')[1])
  } catch {
    // Dead or frozen: it writes nothing.
    return 0
  }
}
