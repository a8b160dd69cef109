import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { importedModules } from './rewrite-imports.ts'

/**
 * @param entries absolute paths
 * @returns the entries and every file they reach over relative imports: all of a package but its tests
 */
export function reachableFiles(entries: readonly string[]): readonly string[] {
  const reached = new Set(entries)
  // A set is walked in the order of insertion, including what is added on the way.
  for (const path of reached) {
    for (const specifier of importedModules({ path, text: readFileSync(path, 'utf8') })) {
      if (specifier.startsWith('.')) reached.add(join(dirname(path), specifier))
    }
  }
  return [...reached]
}
