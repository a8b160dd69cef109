import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

type Manifest = Readonly<{
  dependencies?: Readonly<Record<string, string>>
  optionalDependencies?: Readonly<Record<string, string>>
}>

/**
 * The third-party packages that a program needs when it runs, and theirs, as they are installed in the repository.
 * @param root absolute path of the repository. @param names packages that are already there, without their own
 * @param own names of packages that the program brings itself
 * @returns paths of the packages' folders relative to `root/node_modules`, sorted
 * @throws Error if one is not installed
 */
export function packageClosure(
  root: string,
  { names, own }: Readonly<{ names: readonly string[]; own: readonly string[] }>,
): readonly string[] {
  const modules = join(root, 'node_modules')
  const found = new Set(names.map((name) => join(modules, name)))
  // Iterating a set includes items that are added meanwhile.
  for (const folder of found) {
    const { dependencies = {}, optionalDependencies = {} } = manifestOf(folder)
    for (const name of Object.keys(dependencies)) {
      if (own.includes(name)) continue
      const place = resolvePackage(root, folder, name)
      if (place !== undefined) found.add(place)
      else if (!(name in optionalDependencies)) throw new Error(`${relative(root, folder)} needs ${name}: run npm ci`)
    }
  }
  return [...found].map((folder) => relative(modules, folder)).toSorted()
}

/** Looks where Node.js would: in the folder of the package, then in those above it. */
function resolvePackage(root: string, from: string, name: string): string | undefined {
  for (let folder = from; !relative(root, folder).startsWith('..'); folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name)
    if (existsSync(join(place, 'package.json'))) return place
  }
  return undefined
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}
