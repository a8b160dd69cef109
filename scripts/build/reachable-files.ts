import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ownFile } from './own-file.ts'
import { importedModules } from './rewrite-imports.ts'

/**
 * @param entries absolute paths
 * @returns the entries and every file they reach over imports of its own package: all of a package but its tests
 */
export function reachableFiles(entries: readonly string[]): readonly string[] {
  const reached = new Set(entries)
  // A set is walked in the order of insertion, including what is added on the way.
  for (const path of reached) {
    for (const specifier of importedModules({ path, text: readFileSync(path, 'utf8') })) {
      const own = specifier.startsWith('.') ? join(dirname(path), specifier) : ownFile(path, specifier, '.ts')
      if (own !== undefined) reached.add(own)
    }
  }
  return [...reached]
}
