import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { builtinName } from './builtin-name.ts'
import { importedModules } from './rewrite-imports.ts'

export type BuiltFile = Readonly<{ path: string; text: string }>

/**
 * Finds imports that would fail in an installed package.
 * @param files compiled files with absolute paths
 * @returns one line per failing import
 */
export function checkPackage(
  files: readonly BuiltFile[],
  manifest: Readonly<Record<string, unknown>>,
): readonly string[] {
  const dependencies = Object.keys({ ...(manifest['dependencies'] ?? {}), ...(manifest['peerDependencies'] ?? {}) })
  const internal = Object.keys(manifest['imports'] ?? {})
  const resolves = (path: string, specifier: string): boolean => {
    if (specifier.startsWith('.')) return existsAs(path, specifier)
    if (specifier.startsWith('#')) return internal.includes(specifier)
    if (builtinName(specifier) !== undefined) return true
    return dependencies.some((name) => specifier === name || specifier.startsWith(`${name}/`))
  }
  return files.flatMap((file) =>
    importedModules(file)
      .filter((specifier) => !resolves(file.path, specifier))
      .map((specifier) => `${file.path} imports ${specifier}, which the package neither contains nor depends on`),
  )
}

function existsAs(path: string, specifier: string): boolean {
  const target = join(dirname(path), specifier)
  if (!specifier.endsWith('.js')) return specifier.endsWith('.json') && existsSync(target)
  return existsSync(target) || (path.endsWith('.d.ts') && existsSync(target.replace(/\.js$/, '.d.ts')))
}
