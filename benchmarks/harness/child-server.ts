import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { childrenOf } from '../../tests/harness/worker-processes.ts'
import { peakMemoryMbOf, processorSecondsOf } from './process-usage.ts'

export type ChildServer = Readonly<{
  url: string
  /** Of the worker. */
  pid: number
  startMs: number
  /** Of primary and worker. */
  peakMemoryMb: () => number
  /** Processor time of the worker so far, with a resolution of 10 ms. */
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
  // A server that is one process, as those that it is compared with are, has none.
  const [worker] = childrenOf(child.pid)
  const pid = worker ?? child.pid ?? 0
  return {
    url,
    pid,
    startMs,
    peakMemoryMb: () => peakMemoryMbOf(pid) + (worker === undefined ? 0 : peakMemoryMbOf(child.pid)),
    processorMs: () => processorSecondsOf(pid) * 1000,
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
