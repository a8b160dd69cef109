import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import type { Comparing, FromComparingThread, ToComparingThread } from './comparing-messages.ts'

/** This file is the program of the thread, so that the build finds it. */
const program = fileURLToPath(import.meta.url)
const mark = 'yaoquan comparing thread'

/** The thread as the passing thread sees it. */
export type ComparingThread = Readonly<{
  send(message: ToComparingThread, transfer?: readonly ArrayBuffer[]): void
  /** Resolves with the reason when the thread has ended; undefined when it was told to close. */
  ended: Promise<unknown>
  /** Ends it wherever it is. */
  kill(): Promise<unknown>
}>

/** Far above what an answer of the greatest length takes: V8 ends the whole process where the thread exceeds it. */
const maxHeapMb = 512

/** Starts the thread that compares calls with our store. It reports `ready` once the store is open. */
export function startComparingThread(
  comparing: Comparing,
  onMessage: (message: FromComparingThread) => void,
): ComparingThread {
  const worker = new Worker(program, { workerData: mark, resourceLimits: { maxOldGenerationSizeMb: maxHeapMb } })
  const send: ComparingThread['send'] = (message, transfer = []) => worker.postMessage(message, transfer)
  send({ kind: 'open', ...comparing })
  worker.on('message', onMessage)
  let fault: unknown
  worker.once('error', (error) => {
    fault = error
  })
  const ended = new Promise((resolve) => {
    worker.once('exit', (code) =>
      resolve(code === 0 ? undefined : (fault ?? new Error(`the thread ended with code ${code}`))),
    )
  })
  return { send, ended, kill: () => worker.terminate() }
}

if (!isMainThread && parentPort !== null && workerData === mark) {
  // Loaded here alone. Messages wait until the port has a listener.
  const { serveComparing } = await import('./serve-comparing.ts')
  serveComparing(parentPort)
}
