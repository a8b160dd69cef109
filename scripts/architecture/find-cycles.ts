import { resolveImport } from './resolve-import.ts'
import type { Workspace } from './workspace.ts'

/** @returns one line per circle of files that import each other; imports of types count, since a reader follows them too */
export function findCycles(workspace: Workspace): readonly string[] {
  const cycles: string[] = []
  const done = new Set<string>()
  const walk = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) cycles.push(`cycle: ${[...trail.slice(trail.indexOf(path)), path].join(' → ')}`)
    if (done.has(path) || trail.includes(path)) return
    for (const next of importedFiles(workspace, path)) walk(next, [...trail, path])
    done.add(path)
  }
  for (const path of workspace.sources.keys()) walk(path, [])
  return cycles
}

function importedFiles(workspace: Workspace, path: string): readonly string[] {
  const specifiers = workspace.sources.get(path)?.imports ?? []
  return specifiers.flatMap((specifier) =>
    resolveImport(workspace, { from: path, specifier }).flatMap((found) => (found.kind === 'file' ? [found.path] : [])),
  )
}
