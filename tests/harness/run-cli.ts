import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { HostedCommand, HostedRun } from './cli-host.ts'
import { commandFile } from './command.ts'
import { signalAll } from './worker-processes.ts'

export type CliRun = Readonly<{ code: number | null; stdout: string; stderr: string }>

/**
 * Starts the `yaoquan` command as a process of its own, without YAOQUAN_* and profiles of this machine, in Chinese.
 * @param input `pipe` to write to its standard input
 * @param output a file's descriptor instead of a pipe for its standard output
 */
export function startCli(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  input: 'ignore' | 'pipe' = 'ignore',
  output: 'pipe' | number = 'pipe',
): ChildProcess {
  return spawn(process.execPath, [commandFile, ...args], {
    env: { ...ownEnvironment(), ...environment },
    stdio: [input, output, 'pipe'],
  })
}

function ownEnvironment(): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('YAOQUAN_'))
  return { ...Object.fromEntries(others), YAOQUAN_LANG: 'zh', XDG_CONFIG_HOME: '/dev/null' }
}

/** Runs one command line to its end, as a process of its own. */
export async function runCliAlone(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<CliRun> {
  const child = startCli(args, environment)
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (piece: string) => {
      output[name] += piece
    })
  }
  const [code] = await once(child, 'close')
  return { code: typeof code === 'number' ? code : null, ...output }
}

/**
 * Runs one command line to its end in a process that the test file's command lines share (`cli-host.ts`). `serve`, a command that runs beside
 * another, and one with NODE_OPTIONS get their own process.
 */
export async function runCli(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<CliRun> {
  if (isBusy || args[0] === 'serve' || 'NODE_OPTIONS' in environment) return runCliAlone(args, environment)
  isBusy = true
  try {
    host ??= startHost()
    const { child, ended } = await host
    const command: HostedCommand = { args, environment: { ...ownEnvironment(), ...environment } }
    // Where it ended, `ended` says so.
    child.send(command, () => undefined)
    const [run] = (await once(child, 'message', { signal: ended })) as [HostedRun]
    return run
  } catch (error) {
    host = undefined
    throw error
  } finally {
    isBusy = false
  }
}

type Host = Readonly<{ child: ChildProcess; ended: AbortSignal }>

let host: Promise<Host> | undefined
let isBusy = false

async function startHost(): Promise<Host> {
  const child = fork(fileURLToPath(new URL('./cli-host.ts', import.meta.url)), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  // It ends with the tests that use it.
  child.unref()
  const ended = new AbortController()
  child.once('exit', () => ended.abort(new Error('the process that runs command lines ended')))
  await once(child, 'message', { signal: ended.signal })
  return { child, ended: ended.signal }
}

export type CliServer = Readonly<{
  url: string
  /** What it printed on stdout so far. */
  stdout(): string
  /** What it printed on stderr so far. */
  stderr(): string
  /** The exit code, when it has ended by itself. */
  ended: Promise<number | null>
  /** Sends a signal, SIGKILL to all of its processes, and gives the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}>

/** Starts `yaoquan serve` on a free port and waits for its `listening on` line. */
export async function serveCli(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<CliServer> {
  const child = startCli(['serve', '--port', '0', '--log-level', 'silent', ...args], environment)
  let [stdout, stderr] = ['', '']
  child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
    stderr += piece
  })
  const closed = once(child, 'close')
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
      stdout += piece
      const found = /^listening on (http:\/\/\S+)\n/m.exec(stdout)?.[1]
      if (found !== undefined) resolve(found)
    })
    closed.then(() => reject(new Error(`the server ended: ${stderr}`)), reject)
  })
  return {
    url,
    stdout: () => stdout,
    stderr: () => stderr,
    ended: closed.then(([code]) => (typeof code === 'number' ? code : null)),
    async stop(signal = 'SIGTERM') {
      if (signal === 'SIGKILL') signalAll(child, signal)
      else child.kill(signal)
      const [code] = await closed
      return typeof code === 'number' ? code : null
    },
  }
}
