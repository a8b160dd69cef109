import { Worker } from 'node:worker_threads'

/** A thread of the shadow as the passing thread sees it. */
export type ShadowThread<To> = Readonly<{
  send(message: To, transfer?: readonly ArrayBuffer[]): void
  /** Resolves with the reason when the thread has ended; undefined when it was told to close. */
  ended: Promise<unknown>
  /** Ends it wherever it is. */
  kill(): Promise<unknown>
}>

/** Far above what an answer of the greatest length takes: V8 ends the whole process where a thread exceeds it. */
const maxHeapMb = 512

/**
 * Starts a thread.
 * @param program its file
 * @param mark its `workerData`, by which the file knows that it is the thread's program
 */
export function startThread<To, From>(
  program: string,
  mark: string,
  onMessage: (message: From) => void,
): ShadowThread<To> {
  const worker = new Worker(program, { workerData: mark, resourceLimits: { maxOldGenerationSizeMb: maxHeapMb } })
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
  return {
    send: (message, transfer = []) => worker.postMessage(message, transfer),
    ended,
    kill: () => worker.terminate(),
  }
}
