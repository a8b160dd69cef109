import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { errorCode } from '#terminal/faults'

/** What a person wants of the server of a data folder, on every system: Windows has no signals for it. */
export type Control = 'stop' | 'reload'

/** Whoever may write the data folder may leave a request there. A server renames it when it takes it. */
const requestFile = 'control.request'
const takenFile = 'control.taken'

export type ControlFile = Readonly<{
  /** Resolves at the first request to stop. */
  stopped: Promise<void>
  /** Ends the watch, and tells the waiting command that the server has ended. */
  close(): void
}>

/** Watches a data folder for requests of `requestControl`. Requests from before are removed. */
export function watchControlFile(dataDir: string, reload: () => void): ControlFile {
  const [request, taken] = [join(dataDir, requestFile), join(dataDir, takenFile)]
  for (const path of [request, taken]) rmSync(path, { force: true })
  const stopped = Promise.withResolvers<void>()
  const timer = setInterval(() => {
    const wanted = take(request, taken)
    if (wanted === 'stop') return stopped.resolve()
    if (wanted !== 'reload') return
    rmSync(taken, { force: true })
    reload()
  }, lookEveryMs)
  timer.unref()
  return {
    stopped: stopped.promise,
    close() {
      clearInterval(timer)
      rmSync(taken, { force: true })
    },
  }
}

/** Only one of several servers can rename it. */
function take(request: string, taken: string): string | undefined {
  try {
    renameSync(request, taken)
    return readFileSync(taken, 'utf8')
  } catch (error) {
    // Nothing is requested; or, on Windows, another program has the file open, and the next look finds it.
    if (['ENOENT', 'EPERM', 'EACCES', 'EBUSY'].includes(errorCode(error))) return undefined
    throw error
  }
}

/** `absent`: no server of the folder took the request. `late`: it took it, and has not ended within the time it may need. */
export type Controlled = 'done' | 'absent' | 'late'

/**
 * Leaves a request in a data folder and waits until its server took it; for `stop`, until the server has ended.
 * @throws the error of the file system if the folder cannot be written
 */
export async function requestControl(dataDir: string, wanted: Control): Promise<Controlled> {
  const [request, taken] = [join(dataDir, requestFile), join(dataDir, takenFile)]
  const unfinished = `${request}.${process.pid}`
  writeFileSync(unfinished, wanted, { mode: 0o600 })
  renameSync(unfinished, request)
  if (!(await isGone(request, takenWithinMs))) {
    rmSync(request, { force: true })
    return 'absent'
  }
  return (await isGone(taken, endedWithinMs)) ? 'done' : 'late'
}

const lookEveryMs = 250
const takenWithinMs = 5_000
/** Calls in flight may take 20 s, and what follows 14 s (docs/operations/service.md, "Signals"). */
const endedWithinMs = 40_000

async function isGone(path: string, withinMs: number): Promise<boolean> {
  const endMs = performance.now() + withinMs
  while (existsSync(path)) {
    if (performance.now() > endMs) return false
    await delay(100)
  }
  return true
}
