import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'

export type ChildServer = Readonly<{
  url: string
  pid: number
  startMs: number
  peakMemoryMb: () => number
  /** Processor time so far, in steps of 10 ms. */
  processorMs: () => number
  stop: () => Promise<void>
}>

/**
 * Starts a server process that prints `listening on URL`.
 * @param logFile where its standard error goes, as an operator would keep it
 */
export async function startChild(args: readonly string[], logFile: string): Promise<ChildServer> {
  const startedMs = performance.now()
  const log = openSync(logFile, 'a')
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', log] })
  closeSync(log)
  const url = await listeningUrl(child)
  return {
    url,
    pid: child.pid ?? 0,
    startMs: performance.now() - startedMs,
    peakMemoryMb: () => peakMemoryMb(child),
    processorMs: () => processorMs(child),
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
    child.once('exit', (code) => reject(new Error(`the server ended with ${code} before it answered`)))
  })
}

/** Linux only: VmHWM of the process. */
function peakMemoryMb(child: ChildProcess): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
}

/** Linux only: user and system time of the process and all its threads; the kernel counts it in hundredths of a second. */
function processorMs(child: ChildProcess): number {
  const [, ...fields] = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')
  const [user = '', system = ''] = fields.join(') ').split(' ').slice(11, 13)
  return (Number(user) + Number(system)) * 10
}
