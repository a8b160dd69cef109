import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const entriesFolder = fileURLToPath(new URL('../src/entries/', import.meta.url))

/** @returns names of the scripts there are: one per file of `src/entries`, without `.ts` */
export function listScripts(): readonly string[] {
  return readdirSync(entriesFolder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => name.slice(0, -'.ts'.length))
}

export type BundledScript = Readonly<{
  text: string
  /** Paths of the files that went in. */
  modules: readonly string[]
}>

/**
 * Bundles one script of `src/entries` with all it imports, minified, as a classic script that leaves no global behind.
 * @returns undefined when there is no such entry
 */
export async function bundleScript(name: string): Promise<BundledScript | undefined> {
  const input = `${entriesFolder}${name}.ts`
  if (!/^[a-z-]+$/.test(name) || !existsSync(input)) return undefined
  const bundle = await rolldown({ input, platform: 'browser', logLevel: 'warn' })
  const { output } = await bundle.generate({ format: 'iife', minify: true })
  await bundle.close()
  return { text: output[0].code, modules: output[0].moduleIds }
}
