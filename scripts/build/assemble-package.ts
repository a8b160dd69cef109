import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { bundleScript, listScripts } from '../../packages/browser/bundle/bundle-script.ts'
import { brand } from '../../packages/browser/bundle/read-script.ts'
import { buildConsole } from '../../packages/console/bundle/build-console.ts'
import { bundleModules, licenceTexts, packageOf } from './bundle-modules.ts'
import { bundledModules } from './bundled-modules.ts'
import { type BuiltFile, checkPackage } from './check-package.ts'
import { writeMethods } from './methods/write-methods.ts'
import { ownFile } from './own-file.ts'
import {
  type CarriedPackage,
  type Host,
  type PackageManifest,
  publishedManifest,
  readManifest,
} from './package-manifest.ts'
import { type PublishedPackage, publishedPackages } from './published-packages.ts'
import { importedNames, rewriteImports } from './rewrite-imports.ts'

/** Absolute paths. `compiledDir` has the compiled files of `packages/`; `outDir` becomes the published package. */
export type Assembly = Readonly<{ root: string; compiledDir: string; outDir: string }>

/**
 * Assembles a publishable package and checks that it is self-contained.
 * @throws Error if it imports a module that it neither contains nor depends on
 */
export async function assemblePackage(item: PublishedPackage, assembly: Assembly): Promise<void> {
  const { root, outDir } = assembly
  const workspace = join(root, 'packages', item.folder)
  const manifest = readManifest(workspace)
  const published = publishedManifest(manifest, {
    node: item.node,
    carried: carriedPackage(item, root),
    host: hostOf(item, root),
    manual: item.manual,
  })
  rmSync(outDir, { recursive: true, force: true })
  mkdirSync(outDir, { recursive: true })
  copySources(item, assembly)
  if (item.hasMethods) writeMethods(outDir)
  await copyFilesForBrowsers(item, assembly)
  await copyBundledModules(manifest, assembly)
  writeFileSync(join(outDir, 'package.json'), `${JSON.stringify(published, undefined, 2)}\n`)
  writeFileSync(join(outDir, 'README.md'), readme(manifest, workspace))
  if (item.manual !== undefined) writeManual(join(outDir, item.manual), workspace)
  cpSync(join(root, 'LICENSE'), join(outDir, 'LICENSE'))
  const mistakes = checkPackage(builtFiles(outDir), published)
  if (mistakes.length > 0) throw new Error(`${manifest.name} is not self-contained:\n${mistakes.join('\n')}`)
}

function carriedPackage({ carries }: PublishedPackage, root: string): CarriedPackage | undefined {
  if (carries === undefined) return undefined
  const manifest = readManifest(join(root, 'packages', carries.folder))
  const entries = Object.entries(manifest.exports ?? {})
  if (entries.length === 0) throw new Error(`${manifest.name} has no exports`)
  const carriedPath = (source: string): string => source.replace('./', `./${carries.folder}/`)
  const { standIns } = carries
  return {
    manifest,
    imports: {
      ...Object.fromEntries(
        entries.map(([name, source]) => [`${carries.importName}${name.slice(1)}`, carriedPath(source)]),
      ),
      ...Object.fromEntries(standIns.map(({ importName, source }) => [importName, carriedPath(source)])),
    },
    replaced: standIns.map(({ packageName }) => packageName),
  }
}

function hostOf({ host }: PublishedPackage, root: string): Host | undefined {
  const item = publishedPackages.find(({ folder }) => folder === host)
  const carried = item && carriedPackage(item, root)
  return item && carried && { manifest: readManifest(join(root, 'packages', item.folder)), carried }
}

