import { existsSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Resolves `#folder/file`, the package's own files under `src/` (`"#*"` in package.json).
 * @param from absolute path of the importing file
 * @param extension `.ts` for sources, `.js` for compiled files
 * @returns the absolute path; undefined for any other import
 */
export function ownFile(from: string, specifier: string, extension: '.ts' | '.js'): string | undefined {
  if (!specifier.startsWith('#')) return undefined
  const source = from.slice(0, from.lastIndexOf('/src/') + '/src/'.length)
  const path = join(source, `${specifier.slice(1)}${extension}`)
  return existsSync(path) ? path : undefined
}
