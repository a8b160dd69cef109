import { closeSync, existsSync, openSync, rmSync, unlinkSync, utimesSync } from 'node:fs'
import { mkdir, rename, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { errorCode } from '#terminal/output'

/** What a person wants of a server or a shadow run, on every system: Windows has no signals for it. */
export type Control = 'stop' | 'reload'

/** Where requests to a server are: the beginning of the path of a file. */
export function controlOfServer(dataDir: string): string {
  return join(dataDir, 'control')
}

/** The same for the shadow run of a port. */
export function controlOfShadow(dataDir: string, port: number): string {
  return join(dataDir, 'shadow', `${port}.control`)
}

/**
 * A request is an empty file with this name. Everyone who may write the folder can make one. It has no content, since the server may
 * not be allowed to read a file of root.
 */
function placesOf(control: string) {
  return {
    stop: `${control}.stop`,
    reload: `${control}.reload`,
    /** A request to stop, until the server has ended. */
    taken: `${control}.taken`,
  }
}

type ControlFile = Readonly<{
  /** Resolves at the first request to stop. */
  stopped: Promise<void>
  /** Ends the watch, and tells the waiting command that the server has ended. */
  close(): void
}>

/**
 * Watches for requests of `requestControl`, without waiting for the disk. Of several servers of a place one takes a request.
 * @param mayTake false while the server starts: one that cannot start leaves the request for the server that runs
 */
export function watchControlFile(control: string, reload: () => void, mayTake = (): boolean => true): ControlFile {
  const { taken, ...requests } = placesOf(control)
  const stopped = Promise.withResolvers<void>()
  let isStopping = false
  let isLooking = false
  const takeStop = createTaker(requests.stop, (request) => rename(request, taken))
  const takeReload = createTaker(requests.reload, unlink)
  const look = async () => {
    if (await takeStop()) {
      isStopping = true
      stopped.resolve()
    }
    if (!isStopping && (await takeReload())) reload()
    isLooking = false
  }
  const timer = setInterval(() => {
    if (isLooking || !mayTake()) return
    isLooking = true
    void look()
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

/**
 * Only one of several servers can rename or remove a request. An old one that stays as it is for several looks is removed, since its command
 * is gone: a command that stood still with its machine touches it again before these.
 */
function createTaker(request: string, remove: (request: string) => Promise<void>): () => Promise<boolean> {
  let old = { mtimeMs: Number.NaN, looks: 0 }
  return async () => {
    try {
      const { mtimeMs } = await stat(request)
      const isOld = Date.now() - mtimeMs > leftAfterMs
      old = { mtimeMs, looks: isOld && mtimeMs === old.mtimeMs ? old.looks + 1 : 0 }
      if (isOld && old.looks < looksAtOld) return false
      await (isOld ? unlink(request) : remove(request))
      return !isOld
    } catch {
      // There is none. Or another server was faster; on Windows another program has it open, and the next look finds it; or it is nothing that a command leaves.
      return false
    }
  }
}

/** `absent`: no server of the place took the request. `late`: it took it, and has not ended within the time it may need. */
type Controlled = 'done' | 'absent' | 'late'

/**
 * Leaves a request and waits until its server took it; for `stop`, until the server has ended.
 * @throws the error of the file system if the folder cannot be written
 */
export async function requestControl(control: string, wanted: Control): Promise<Controlled> {
  const { [wanted]: request, taken } = placesOf(control)
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
const looksAtOld = 4
/** Calls in flight may take 20 s, and what follows 14 s (docs/operations/service.md, "Signals"). */
const endedWithinMs = 40_000

async function isGone(
  path: string,
  { withinMs, meanwhile }: Readonly<{ withinMs: number; meanwhile?: () => void }>,
): Promise<boolean> {
  // Time in which this process stood still does not count.
  for (let waitedMs = 0; existsSync(path); waitedMs += 100) {
    if (waitedMs > withinMs) return false
    await delay(100)
    meanwhile?.()
  }
  return true
}

/**
 * Resolves at `yaoquan shadow stop` for the shadow run of a port; the command waits until this process exits. Never without a data folder, or
 * where its disk refuses: signals end the shadow then.
 */
export async function shadowStopped(dataDir: string | undefined, port: number): Promise<void> {
  if (dataDir === undefined || !(await hasFolder(dataDir))) return new Promise(() => undefined)
  const { stopped, close } = watchControlFile(controlOfShadow(dataDir, port), () => undefined)
  process.once('exit', close)
  return stopped
}

/** Makes the folder of shadow runs in a data folder that exists. */
async function hasFolder(dataDir: string): Promise<boolean> {
  try {
    await stat(dataDir)
    await mkdir(dirname(controlOfShadow(dataDir, 0)), { recursive: true, mode: 0o700 })
    return true
  } catch {
    return false
  }
}
