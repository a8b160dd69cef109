import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Plugin, rolldown } from 'rolldown'
import { consoleFolder } from '../../packages/console/bundle/build-in-cache.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const cache = join(root, 'node_modules/.cache')

/** The bundle loads these from `node_modules`: native code, another bundler, and a package that is optional. */
const external = ['better-sqlite3', 'rolldown', '@yaoquan/conformance']

/**
 * Bundles the command for tests that start it as a process of its own, as the global set-up of their vitest projects. A process of the
 * checkout spends half of its start on finding 1,500 modules. Projects of one run share the bundle that the first of them made. Also builds
 * the console, which otherwise each of the first servers does by itself at the same time.
 */
export async function setup(): Promise<void> {
  if (process.env['TEST_COMMAND'] !== undefined) return
  await removeEarlierBundles()
  const folder = join(cache, `command-${process.pid}`)
  const builtConsole = consoleFolder()
  const bundle = await rolldown({
    cwd: root,
    input: { main: join(root, 'packages/cli/src/main.ts') },
    platform: 'node',
    external,
    plugins: [consoleIn(builtConsole), keepPlaces],
  })
  await bundle.write({ dir: join(folder, 'src'), format: 'esm' })
  await bundle.close()
  // This file loads `../src/main.js` where there is no `../src/main.ts`.
  const bin = join(folder, 'bin/yaoquan.js')
  await mkdir(join(folder, 'bin'))
  await copyFile(join(root, 'packages/cli/bin/yaoquan.js'), bin)
  // Otherwise Node parses each file, to find out whether it is a module.
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  process.env['TEST_COMMAND'] = bin
  process.env['NODE_COMPILE_CACHE'] ??= join(folder, 'compiled')
}

/** A run leaves its bundle, since the last processes write compiled code into its folder when they end. */
async function removeEarlierBundles(): Promise<void> {
  await mkdir(cache, { recursive: true })
  for (const name of await readdir(cache)) {
    const pid = Number(/^command-(\d+)$/.exec(name)?.[1] ?? process.pid)
    if (!exists(pid)) await rm(join(cache, name), { recursive: true, force: true })
  }
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** The console is in this folder: otherwise each server would read all of its sources, to find out whether it must be built. */
function consoleIn(folder: Promise<string>): Plugin {
  const name = '#console-files'
  return {
    name: 'console-in-folder',
    resolveId: (wanted) => (wanted === name ? { id: name } : undefined),
    async load(id) {
      if (id !== name) return undefined
      const text = JSON.stringify(await folder)
      return `export const consoleFolder = async () => ${text}\nexport const isConsoleBeingBuilt = () => false\n`
    },
  }
}

/** What a module finds beside itself, such as guides and the program of a child process, is beside its source. */
const keepPlaces: Plugin = {
  name: 'keep-places',
  transform(code, id) {
    if (!id.startsWith(root) || !code.includes('import.meta.url')) return undefined
    return code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href))
  },
}
