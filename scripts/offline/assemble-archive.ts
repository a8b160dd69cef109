import { execFileSync } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { licenceTexts } from '../build/bundle-modules.ts'
import { launcherOf } from './launcher.ts'
import type { NodeProgram } from './node-program.ts'
import { packageClosure } from './package-closure.ts'
import type { System } from './systems.ts'

type Parts = Readonly<{
  /** Absolute path of the repository, whose installed packages are taken. */
  root: string
  /** Folder with the tarballs of the published packages. */
  packed: string
  system: System
  node: NodeProgram
  /** Text of the licence of Node.js. */
  nodeLicence: string
}>

/**
 * Puts together what an archive holds: the command with its launcher, Node.js, every package as npm would install it, and the licences.
 * @param folder absolute path; must not exist
 */
export function assembleArchive(folder: string, { root, packed, system, node, nodeLicence }: Parts): void {
  const modules = join(folder, 'lib/node_modules')
  mkdirSync(modules, { recursive: true })
  const own = unpackOwn(packed, modules)
  const names = Object.keys(Object.assign({}, ...own.map(({ dependencies }) => dependencies)))
  const ownNames = own.map(({ name }) => name)
  const others = packageClosure(root, { names: names.filter((name) => !ownNames.includes(name)), own: ownNames })
  for (const path of others) copyPackage(join(root, 'node_modules', path), join(modules, path), system)
  copyFileSync(node.program, join(folder, basename(node.program)))
  const launcher = launcherOf(system)
  writeFileSync(join(folder, launcher.name), launcher.text, { mode: 0o755 })
  copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'))
  const licences = licenceTexts(others.map((path) => join(root, 'node_modules', path)))
  const heading = `Node.js ${system.nodeVersion}\n\n${nodeLicence.trim()}\n\n----\n\n`
  writeFileSync(join(folder, 'THIRD-PARTY-LICENCES.txt'), `${licencesOfOwn(modules)}${heading}${licences}`)
}

type Manifest = Readonly<{ name: string; dependencies?: Readonly<Record<string, string>> }>

function unpackOwn(packed: string, modules: string): readonly Manifest[] {
  const tarballs = readdirSync(packed).filter((name) => name.endsWith('.tgz'))
  if (tarballs.length === 0) throw new Error(`there are no packages in ${packed}`)
  return tarballs.map((tarball) => {
    const read = ['--extract', '--gzip', '--file', join(packed, tarball)]
    const text = execFileSync('tar', [...read, '--to-stdout', 'package/package.json'], { encoding: 'utf8' })
    const manifest: Manifest = JSON.parse(text)
    const folder = join(modules, manifest.name)
    mkdirSync(folder, { recursive: true })
    execFileSync('tar', [...read, '--strip-components=1', '--directory', folder])
    return manifest
  })
}

/** Without what runs nowhere, and without native code of other systems. Packages inside it are packages of their own here. */
function copyPackage(from: string, to: string, { library }: System): void {
  const unused = basename(from) === 'better-sqlite3' ? ['deps', 'src', 'binding.gyp', 'node_modules'] : ['node_modules']
  cpSync(from, to, {
    recursive: true,
    dereference: true,
    filter(path) {
      if (unused.some((name) => path === join(from, name)) || /\.(map|[cm]?ts)$/.test(path)) return false
      return !path.endsWith('.node') || basename(path) === library
    },
  })
}

/** Our packages carry licences of what was bundled into them, beside it. */
function licencesOfOwn(modules: string): string {
  const files = readdirSync(modules, { recursive: true, encoding: 'utf8' })
  const texts = files.filter((name) => basename(name) === 'THIRD-PARTY-LICENCES.txt').toSorted()
  return texts.map((name) => `${readFileSync(join(modules, name), 'utf8').trim()}\n\n----\n\n`).join('')
}
