import { dirname } from 'node:path/posix'
import { isTest } from './folders.ts'
import { resolveImport } from './resolve-import.ts'
import type { Workspace } from './workspace.ts'

/**
 * Finds circles of files, and circles of folders: a folder imports another when one of its files imports one of the other's.
 * Imports of types count, since a reader follows them too. Tests are left out of the folders.
 * @returns one line per circle
 */
export function findCycles(workspace: Workspace): readonly string[] {
  const files = fileGraph(workspace)
  return [
    ...cyclesOf(files).map((trail) => `cycle: ${trail.join(' → ')}`),
    ...cyclesOf(folderGraph(files)).map((trail) => `folder cycle: ${trail.join(' → ')}`),
  ]
}

/** The longest chain of folders of the store that import one another. A reader has to keep all of a chain in mind. */
const maxChain = 6
const store = 'packages/server/src/store'

/**
 * Finds the longest chain of folders of the store that import one another, types included, tests left out.
 * @returns one line if it runs through more than 6 folders
 */
export function findLongChain(workspace: Workspace): readonly string[] {
  const folders = folderGraph(fileGraph(workspace))
  const chains = new Map<string, readonly string[]>()
  const chainFrom = (folder: string): readonly string[] => {
    const known = chains.get(folder)
    if (known !== undefined) return known
    // A circle, which is another complaint, ends here.
    chains.set(folder, [folder])
    const below = [...(folders.get(folder) ?? [])].filter((name) => isOfStore(name)).map(chainFrom)
    const chain = [folder, ...(below.toSorted((one, other) => other.length - one.length)[0] ?? [])]
    chains.set(folder, chain)
    return chain
  }
  const all = [...folders.keys()].filter(isOfStore).map(chainFrom)
  const longest = all.toSorted((one, other) => other.length - one.length)[0] ?? []
  return longest.length > maxChain
    ? [`folders of the store in a chain of ${longest.length}: ${longest.join(' → ')}`]
    : []
}

function isOfStore(folder: string): boolean {
  return folder === store || folder.startsWith(`${store}/`)
}

/** What each node leads to. */
type Graph = ReadonlyMap<string, ReadonlySet<string>>

function fileGraph(workspace: Workspace): Graph {
  const importedFiles = (path: string, specifiers: readonly string[]): readonly string[] =>
    specifiers
      .flatMap((specifier) => resolveImport(workspace, { from: path, specifier }))
      .flatMap((found) => (found.kind === 'file' ? [found.path] : []))
  return new Map([...workspace.sources].map(([path, { imports }]) => [path, new Set(importedFiles(path, imports))]))
}

function folderGraph(files: Graph): Graph {
  const folders = new Map<string, Set<string>>()
  for (const [path, imported] of files) {
    if (isTest(path)) continue
    const folder = dirname(path)
    const targets = folders.get(folder) ?? new Set()
    for (const target of imported) if (dirname(target) !== folder) targets.add(dirname(target))
    folders.set(folder, targets)
  }
  return folders
}

/** @returns a trail per circle found, whose first node is its last; not every circle of a tangle */
function cyclesOf(graph: Graph): readonly (readonly string[])[] {
  const cycles: (readonly string[])[] = []
  const done = new Set<string>()
  const walk = (node: string, trail: readonly string[]): void => {
    if (trail.includes(node)) cycles.push([...trail.slice(trail.indexOf(node)), node])
    if (done.has(node) || trail.includes(node)) return
    for (const next of graph.get(node) ?? []) walk(next, [...trail, node])
    done.add(node)
  }
  for (const node of graph.keys()) walk(node, [])
  return cycles
}