/** Copies the compiled files in the workspace's layout, so that paths in files, package.json and bin stay valid. */
function copySources({ folder, carries, host }: PublishedPackage, { root, compiledDir, outDir }: Assembly): void {
  const hasTypes = host === undefined && readManifest(join(root, 'packages', folder)).exports !== undefined
  const filter = (path: string): boolean => hasTypes || !path.endsWith('.d.ts')
  cpSync(join(compiledDir, folder, 'src'), join(outDir, 'src'), { recursive: true, filter })
  if (carries !== undefined) {
    cpSync(join(compiledDir, carries.folder, 'src'), join(outDir, carries.folder, 'src'), { recursive: true, filter })
  }
  const bin = join(root, 'packages', folder, 'bin')
  if (existsSync(bin)) cpSync(bin, join(outDir, 'bin'), { recursive: true })
  for (const { path, text } of builtFiles(outDir)) {
    const renamed = rewriteImports({ path, text }, (name) => compiledImport(path, name))
    if (renamed !== text) writeFileSync(path, renamed)
  }
}

/** Replaces `.ts` in declarations, which older compilers do not resolve. */
function compiledImport(path: string, name: string): string {
  if (name.startsWith('.')) return name.replace(/\.ts$/, '.js')
  const own = ownFile(path, name, '.js')
  return own === undefined ? name : relativeImport(path, own)
}

/** Copies the style sheets and texts of the carried server, and bundles the browser scripts and the console. */
async function copyFilesForBrowsers({ carries }: PublishedPackage, { root, outDir }: Assembly): Promise<void> {
  if (carries === undefined) return
  const from = join(root, 'packages', carries.folder, 'src')
  const to = join(outDir, carries.folder, 'src')
  const texts = readdirSync(from, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(css|md|txt)$/.test(name))
  for (const name of texts) cpSync(join(from, name), join(to, name))
  await bundleScriptsInto(join(to, 'site/scripts'))
  await buildConsoleInto(join(to, 'site/console/files'))
}

/** Writes the licences of bundled packages next to the scripts, since minifying removes them. */
async function bundleScriptsInto(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const packages = new Set<string>()
  for (const name of listScripts()) {
    const script = await bundleScript(name)
    if (script === undefined) throw new Error(`there is no browser script ${name}`)
    writeFileSync(join(folder, `${name}.js`), script.text)
    for (const found of script.modules.flatMap(packageOf)) packages.add(found)
  }
  writeFileSync(join(folder, 'brand.json'), JSON.stringify(brand))
  writeFileSync(join(folder, 'THIRD-PARTY-LICENCES.txt'), licenceTexts(packages))
}

async function buildConsoleInto(folder: string): Promise<void> {
  const modules = await buildConsole(folder)
  writeFileSync(join(folder, 'THIRD-PARTY-LICENCES.txt'), licenceTexts(modules.flatMap(packageOf)))
}

async function copyBundledModules(manifest: PackageManifest, { root, outDir }: Assembly): Promise<void> {
  const packages = bundledModules[manifest.name] ?? []
  const isBundled = (name: string): boolean => packages.some((item) => name === item || name.startsWith(`${item}/`))
  const files = builtFiles(outDir)
  const wanted = importedNames(files, isBundled)
  if (wanted.size === 0) return
  const bundle = await bundleModules(wanted, { root, outDir })
  for (const { path, text } of files) {
    const renamed = rewriteImports({ path, text }, (name) => {
      const copy = bundle.paths.get(name)
      return copy === undefined ? name : relativeImport(path, join(outDir, copy))
    })
    if (renamed !== text) writeFileSync(path, renamed)
  }
  writeFileSync(join(outDir, 'THIRD-PARTY-LICENCES.txt'), licenceTexts(bundle.packages))
}

function relativeImport(from: string, to: string): string {
  const path = relative(dirname(from), to)
  return path.startsWith('.') ? path : `./${path}`
}

function builtFiles(folder: string): readonly BuiltFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => /\.(js|d\.ts)$/.test(path) && statSync(path).isFile())
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }))
}

/** In English: npm installs no pages of other languages. */
function writeManual(path: string, workspace: string): void {
  mkdirSync(dirname(path), { recursive: true })
  const env = { ...process.env, YAOQUAN_LANG: 'en' }
  writeFileSync(path, execFileSync(process.execPath, [join(workspace, 'bin/yaoquan.js'), 'man'], { env }))
}

function readme({ name, description }: PackageManifest, workspace: string): string {
  const own = join(workspace, 'README.md')
  return existsSync(own) ? readFileSync(own, 'utf8') : `# ${name}\n\n${description}.\n`
}
