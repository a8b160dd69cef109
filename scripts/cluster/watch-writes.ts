import { setTimeout as delay } from 'node:timers/promises'
import type { MariadbNode } from '../mariadb/mariadb-node.ts'
import { findWriter } from './find-writer.ts'
import type { Callers } from './start-callers.ts'
import type { Timeline } from './timeline.ts'

const everyMs = 1_000

/**
 * Reports every second how many writes were acknowledged and which node receives them.
 * @returns a function that stops it
 */
export function watchWrites(callers: Callers, nodes: readonly MariadbNode[], timeline: Timeline): () => Promise<void> {
  let isOver = false
  const watch = async () => {
    while (!isOver) {
      const beganMs = performance.now()
      const before = callers.acknowledgedAtMs.length
      const [writer] = await Promise.all([findWriter(nodes), delay(everyMs)])
      const seconds = (performance.now() - beganMs) / 1_000
      const writes = Math.round((callers.acknowledgedAtMs.length - before) / seconds)
      timeline.say(
        `每秒 ${String(writes).padStart(4)} 次写入得到确认，写入节点 ${writer?.name ?? '无'}`,
        `writes acknowledged per second; writer: ${writer?.name ?? 'none'}`,
      )
    }
  }
  const watching = watch()
  return async () => {
    isOver = true
    await watching
  }
}
