import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { cleanUpAtExit } from './clean-up-at-exit.ts'
import { requireProgram } from './installed-programs.ts'
import { type NodePlace, nodeSettings, placesOf } from './node-settings.ts'
import { accountArguments } from './server-account.ts'
import { waitUntil } from './wait-until.ts'

/** A mariadbd that can be treated as badly as machines treat one. */
export type MariadbNode = NodePlace &
  Readonly<{
    /** Starts it and waits until it answers. @throws StartFailure */
    start(options?: readonly string[]): Promise<void>
    isRunning(): boolean
    /** Asks it to end, and waits until it has; does nothing when it does not run. */
    stop(): Promise<void>
    /** SIGKILL to it and its children, and waits until it is gone. */
    kill(): Promise<void>
    /** SIGSTOP: it keeps its connections and answers nothing. */
    freeze(): void
    /** SIGCONT. */
    thaw(): void
    /** Runs statements as root on its own socket. @returns rows as lines, values parted by tabs, without head */
    sql(statements: string, withinMs?: number): Promise<string>
    /** Runs the program to its end instead of serving. */
    runOnce(options: readonly string[]): Promise<void>
    /** The end of what it wrote since its start. */
    lastLog(): string
  }>

/** A server that ended while it was starting; the message has the end of its log. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure'
}

const startAttempts = 5
const startWithinMs = 90_000

/** @param more lines for its settings file */
export function createNode(place: NodePlace, more: readonly string[] = []): MariadbNode {
  const places = placesOf(place)
  writeFileSync(places.settings, nodeSettings(place, more))
  const program = requireProgram('mariadbd')
  const settings = [`--defaults-file=${places.settings}`, ...accountArguments]
  let running: RunningProgram | undefined
  const sql = (statements: string, withinMs = 10_000) => runStatements(places.socket, statements, withinMs)
  const answers = () =>
    sql('SELECT 1', 2_000).then(
      () => true,
      () => false,
    )
  return {
    ...place,
    async start(options = []) {
      for (let attempt = 1; ; attempt += 1) {
        // Each attempt's log begins empty, so that a failure shows its own reason.
        rmSync(places.errorLog, { force: true })
        running = startProgram(program, [...settings, ...options])
        if (await isUp(running, answers)) return
        const reason = lastLines(places.errorLog)
        // Right after a kill -9 the ports may still be held by what it leaves behind.
        if (attempt === startAttempts || !reason.includes('Address already in use')) {
          throw new StartFailure(`mariadbd ${place.name} ended while starting:\n${reason}`)
        }
        await delay(500)
      }
    },
    isRunning: () => running?.isRunning() ?? false,
    async stop() {
      await running?.end('SIGTERM')
    },
    async kill() {
      await running?.end('SIGKILL')
    },
    freeze: () => running?.signal('SIGSTOP'),
    thaw: () => running?.signal('SIGCONT'),
    sql,
    lastLog: () => lastLines(places.errorLog),
    async runOnce(options) {
      await promisify(execFile)(program, [...settings, ...options], { timeout: 60_000 })
    },
  }
}

type RunningProgram = Readonly<{
  isRunning: () => boolean
  signal: (signal: NodeJS.Signals) => void
  end: (signal: NodeJS.Signals) => Promise<void>
}>

/** In a process group of its own, so that a kill takes along what it started to copy data. */
function startProgram(program: string, args: readonly string[]): RunningProgram {
  const child = spawn(program, args, { detached: true, stdio: 'ignore' })
  const exited = once(child, 'exit')
  const isRunning = () => child.exitCode === null && child.signalCode === null
  const signal = (name: NodeJS.Signals) => {
    if (isRunning()) signalGroup(child, name)
  }
  const takeBack = cleanUpAtExit(() => signal('SIGKILL'))
  return {
    isRunning,
    signal,
    async end(name) {
      signal(name)
      await exited
      takeBack()
    },
  }
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid !== undefined) process.kill(-pid, signal)
}

/** @returns whether it answers; false when it ended before */
async function isUp(program: RunningProgram, answers: () => Promise<boolean>): Promise<boolean> {
  const isDecided = async () => !program.isRunning() || (await answers())
  await waitUntil(isDecided, { what: 'mariadbd to answer', withinMs: startWithinMs })
  return program.isRunning()
}

async function runStatements(socket: string, statements: string, withinMs: number): Promise<string> {
  const options = ['--no-defaults', '--user=root', `--socket=${socket}`, '--batch', '--skip-column-names']
  const run = promisify(execFile)
  const { stdout } = await run(requireProgram('mariadb'), [...options, '--execute', statements], {
    timeout: withinMs,
    killSignal: 'SIGKILL',
    maxBuffer: 256 * 1024 * 1024,
  })
  return stdout.trimEnd()
}

function lastLines(path: string): string {
  if (!existsSync(path)) return 'it wrote no log'
  return readFileSync(path, 'utf8').split('\n').slice(-60).join('\n')
}
