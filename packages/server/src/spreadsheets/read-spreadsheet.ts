import { once } from 'node:events'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { fileProblem } from './file-problem.ts'
import type { FileMessage } from './sheet-row.ts'
import { spreadsheetLimits } from './spreadsheet-limits.ts'

/**
 * Reads a spreadsheet that may be made to harm in a thread of its own, which has a limited heap and no environment. The next
 * message is prepared when it is asked for; the thread ends when the messages do, or when nobody asks for more.
 * @param file an .xlsx file, or CSV
 */
export async function* readSpreadsheet(file: Uint8Array): AsyncGenerator<FileMessage, void, undefined> {
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { [mark]: file },
    resourceLimits: { maxOldGenerationSizeMb: spreadsheetLimits.maxHeapMb },
    ...{ env: {}, execArgv: [] },
  })
  try {
    for (;;) {
      const message = await nextMessage(worker)
      yield message
      if (message.kind === 'end' || message.kind === 'refused') return
    }
  } finally {
    await worker.terminate()
  }
}

/** @throws what was thrown in the thread: a bug */
async function nextMessage(worker: Worker): Promise<FileMessage> {
  const signal = AbortSignal.timeout(spreadsheetLimits.maxStepMs)
  try {
    const answered = once(worker, 'message', { signal })
    worker.postMessage('next')
    const [message] = await answered
    return message
  } catch (error) {
    if (signal.aborted) return { kind: 'refused', problem: fileProblem('FILE_SLOW') }
    if (isOutOfMemory(error)) return { kind: 'refused', problem: fileProblem('FILE_EXPANDS') }
    throw error
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
}

/** Tells this thread from those of others, such as a test runner's. */
const mark = 'yaoquan spreadsheet'

/** The other side, in the thread: this file is its program, so that the build finds it. */
async function answerRequests(file: Uint8Array): Promise<void> {
  // Loaded here alone: the server itself reads no files.
  const { readRows } = await import('./read-rows.ts')
  const messages = readRows(file)
  parentPort?.on('message', async () => {
    const next = await messages.next()
    if (!next.done) parentPort?.postMessage(next.value)
  })
}

if (!isMainThread && typeof workerData === 'object' && workerData !== null && mark in workerData) {
  await answerRequests(workerData[mark])
}
