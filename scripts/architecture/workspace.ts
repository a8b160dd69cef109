import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readSource, type Source } from './read-source.ts'

/** The part of a package.json that decides what an import means. */
export type Manifest = Readonly<{
  name: string
  /** Path of the package relative to the repository, ending in `/`; empty for the root. */
  folder: string
  exports?: Targets
  imports?: Readonly<Record<string, Targets>>
  dependencies?: Readonly<Record<string, string>>
  peerDependencies?: Readonly<Record<string, string>>
  devDependencies?: Readonly<Record<string, string>>
}>

/** A path, or conditions that lead to one. */
export type Targets = string | Readonly<{ [condition: string]: Targets }>

/** All source files and manifests that the rules look at. */
export type Workspace = Readonly<{
  sources: ReadonlyMap<string, Source>
  /** Texts of all Markdown files, by path. */
  documents: ReadonlyMap<string, string>
  /** Paths of all files that git tracks or would track. */
  paths: ReadonlySet<string>
  /** The root's first. */
  manifests: readonly Manifest[]
}>

const sourceFile = /\.[cm]?[jt]sx?$/

/**
 * Reads every source file and every document that git tracks or would track.
 * @param root absolute path of the repository
 */
export function readWorkspace(root: string): Workspace {
  const paths = listFiles(root)
  const read = (path: string): string => readFileSync(join(root, path), 'utf8')
  return {
    sources: new Map(paths.filter((path) => sourceFile.test(path)).map((path) => [path, readSource(path, read(path))])),
    documents: new Map(paths.filter((path) => path.endsWith('.md')).map((path) => [path, read(path)])),
    paths: new Set(paths),
    manifests: ['', ...packageFolders(root)].map((folder) => ({
      ...(JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Omit<Manifest, 'folder'>),
      folder,
    })),
  }
}

/** @returns paths of files known to git: tracked, and untracked but not ignored */
function listFiles(root: string): readonly string[] {
  const listing = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root })
  const paths = listing.toString('utf8').split('\0')
  return [...new Set(paths)].filter((path) => path !== '' && existsSync(join(root, path)))
}

/** @returns paths of source files found on the disk without asking git: what a complete scan must have seen */
export function walkSourceFiles(root: string): readonly string[] {
  return readdirSync(root, { withFileTypes: true }).flatMap((entry) => {
    const isLeftOut = entry.name.startsWith('.') || ['node_modules', 'dist', 'data', 'coverage'].includes(entry.name)
    if (entry.isDirectory() && !isLeftOut) {
      return walkSourceFiles(join(root, entry.name)).map((path) => `${entry.name}/${path}`)
    }
    return entry.isFile() && sourceFile.test(entry.name) ? [entry.name] : []
  })
}

function packageFolders(root: string): readonly string[] {
  return readdirSync(join(root, 'packages')).map((name) => `packages/${name}/`)
}
