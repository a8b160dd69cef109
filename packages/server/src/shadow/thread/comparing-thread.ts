import { constants, setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { type ShadowThread, startThread } from '#shadow/run/start-thread'
import type { Comparing, FromComparingThread, ToComparingThread } from './comparing-messages.ts'

/** This file is the program of the thread, so that the build finds it. */
const program = fileURLToPath(import.meta.url)
const mark = 'yaoquan comparing thread'

export type ComparingThread = ShadowThread<ToComparingThread>

/** Starts the thread that compares calls with our store. It reports `ready` once the store is open. */
export function startComparingThread(
  comparing: Comparing,
  onMessage: (message: FromComparingThread) => void,
): ComparingThread {
  const thread = startThread<ToComparingThread, FromComparingThread>(program, mark, onMessage)
  thread.send({ kind: 'open', ...comparing })
  return thread
}

if (!isMainThread && parentPort !== null && workerData === mark) {
  // Loaded here alone. Messages wait until the port has a listener.
  const { serveComparing } = await import('./serve-comparing.ts')
  serveComparing(parentPort, { onReady: leaveProcessorToCalls })
}

/**
 * Calls get ten times the share of this thread where both want the processor. On Linux the priority is that of the calling thread;
 * elsewhere it would be that of the whole process.
 */
function leaveProcessorToCalls(): void {
  if (process.platform === 'linux') setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL)
}
