import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { type FileProblemCode, fileProblem } from './file-problem.ts'
import type { FileMessage } from './sheet-row.ts'
import type { spreadsheetLimits } from './spreadsheet-limits.ts'

/** A process that reads one file. */
export type ReaderProcess = Readonly<{
  /** The next message; `refused` if the process takes too long or too much memory, or has ended. */
  next(): Promise<FileMessage>
  /** Kills the process. Resolves when it has ended. */
  end(): Promise<void>
}>

export type ReaderLimits = Readonly<
  Record<keyof Pick<typeof spreadsheetLimits, 'maxHeapMb' | 'maxResidentMb' | 'maxStepMs'>, number>
>

/** How the process ended by itself. */
export type ReaderEnd = Readonly<{ code: number | null; signal: string | null }>

/**
 * Starts a process that reads a file. It has no environment, and no open files but the pipe of the file and the channel. It ends with
 * this process, since the channel closes then.
 * @param onDeath called if it ends although it was not told to: V8 ends a process whose heap is full, and so does a bug
 */
export function startReaderProcess(
  file: Uint8Array,
  { limits, onDeath }: Readonly<{ limits: ReaderLimits; onDeath: (end: ReaderEnd) => void }>,
): ReaderProcess {
  const child = fork(program, {
    stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
    env: {},
    execArgv: [`--max-old-space-size=${limits.maxHeapMb}`, '--max-semi-space-size=16'],
  })
  let isTold = false
  const ended = endOf(child)
  void ended.then((end) => isTold || onDeath(end))
  // A process that ends early leaves the rest of the pipe unread.
  child.stdin?.on('error', () => undefined).end(file)
  return {
    next: () =>
      new Promise((resolve) => {
        const settle = (message: FileMessage) => {
          clearTimeout(deadline)
          clearInterval(watch)
          child.off('message', settle)
          resolve(message)
        }
        const refuse = (code: FileProblemCode) => settle({ kind: 'refused', problem: fileProblem(code) })
        const deadline = setTimeout(refuse, limits.maxStepMs, 'FILE_SLOW')
        const watch = setInterval(() => {
          if (residentMb(child.pid) > limits.maxResidentMb) refuse('FILE_EXPANDS')
        }, watchMs)
        child.on('message', settle)
        void ended.then(() => refuse('FILE_UNREADABLE'))
        // Without a process, as with too many open files, there may be no channel either.
        if (child.pid !== undefined) child.send('next', () => undefined)
      }),
    async end() {
      isTold = true
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** This file is the program of the process, so that the build finds it. */
const program = fileURLToPath(import.meta.url)

/** Memory grows by some 50 MB in that time. */
const watchMs = 50

function endOf(child: ChildProcess): Promise<ReaderEnd> {
  return new Promise((resolve) => {
    child.on('exit', (code, signal) => resolve({ code, signal }))
    child.on('error', () => {
      // The system could not create the process.
      if (child.pid === undefined) resolve({ code: null, signal: null })
    })
  })
}

/** Memory of a process with its buffers, which the limit of the heap does not count; 0 where the system has no /proc. */
function residentMb(pid: number | undefined): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

/** The other side: reads the file and answers each request with the next message. */
async function answerRequests(): Promise<void> {
  process.on('disconnect', () => process.exit())
  // Signals to a process group are for the server, which finishes its calls.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined)
  // Loaded here alone: the server itself reads no files.
  const { readRows } = await import('./read-rows.ts')
  const messages = readRows(await buffer(process.stdin))
  process.on('message', async () => {
    const next = await messages.next()
    if (!next.done) process.send?.(next.value)
  })
}

if (process.argv[1] === program) void answerRequests()
