import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { type ShadowThread, startThread } from '#shadow/run/start-thread'
import type { FromMirrorThread, Mirroring, ToMirrorThread } from './mirror-messages.ts'

/** This file is the program of the thread, so that the build finds it. */
const program = fileURLToPath(import.meta.url)
const mark = 'yaoquan mirror thread'

export type MirrorThread = ShadowThread<ToMirrorThread>

/** Starts the thread that keeps writes until the CRM of today has them. It reports `ready` once store and queue are open. */
export function startMirrorThread(mirroring: Mirroring, onMessage: (message: FromMirrorThread) => void): MirrorThread {
  const thread = startThread<ToMirrorThread, FromMirrorThread>(program, mark, onMessage)
  thread.send({ kind: 'open', ...mirroring })
  return thread
}

if (!isMainThread && parentPort !== null && workerData === mark) {
  // Loaded here alone. Messages wait until the port has a listener.
  const { serveMirror } = await import('./serve-mirror.ts')
  serveMirror(parentPort)
}
