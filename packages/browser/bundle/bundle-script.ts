import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const entriesFolder = fileURLToPath(new URL('../src/entries/', import.meta.url))

/** The names of all scripts: the files of `src/entries`, without `.ts`. */
export function listScripts(): readonly string[] {
  return readdirSync(entriesFolder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => name.slice(0, -'.ts'.length))
}

export type BundledScript = Readonly<{
  text: string
  /** Paths of the bundled files. */
  modules: readonly string[]
}>

/**
 * Bundles a script of `src/entries` with its imports to a minified classic script that defines no globals.
 * @returns undefined if there is no such entry
 */
export async function bundleScript(name: string): Promise<BundledScript | undefined> {
  const input = `${entriesFolder}${name}.ts`
  if (!/^[a-z-]+$/.test(name) || !existsSync(input)) return undefined
  const bundle = await rolldown({ input, platform: 'browser', logLevel: 'warn' })
  const { output } = await bundle.generate({ format: 'iife', minify: true })
  await bundle.close()
  return { text: output[0].code, modules: output[0].moduleIds }
}
