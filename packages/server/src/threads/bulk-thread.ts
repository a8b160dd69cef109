import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import type { WriteTurn } from '#database/sqlite/write-turn'
import { type FaultReport, RelayedFault } from '#errors/operator-error'
import type { BulkThread, FromBulkThread, ToBulkThread } from './bulk-writer.ts'

/** This file is the program of the thread, so that the build finds it. */
const program = fileURLToPath(import.meta.url)
const mark = 'yaoquan bulk thread'

type Starting = Readonly<{
  dataDir: string
  /** 32 bytes. */
  masterKey: Uint8Array
  /** That of this thread, which is freed when the other one ends. */
  turn: WriteTurn
  onMessage: (message: FromBulkThread<unknown>) => void
}>

/**
 * Starts the thread that performs large writes on a SQLite store. It reports `ready` once it takes calls.
 * @returns also a function that ends the thread wherever it is, as a fault would
 */
export function startBulkThread({
  dataDir,
  masterKey,
  turn,
  onMessage,
}: Starting): BulkThread & Readonly<{ kill(): Promise<unknown> }> {
  const worker = new Worker(program, { workerData: mark })
  const send = (message: ToBulkThread) => worker.postMessage(message)
  send({ kind: 'open', dataDir, masterKey: Buffer.from(masterKey).toString('hex'), turnMemory: turn.memory })
  worker.on('message', (message: FromBulkThread<FaultReport>) =>
    onMessage('fault' in message ? { ...message, fault: new RelayedFault(message.fault) } : message),
  )
  let fault: unknown
  worker.once('error', (error) => {
    fault = error
  })
  const ended = new Promise((resolve) => {
    worker.once('exit', (code) => {
      turn.freeOther()
      resolve(code === 0 ? undefined : (fault ?? new Error(`the thread ended with code ${code}`)))
    })
  })
  return { send, ended, kill: () => worker.terminate() }
}

if (!isMainThread && parentPort !== null && workerData === mark) {
  // Loaded here alone. Messages wait until the port has a listener.
  const { serveBulkCalls } = await import('./serve-bulk-calls.ts')
  serveBulkCalls(parentPort)
}
