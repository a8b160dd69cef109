import { closeSync, existsSync, openSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Resolves at the first SIGTERM or SIGINT. A later one calls `endImmediately`. Signals within a second of the first one are ignored: a
 * signal to a process group arrives directly and again through npx or an older Node.
 */
export function stopSignal(endImmediately: () => void): Promise<void> {
  return new Promise((resolve) => {
    let stoppedAtMs: number | undefined
    const stop = () => {
      if (stoppedAtMs === undefined) {
        stoppedAtMs = performance.now()
        resolve()
      } else if (performance.now() - stoppedAtMs > sameSignalMs) endImmediately()
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
    onParentGone(() => {
      if (stoppedAtMs === undefined) stop()
    })
  })
}

/** How long the work beside calls may take to end after the last call, before the process ends without it. */
export const workLimitMs = 4_000

const sameSignalMs = 1_000

/**
 * Calls `reload` at each SIGHUP. The SIGHUP of a closed terminal ends the process instead; Windows has no other, and ends the process
 * itself where nobody listens to it.
 */
export function onReloadSignal(reload: () => void): void {
  if (process.platform === 'win32') return
  process.on('SIGHUP', () => {
    endWithTerminal()
    reload()
  })
}

const isAtTerminal = process.stdout.isTTY || process.stderr.isTTY

/** Ends the process immediately if its terminal was closed, like any program: its output has nowhere to go. */
export function endWithTerminal(): void {
  if (process.platform === 'win32' || !isAtTerminal || hasTerminal()) return
  process.removeAllListeners('SIGHUP')
  process.kill(process.pid, 'SIGHUP')
}

function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'))
    return true
  } catch {
    return false
  }
}

/** Stops a server started by npm or npx when its parent ends: signals end only npm's shell and would leave the server as an orphan. */
function onParentGone(stop: () => void): void {
  if (process.env['npm_command'] === undefined) return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    stop()
  }, 250)
  timer.unref()
}

/**
 * The words with which a person starts the command in a folder: from an offline archive its launcher, which lies beside Node.js
 * (scripts/offline/launcher.ts); otherwise through npx.
 */
export function typedCommand(
  { execPath, platform }: Readonly<{ execPath: string; platform: string }>,
  folder: string,
): readonly string[] {
  const archive = dirname(execPath)
  const name = platform === 'win32' ? 'yaoquan.cmd' : 'yaoquan'
  const launcher = join(archive, name)
  if (!existsSync(launcher) || !existsSync(join(archive, 'lib/node_modules/yaoquan'))) return ['npx', 'yaoquan']
  if (archive !== folder) return [launcher]
  return [platform === 'win32' ? `.\\${name}` : `./${name}`]
}
