import { closeSync, existsSync, openSync, renameSync, rmSync, statSync, unlinkSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { errorCode } from '#terminal/faults'

/** What a person wants of the server of a data folder, on every system: Windows has no signals for it. */
export type Control = 'stop' | 'reload'

/**
 * A request is an empty file with this name. Everyone who may write the data folder can make one. It has no content, since the server may
 * not be allowed to read a file of root.
 */
function placesIn(dataDir: string) {
  return {
    stop: join(dataDir, 'control.stop'),
    reload: join(dataDir, 'control.reload'),
    /** A request to stop, until the server has ended. */
    taken: join(dataDir, 'control.taken'),
  }
}

export type ControlFile = Readonly<{
  /** Resolves at the first request to stop. */
  stopped: Promise<void>
  /** Ends the watch, and tells the waiting command that the server has ended. */
  close(): void
}>

/**
 * Watches a data folder for requests of `requestControl`. Of several servers of the folder one takes a request.
 * @param mayTake false while the server starts: one that cannot start leaves the request for the server that runs
 */
export function watchControlFile(dataDir: string, reload: () => void, mayTake = (): boolean => true): ControlFile {
  const { taken, ...requests } = placesIn(dataDir)
  const stopped = Promise.withResolvers<void>()
  let isStopping = false
  const timer = setInterval(() => {
    if (!mayTake()) return
    if (take(requests.stop, (request) => renameSync(request, taken))) {
      isStopping = true
      stopped.resolve()
    }
    if (!isStopping && take(requests.reload, unlinkSync)) reload()
  }, lookEveryMs)
  timer.unref()
  return {
    stopped: stopped.promise,
    close() {
      clearInterval(timer)
      if (isStopping) rmSync(taken, { force: true })
    },
  }
}

/** Only one of several servers can rename or remove a request. One whose command is gone is removed. */
function take(request: string, remove: (request: string) => void): boolean {
  if (!existsSync(request)) return false
  try {
    const isLeft = Date.now() - statSync(request).mtimeMs > leftAfterMs
    if (isLeft) unlinkSync(request)
    else remove(request)
    return !isLeft
  } catch {
    // Another server was faster; on Windows another program has it open, and the next look finds it; or it is nothing that a command leaves.
    return false
  }
}

/** `absent`: no server of the folder took the request. `late`: it took it, and has not ended within the time it may need. */
export type Controlled = 'done' | 'absent' | 'late'

/**
 * Leaves a request in a data folder and waits until its server took it; for `stop`, until the server has ended.
 * @throws the error of the file system if the folder cannot be written
 */
export async function requestControl(dataDir: string, wanted: Control): Promise<Controlled> {
  const { [wanted]: request, taken } = placesIn(dataDir)
  rmSync(request, { force: true })
  // Follows no link.
  closeSync(openSync(request, 'wx', 0o600))
  const isTaken = await isGone(request, { withinMs: takenWithinMs, meanwhile: () => touch(request) })
  if (!isTaken && removed(request)) return 'absent'
  if (wanted === 'reload') return 'done'
  return (await isGone(taken, { withinMs: endedWithinMs })) ? 'done' : 'late'
}

/** Whether it was still there. */
function removed(request: string): boolean {
  return unlessMissing(() => unlinkSync(request))
}

/** Says that its command still waits. */
function touch(request: string): void {
  const now = new Date()
  unlessMissing(() => utimesSync(request, now, now))
}

function unlessMissing(act: () => void): boolean {
  try {
    act()
    return true
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false
    throw error
  }
}

const lookEveryMs = 250
const takenWithinMs = 5_000
/** A command touches its request ten times a second. */
const leftAfterMs = 2_000
/** Calls in flight may take 20 s, and what follows 14 s (docs/operations/service.md, "Signals"). */
const endedWithinMs = 40_000

async function isGone(
  path: string,
  { withinMs, meanwhile }: Readonly<{ withinMs: number; meanwhile?: () => void }>,
): Promise<boolean> {
  const endMs = performance.now() + withinMs
  while (existsSync(path)) {
    if (performance.now() > endMs) return false
    await delay(100)
    meanwhile?.()
  }
  return true
}
