import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { assemblePackage } from './build/assemble-package.ts'
import { compile } from './build/compile.ts'
import { readManifest, sourcesOf } from './build/package-manifest.ts'
import { type PublishedPackage, publishedPackages } from './build/published-packages.ts'
import { reachableFiles } from './build/reachable-files.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Builds every publishable package, with its own package.json, in `packages/x/dist` or, with `--out DIR`, in `DIR/x`.
 * Positional arguments select packages by folder name.
 */
async function build(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { out: { type: 'string' } }, allowPositionals: true })
  const wanted = publishedPackages.filter(({ folder }) => positionals.length === 0 || positionals.includes(folder))
  const stage = createStage()
  try {
    compileInto(stage, wanted)
    for (const item of wanted) {
      const outDir = values.out ? resolve(values.out, item.folder) : join(root, 'packages', item.folder, 'dist')
      await assemblePackage(item, { root, compiledDir: compiledDirOf(item, stage), outDir })
      console.log(`built ${relative(root, outDir)}`)
    }
  } finally {
    rmSync(stage, { recursive: true })
  }
}

/** A folder inside the repository, so that the compiler resolves types from there. */
function createStage(): string {
  const cache = join(root, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  return mkdtempSync(join(cache, 'build-'))
}

function compileInto(stage: string, wanted: readonly PublishedPackage[]): void {
  for (const isPortable of [true, false]) {
    const group = wanted.filter((item) => item.isPortable === isPortable)
    const [first] = group
    if (first === undefined) continue
    // Every file is listed, since the compiler omits a file that it first reaches through another package's import.
    const files = reachableFiles(group.flatMap(entryFiles))
    compile({ root, files, outDir: compiledDirOf(first, stage), isPortable })
  }
}

function compiledDirOf({ isPortable }: PublishedPackage, stage: string): string {
  return join(stage, isPortable ? 'portable' : 'full')
}

/** The sources named in the package.json, and the `main.ts` of a command, which `bin` starts. */
function entryFiles({ folder, carries }: PublishedPackage): readonly string[] {
  return [folder, ...(carries ? [carries.folder] : [])].flatMap((name) => {
    const packageFolder = join(root, 'packages', name)
    const main = join(packageFolder, 'src/main.ts')
    const standIns = name === carries?.folder ? carries.standIns : []
    const sources = [...sourcesOf(readManifest(packageFolder)), ...standIns.map(({ source }) => source)]
    const named = sources.map((path) => join(packageFolder, path))
    return [...new Set([...named, ...(existsSync(main) ? [main] : [])])]
  })
}

await build()
