import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import type { FromMirrorThread, Mirroring, ToMirrorThread } from './mirror-messages.ts'

/** This file is the program of the thread, so that the build finds it. */
const program = fileURLToPath(import.meta.url)
const mark = 'yaoquan mirror thread'

/** The thread as the passing thread sees it. */
export type MirrorThread = Readonly<{
  send(message: ToMirrorThread): void
  /** Resolves with the reason when the thread has ended; undefined when it was told to close. */
  ended: Promise<unknown>
  /** Ends it wherever it is. */
  kill(): Promise<unknown>
}>

/** V8 ends the whole process where a thread exceeds it. */
const maxHeapMb = 512

/** Starts the thread that keeps writes until the CRM of today has them. It reports `ready` once store and queue are open. */
export function startMirrorThread(mirroring: Mirroring, onMessage: (message: FromMirrorThread) => void): MirrorThread {
  const worker = new Worker(program, { workerData: mark, resourceLimits: { maxOldGenerationSizeMb: maxHeapMb } })
  const send: MirrorThread['send'] = (message) => worker.postMessage(message)
  send({ kind: 'open', ...mirroring })
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
  const { serveMirror } = await import('./serve-mirror.ts')
  serveMirror(parentPort)
}
