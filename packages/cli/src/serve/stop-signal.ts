import { closeSync, openSync } from 'node:fs'

/**
 * Resolves at the first SIGTERM or SIGINT; a later one calls `endAtOnce`. Signals within a second of the first are the
 * same request: a signal to a process group reaches this process directly and again through npx or an older Node.
 */
export function stopSignal(endAtOnce: () => void): Promise<void> {
  return new Promise((resolve) => {
    let stoppedAtMs: number | undefined
    const stop = () => {
      if (stoppedAtMs === undefined) {
        stoppedAtMs = performance.now()
        resolve()
      } else if (performance.now() - stoppedAtMs > sameSignalMs) endAtOnce()
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
    onParentGone(() => {
      if (stoppedAtMs === undefined) stop()
    })
  })
}

const sameSignalMs = 1_000

/** Calls `reload` at each SIGHUP that somebody sent; the one that comes when the terminal is closed ends the process. */
export function onReloadSignal(reload: () => void): void {
  process.on('SIGHUP', () => {
    endWithTerminal()
    reload()
  })
}

const isAtTerminal = process.stdout.isTTY || process.stderr.isTTY

/** Ends the process at once if its terminal was closed, as any program ends: what it logs has no place to go any more. */
export function endWithTerminal(): void {
  if (!isAtTerminal || hasTerminal()) return
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

/** Started by npm or npx, a signal ends npm's shell alone: the server would go on as an orphan. */
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
