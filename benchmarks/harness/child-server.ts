import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { childrenOf } from '../../tests/harness/worker-processes.ts'
import { peakMemoryMbOf, processorSecondsOf } from './process-usage.ts'

export type ChildServer = Readonly<{
  url: string
  /** Of the worker, the first of several. */
  pid: number
  /** Of the process that was started. It is the parent of the workers, or it serves calls itself. */
  primaryPid: number
  startMs: number
  /** Of all processes. */
  peakMemoryMb: () => number
  /** Processor time of all processes so far, with a resolution of 10 ms. */
  processorMs: () => number
  stop: () => Promise<void>
}>

/**
 * Starts a server process that prints `listening on URL`.
 * @param logFile receives its standard error
 */
export async function startChild(args: readonly string[], logFile: string): Promise<ChildServer> {
  const startedMs = performance.now()
  const log = openSync(logFile, 'a')
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', log] })
  closeSync(log)
  const url = await listeningUrl(child)
  const startMs = performance.now() - startedMs
  const primaryPid = child.pid ?? 0
  // A server that is one process, as those that it is compared with are, has no workers.
  const workers = childrenOf(primaryPid)
  const pids = [primaryPid, ...workers]
  const sum = (of: (pid: number) => number) => pids.reduce((total, pid) => total + of(pid), 0)
  return {
    url,
    pid: workers[0] ?? primaryPid,
    primaryPid,
    startMs,
    peakMemoryMb: () => sum(peakMemoryMbOf),
    processorMs: () => sum(processorSecondsOf) * 1000,
    async stop() {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

function listeningUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
      text += piece
      const url = /listening on (\S+)/.exec(text)?.[1]
      if (url) resolve(url)
    })
    child.once('exit', (code) => reject(new Error(`the server exited with ${code} before it was listening`)))
  })
}
