import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { consoleFolder, isConsoleBeingBuilt } from '#console-files'
import { noSuchPage, type PageAnswer, page } from '#site/page-route'

/** The built console: its pages, and its scripts by file name. */
export type ConsoleFiles = Readonly<{
  indexHtml: string
  /** The page of the clerk's mode. */
  clerkHtml: string
  assets: ReadonlyMap<string, PageAnswer>
  /** What the clerk's mode needs to be installed, by path. */
  ofInstallation: ReadonlyMap<string, PageAnswer>
}>

/**
 * Reads the built console, and keeps it. In a checkout it is built on first use.
 * @returns a function that starts this on its first call; after a failure the next call tries again
 */
export function createConsoleFiles(): () => Promise<ConsoleFiles> {
  let files: Promise<ConsoleFiles> | undefined
  return () => {
    files ??= readConsole().catch((error: unknown) => {
      files = undefined
      throw error
    })
    return files
  }
}

/**
 * Builds the console ahead of its first visitor, unless it is built or another process builds it.
 * @param signal ends the build
 * @throws Error if the build fails or is ended; the first visitor then starts another
 */
export async function prepareConsole(signal: AbortSignal): Promise<void> {
  if (!isConsoleBeingBuilt()) await consoleFolder(signal)
}

async function readConsole(): Promise<ConsoleFiles> {
  const folder = await consoleFolder()
  const names = readdirSync(join(folder, 'assets')).filter((name) => contentTypes[extname(name)] !== undefined)
  return {
    indexHtml: readFileSync(join(folder, 'index.html'), 'utf8'),
    clerkHtml: readFileSync(join(folder, 'clerk.html'), 'utf8'),
    assets: new Map(names.map((name) => [name, readAsset(join(folder, 'assets', name))])),
    ofInstallation: new Map(
      installationFiles.map((name) => [`/console/${name}`, readInstallationFile(join(folder, name))]),
    ),
  }
}

/** Files whose names stay the same from build to build. */
const installationFiles = [
  'clerk.webmanifest',
  'clerk.en.webmanifest',
  'clerk-worker.js',
  'icons/clerk-180.png',
  'icons/clerk-192.png',
  'icons/clerk-512.png',
  'icons/clerk-maskable-512.png',
]

/** Browsers ask for them anew each time. The service worker fetches from this server only. */
function readInstallationFile(path: string): PageAnswer {
  return {
    ...page('', contentTypes[extname(path)]),
    body: readFileSync(path),
    isLasting: true,
    headers: { 'content-security-policy': "default-src 'none'; connect-src 'self'" },
  }
}

const contentTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
}

/** File names contain a hash of the content, so browsers may cache them for good. */
function readAsset(path: string): PageAnswer {
  const packed = (suffix: string) => (existsSync(path + suffix) ? readFileSync(path + suffix) : undefined)
  return {
    ...page('', contentTypes[extname(path)]),
    body: readFileSync(path),
    cacheControl: 'public, max-age=31536000, immutable',
    isLasting: true,
    packed: { br: packed('.br'), gzip: packed('.gz') },
  }
}

/** @returns what the clerk's mode needs to be installed under a path; undefined for any other path */
export function installationFile({ ofInstallation }: ConsoleFiles, path: string): PageAnswer | undefined {
  return ofInstallation.get(path)
}

/** @returns the asset of that name; a page of an earlier version may name one that is gone */
export function assetNamed({ assets }: ConsoleFiles, name: string): PageAnswer {
  return assets.get(name) ?? noSuchPage()
}
