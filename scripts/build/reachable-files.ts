import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ownFile } from './own-file.ts'
import { importedModules } from './rewrite-imports.ts'

/**
 * Finds the files of a package, without its tests, by following imports within the package.
 * @param entries absolute paths
 * @returns the entries and every file that they reach
 */
export function reachableFiles(entries: readonly string[]): readonly string[] {
  const reached = new Set(entries)
  // Iterating a set includes items that are added meanwhile.
  for (const path of reached) {
    for (const specifier of importedModules({ path, text: readFileSync(path, 'utf8') })) {
      const own = specifier.startsWith('.') ? join(dirname(path), specifier) : ownFile(path, specifier, '.ts')
      if (own !== undefined) reached.add(own)
    }
  }
  return [...reached]
}
