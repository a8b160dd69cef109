import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { commandFile } from './command.ts'
import { childrenOf, signalAll } from './worker-processes.ts'

export type ServerProcess = Readonly<{
  url: string
  port: number
  /** Where metrics are. */
  adminUrl: string
  child: ChildProcess
  /** The processes that answer calls; Linux only. `child` is their parent, the primary. */
  workers(): readonly number[]
  /** Everything it wrote to standard error so far. */
  errorText: () => string
  /** Suspends or continues all of its processes. */
  suspend(signal: 'SIGSTOP' | 'SIGCONT'): void
  /** SIGKILL kills all of its processes at the same time, as a crash of the machine does. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
  /** The exit code, once all that it wrote has arrived. */
  ended: Promise<number | null>
}>

/**
 * Starts `yaoquan serve` as a process of its own on a free port.
 * @param bin the command to start; default: the one of the checkout
 */
export function startServerProcess(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  bin = commandFile,
): Promise<ServerProcess> {
  return listening(
    spawn(process.execPath, [bin, 'serve', '--port', '0', ...args], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  )
}

/** Starts `yaoquan serve` with a file descriptor, such as that of a pipe, as its standard error. */
export function startServerLoggingTo(errorFd: number, args: readonly string[]): Promise<ServerProcess> {
  return listening(
    spawn(process.execPath, [commandFile, 'serve', '--port', '0', ...args], { stdio: ['ignore', 'pipe', errorFd] }),
  )
}

/** Starts `yaoquan shadow` as a process of its own. @param shell what it begins with, such as a limit of the process */
export function startShadowProcess(args: readonly string[], shell = ':'): Promise<ServerProcess> {
  const command = ['-c', `${shell}; exec "$0" "$@"`, process.execPath, commandFile, 'shadow', ...args]
  return listening(spawn('bash', command, { stdio: ['ignore', 'pipe', 'pipe'] }))
}

async function listening(child: ChildProcess): Promise<ServerProcess> {
  let output = ''
  let errors = ''
  child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
    errors = (errors + piece).slice(-1_000_000)
  })
  // At `exit` its last lines may not have arrived.
  const ended = once(child, 'close').then(() => child.exitCode)
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
      output += piece
      const found = /^listening on (https?:\S+)$/m.exec(output)?.[1]
      if (found) resolve(found)
    })
    ended.then((code) => reject(new Error(`it ended with ${code}: ${errors}`)), reject)
  })
  const workers = () => childrenOf(child.pid)
  return {
    url,
    port: Number(new URL(url).port),
    adminUrl: /^admin on (http:\S+)$/m.exec(output)?.[1] ?? '',
    child,
    workers,
    errorText: () => errors,
    suspend: (signal) => signalAll(child, signal),
    async stop(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) {
        if (signal === 'SIGKILL') signalAll(child, signal)
        else child.kill(signal)
      }
      return ended
    },
    ended,
  }
}
