import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const inRepository = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url))
const program = fileURLToPath(new URL('./build-into.ts', import.meta.url))
const cacheFolder = inRepository('node_modules/.cache/yaoquan-console')
const timeoutMs = 10 * 60_000
/** Builds that are kept, so that a switch between two versions of the sources builds nothing. */
const maxBuilds = 4

/** What the built files depend on: these sources, and the lock file for the packages. */
const sources = [
  ...['packages/console/index.html', 'packages/console/clerk.html', 'packages/console/public'],
  ...['packages/console/bundle', 'packages/console/src'],
  ...[
    'packages/api/src',
    'packages/protocol/src',
    'packages/basket/src',
    'packages/browser/src/brand',
    'package-lock.json',
  ],
]

/**
 * The folder with the built console, of the sources as they are. Builds it unless an earlier call on this machine did,
 * in a separate process: the bundler's native threads keep a process alive after its main thread has ended.
 * @param signal ends the build; calls meanwhile share it
 * @returns an absolute path
 * @throws Error if the build fails, is ended, or takes longer than ten minutes
 */
export async function consoleFolder(signal?: AbortSignal): Promise<string> {
  const folder = join(cacheFolder, digestOfSources())
  if (existsSync(folder)) return folder
  running ??= buildInto(folder, signal).finally(() => {
    running = undefined
  })
  return running
}

/** The build of this process: a visit while the console is prepared waits for it. */
let running: Promise<string> | undefined

async function buildInto(folder: string, signal: AbortSignal | undefined): Promise<string> {
  mkdirSync(cacheFolder, { recursive: true })
  removeRests()
  const unfinished = join(cacheFolder, `${unfinishedPrefix}${process.pid}`)
  mkdirSync(unfinished, { recursive: true })
  try {
    await run(process.execPath, [program, unfinished], {
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      // Otherwise React would come as for development, where the server runs so.
      env: { ...process.env, NODE_ENV: 'production' },
      ...(signal === undefined ? {} : { signal }),
    })
    moveTo(folder, unfinished)
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
  return folder
}

/** Whether another process builds the console now. */
export function isConsoleBeingBuilt(): boolean {
  return existsSync(cacheFolder) && readdirSync(cacheFolder).some(isBuiltByLivingProcess)
}

const unfinishedPrefix = 'unfinished-'

function isBuiltByLivingProcess(name: string): boolean {
  if (!name.startsWith(unfinishedPrefix)) return false
  try {
    return process.kill(Number(name.slice(unfinishedPrefix.length)), 0)
  } catch (error) {
    // Of another user, so it lives.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

const run = promisify(execFile)

/** Another process may have built the same sources meanwhile; its folder is as good. */
function moveTo(folder: string, unfinished: string): void {
  try {
    renameSync(unfinished, folder)
  } catch (error) {
    if (!existsSync(folder)) throw error
  }
}

/** Removes what processes left that were killed, and all but the newest builds. */
function removeRests(): void {
  const names = readdirSync(cacheFolder).filter((name) => !isBuiltByLivingProcess(name))
  const [rests, builds] = [true, false].map((isRest) =>
    names.filter((name) => name.startsWith(unfinishedPrefix) === isRest).map((name) => join(cacheFolder, name)),
  )
  const byAge = builds?.toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs) ?? []
  for (const path of [...(rests ?? []), ...byAge.slice(maxBuilds - 1)]) rmSync(path, { recursive: true, force: true })
}

function digestOfSources(): string {
  const digest = createHash('sha256')
  for (const path of sources.flatMap((source) => filesIn(inRepository(source))).toSorted()) {
    digest
      .update(`${path.slice(inRepository('').length)}\0`)
      .update(readFileSync(path))
      .update('\0')
  }
  return digest.digest('hex').slice(0, 24)
}

function filesIn(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
}
