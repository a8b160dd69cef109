import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Plugin, rolldown } from 'rolldown'

/** The folder of a published package for its copies of third-party modules. */
export const bundleFolder = 'bundled'

/**
 * Bundles third-party modules with their imports, without unused code, into local ES modules.
 * @param wanted imported names by specifier, for example `sha256` of `@noble/hashes/sha2.js`
 * @returns the path of each copy, relative to `outDir`, by specifier; and the bundled packages
 */
export async function bundleModules(
  wanted: ReadonlyMap<string, readonly string[]>,
  { root, outDir }: Readonly<{ root: string; outDir: string }>,
): Promise<Readonly<{ paths: ReadonlyMap<string, string>; packages: readonly string[] }>> {
  const bundle = await rolldown({
    cwd: root,
    input: Object.fromEntries([...wanted.keys()].map((specifier) => [fileName(specifier), entryMark + specifier])),
    platform: 'neutral',
    resolve: { mainFields: ['module', 'main'] },
    logLevel: 'warn',
    plugins: [entriesOf(wanted, root)],
  })
  const { output } = await bundle.write({ dir: join(outDir, bundleFolder), format: 'esm', entryFileNames: '[name].js' })
  await bundle.close()
  const modules = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []))
  return {
    paths: new Map([...wanted.keys()].map((specifier) => [specifier, `${bundleFolder}/${fileName(specifier)}.js`])),
    packages: modules.flatMap(packageOf),
  }
}

function fileName(specifier: string): string {
  return specifier
    .replace(/\.js$/, '')
    .replaceAll(/[^a-z0-9]+/gi, '-')
    .replace(/^-/, '')
}

const entryMark = 'names-of:'

/** An entry per specifier that exports only the wanted names; CommonJS modules have no named exports themselves. */
function entriesOf(wanted: ReadonlyMap<string, readonly string[]>, root: string): Plugin {
  return {
    name: 'wanted-names',
    resolveId(id, importer) {
      if (id.startsWith(entryMark)) return id
      return importer?.startsWith(entryMark) ? this.resolve(id, join(root, 'package.json')) : undefined
    },
    load(id) {
      const specifier = id.slice(entryMark.length)
      const names = id.startsWith(entryMark) ? wanted.get(specifier) : undefined
      return names && `export { ${names.join(', ')} } from ${JSON.stringify(specifier)}`
    },
  }
}

/**
 * The licence texts that copies of the packages must include, each once.
 * @param folders of packages, as `packageOf` returns them
 */
export function licenceTexts(folders: Iterable<string>): string {
  const texts = [...folders].map((folder) => `${nameOf(folder)}\n\n${licenceOf(folder)}\n`)
  return [...new Set(texts)].toSorted().join('\n----\n\n')
}

/**
 * The folder of the third-party package that a file belongs to, as a list of one; empty for a file of this repository. A package may
 * have packages of its own in its folder.
 */
export function packageOf(moduleId: string): readonly string[] {
  const match = /^\0?(.*node_modules\/(?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(moduleId)
  return match?.[1] === undefined ? [] : [match[1]]
}

function nameOf(folder: string): string {
  return folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length)
}

function licenceOf(folder: string): string {
  const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt'].map((name) => join(folder, name)).find(existsSync)
  if (file !== undefined) return readFileSync(file, 'utf8').trim()
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const author = typeof manifest.author === 'string' ? manifest.author : manifest.author?.name
  return `Licence: ${manifest.license}\nAuthor: ${author}`
}
