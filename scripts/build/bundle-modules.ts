import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'

/** Where in the published package the copies of third-party modules go. */
export const bundleFolder = 'bundled'

/**
 * Copies third-party modules, with all they import, into local ES modules.
 * @param specifiers as the code imports them, for example `@noble/hashes/sha2.js`
 * @returns path of the copy, relative to `outDir`, by specifier; and the packages that went in
 */
export async function bundleModules(
  specifiers: readonly string[],
  { root, outDir }: Readonly<{ root: string; outDir: string }>,
): Promise<Readonly<{ paths: ReadonlyMap<string, string>; packages: readonly string[] }>> {
  const names = specifiers.map((specifier) => specifier.replace(/\.js$/, '').replaceAll(/[^a-z0-9]+/gi, '-'))
  const entries = names.map((name, index) => [name.replace(/^-/, ''), specifiers[index] ?? ''] as const)
  const bundle = await rolldown({
    cwd: root,
    input: Object.fromEntries(entries),
    platform: 'neutral',
    logLevel: 'warn',
  })
  const { output } = await bundle.write({ dir: join(outDir, bundleFolder), format: 'esm', entryFileNames: '[name].js' })
  await bundle.close()
  const modules = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []))
  return {
    paths: new Map(entries.map(([name, specifier]) => [specifier, `${bundleFolder}/${name}.js`])),
    packages: [...new Set(modules.flatMap(packageOf))].toSorted(),
  }
}

/** @returns the licence texts that copies of these packages must carry */
export function licenceTexts(packages: readonly string[], root: string): string {
  return packages.map((name) => `${name}\n\n${licenceOf(join(root, 'node_modules', name))}\n`).join('\n----\n\n')
}

function packageOf(moduleId: string): readonly string[] {
  const match = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(moduleId)
  return match?.[1] === undefined ? [] : [match[1]]
}

function licenceOf(folder: string): string {
  const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt'].map((name) => join(folder, name)).find(existsSync)
  if (file !== undefined) return readFileSync(file, 'utf8').trim()
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const author = typeof manifest.author === 'string' ? manifest.author : manifest.author?.name
  return `Licence: ${manifest.license}\nAuthor: ${author}`
}
