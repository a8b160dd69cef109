import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build, type Rollup } from 'vite'
import { input, viteSettings } from './vite-settings.ts'

/**
 * Builds the console into a folder: its two pages and `assets/`, each asset beside its `.br` and `.gz`.
 * @param outDir an absolute path; the folder is emptied
 * @returns paths of the bundled files, for the licences of their packages
 */
export async function buildConsole(outDir: string): Promise<readonly string[]> {
  const modules = new Set<string>()
  const noted: Rollup.Plugin = {
    name: 'note-modules',
    moduleParsed: ({ id }) => void modules.add(id),
  }
  const { clerk = '', ...others } = input
  // Parts that both pages have would be two dozen small files, for which a phone waits longer than for one.
  for (const pages of [others, { clerk }]) {
    await build({
      ...viteSettings,
      plugins: [...(viteSettings.plugins ?? []), noted],
      logLevel: 'warn',
      build: {
        outDir,
        emptyOutDir: pages === others,
        target: 'es2022',
        // A part that failed to load once would come back without a style sheet of its own.
        cssCodeSplit: false,
        // Inlined files would need `data:` in the policy.
        assetsInlineLimit: 0,
        rolldownOptions: {
          input: pages,
          // Their packages do not say it, so one import of a context would bring all fields of forms and their rules.
          treeshake: { moduleSideEffects: [{ test: /\/node_modules\/@rc-component\//, sideEffects: false }] },
          // A browser looks for a new service worker under the address of the former one.
          output: { entryFileNames: ({ name }) => (name === 'clerk-worker' ? '[name].js' : 'assets/[name]-[hash].js') },
        },
      },
    })
  }
  compressAssets(join(outDir, 'assets'))
  return [...modules]
}

function compressAssets(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const bytes = readFileSync(path)
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
    // Quality 9 takes eight times as long for 0.2 % less.
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 7 } }))
  }
}
