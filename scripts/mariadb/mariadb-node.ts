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

/** A mariadbd process that can be started, killed and frozen. */
export type MariadbNode = NodePlace &
  Readonly<{
    /** Starts it and waits until it answers. @throws StartFailure if it exits instead */
    start(options?: readonly string[]): Promise<void>
    isRunning(): boolean
    /** Stops it with SIGTERM and waits until it has exited; does nothing if it is not running. */
    stop(): Promise<void>
    /** Sends SIGKILL to it and its children and waits until it has exited. */
    kill(): Promise<void>
    /** Sends SIGSTOP: it keeps its connections but answers nothing. */
    freeze(): void
    /** Sends SIGCONT. */
    thaw(): void
    /** Runs statements as root through its socket. @returns one line per row, values separated by tabs, no header */
    sql(statements: string, withinMs?: number): Promise<string>
    /** Runs the program until it exits, with options other than for serving. */
    runOnce(options: readonly string[]): Promise<void>
    /** The last lines of its log since its start. */
    lastLog(): string
  }>

/** A server exited while starting; the message contains the last lines of its log. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure'
}

const startAttempts = 5

/**
 * Creates a node and its settings file.
 * @param more further lines of the settings file
 */
export function createNode(place: NodePlace, more: readonly string[] = []): MariadbNode {
  const places = placesOf(place)
  writeFileSync(places.settings, nodeSettings(place, more))
  const program = requireProgram('mariadbd')
  const settings = [`--defaults-file=${places.settings}`, ...accountArguments]
  let running: RunningProgram | undefined
  const sql = (statements: string, withinMs = 120_000) => runStatements(places.socket, statements, withinMs)
  // A program that asks takes more processor time than the server that starts, so it asks only once the log says that it may.
  const answers = async () =>
    isReady(places.errorLog) &&
    sql('SELECT 1', 10_000).then(
      () => true,
      () => false,
    )
  return {
    ...place,
    async start(options = []) {
      for (let attempt = 1; ; attempt += 1) {
        // Each attempt starts with an empty log, so that the log shows why that attempt failed.
        rmSync(places.errorLog, { force: true })
        running = startProgram(program, [...settings, ...options])
        if (await isUp(running, answers)) return
        const reason = lastLines(places.errorLog)
        // Right after a kill -9, remaining children may still occupy the ports.
        if (attempt === startAttempts || !reason.includes('Address already in use')) {
          throw new StartFailure(`mariadbd ${place.name} exited while starting:\n${reason}`)
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
      await promisify(execFile)(program, [...settings, ...options])
    },
  }
}

type RunningProgram = Readonly<{
  isRunning: () => boolean
  signal: (signal: NodeJS.Signals) => void
  end: (signal: NodeJS.Signals) => Promise<void>
}>

/** Starts it in a new process group, so that a kill also ends the children that copy data. */
function startProgram(program: string, args: readonly string[]): RunningProgram {
  const child = spawn(program, args, { detached: true, stdio: 'ignore' })
  const exited = once(child, 'exit')
  const isRunning = () => child.exitCode === null && child.signalCode === null
  const signal = (name: NodeJS.Signals) => {
    if (isRunning()) signalGroup(child, name)
  }
  const unregister = cleanUpAtExit(() => signal('SIGKILL'))
  return {
    isRunning,
    signal,
    async end(name) {
      signal(name)
      await exited
      unregister()
    },
  }
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid !== undefined) process.kill(-pid, signal)
}

/** @returns whether it answers; false if it exited before */
async function isUp(program: RunningProgram, answers: () => Promise<boolean>): Promise<boolean> {
  const isDecided = async () => !program.isRunning() || (await answers())
  await waitUntil(isDecided, { what: 'mariadbd to answer' })
  return program.isRunning()
}

/** Runs statements as root through the socket of a server, as `MariadbNode.sql`. */
export async function runStatements(socket: string, statements: string, withinMs: number): Promise<string> {
  const options = ['--no-defaults', '--user=root', `--socket=${socket}`, '--batch', '--skip-column-names']
  const run = promisify(execFile)
  const { stdout } = await run(requireProgram('mariadb'), [...options, '--execute', statements], {
    timeout: withinMs,
    killSignal: 'SIGKILL',
    maxBuffer: 256 * 1024 * 1024,
  })
  return stdout.trimEnd()
}

function isReady(errorLog: string): boolean {
  return existsSync(errorLog) && readFileSync(errorLog, 'utf8').includes('ready for connections')
}

function lastLines(path: string): string {
  if (!existsSync(path)) return '(no log)'
  return readFileSync(path, 'utf8').split('\n').slice(-60).join('\n')
}
