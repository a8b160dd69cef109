import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The members of a workspace's package.json that the build reads. */
export type PackageManifest = Readonly<{
  name: string
  version: string
  description: string
  license: string
  type: string
  exports?: Readonly<Record<string, string>>
  imports?: Readonly<Record<string, Targets>>
  bin?: Readonly<Record<string, string>>
  dependencies?: Readonly<Record<string, string>>
  peerDependencies?: Readonly<Record<string, string>>
}>

/** The `imports` pattern under which a package's files import each other across folders. */
const ownFiles = '#*'

type Targets = string | Readonly<Record<string, string>>

/** Reads the package.json of a workspace. */
export function readManifest(packageFolder: string): PackageManifest {
  return JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))
}

/** The TypeScript files named in `exports` and `imports`, relative to the package. */
export function sourcesOf({ exports, imports }: PackageManifest): readonly string[] {
  const targets = [...Object.values(exports ?? {}), ...Object.values(imports ?? {})]
  const paths = targets.flatMap((target) => (typeof target === 'string' ? [target] : Object.values(target)))
  return paths.filter((path) => path.startsWith('.') && !path.includes('*'))
}

/** A private workspace carried inside a published package. */
export type CarriedPackage = Readonly<{
  manifest: PackageManifest
  /** Source files by the name in `imports` under which the published package imports them. */
  imports: Readonly<Record<string, string>>
  /** Unpublished packages that such a file replaces. */
  replaced: readonly string[]
}>

/** The published package that carries what another one imports under the same names. */
export type Host = Readonly<{ manifest: PackageManifest; carried: CarriedPackage }>

type Publishing = Readonly<{
  node: string
  carried: CarriedPackage | undefined
  host: Host | undefined
  manual: string | undefined
}>

/**
 * Converts a workspace's package.json to that of the published package, with paths of compiled files.
 * @param node value of `engines.node`
 */
export function publishedManifest(
  manifest: PackageManifest,
  { node, carried, host, manual }: Publishing,
): Readonly<Record<string, unknown>> {
  const { name, version, description, license, type, exports, bin } = manifest
  // Imports of own files have become relative paths, since the carried package has such names too.
  const { [ownFiles]: _, ...named } = manifest.imports ?? {}
  const imports = { ...named, ...carried?.imports, ...(host === undefined ? {} : importsOfHost(named, host)) }
  return {
    name,
    version,
    description,
    license,
    type,
    engines: { node },
    ...(exports
      ? { exports: mapValues(exports, (source) => (host ? compiled(source) : typedExport(source))), sideEffects: false }
      : {}),
    ...(Object.keys(imports).length > 0 ? { imports: mapValues(imports, compiledTargets) } : {}),
    ...(bin ? { bin } : {}),
    ...(manual ? { man: [manual] } : {}),
    dependencies: publishedDependencies(manifest, { carried, host }),
    ...peersOf(manifest, host),
  }
}

/** Peers are of the same version, and all optional: npm would install the host a second time beside a global one. */
function peersOf({ version, peerDependencies }: PackageManifest, host: Host | undefined): object {
  const names = [...Object.keys(peerDependencies ?? {}), ...(host === undefined ? [] : [host.manifest.name])]
  if (names.length === 0) return {}
  return {
    peerDependencies: Object.fromEntries(names.map((name) => [name, version])),
    peerDependenciesMeta: Object.fromEntries(names.map((name) => [name, { optional: true }])),
  }
}

/** The host has the carried package's files where its own imports of the same names lead. */
function importsOfHost(named: Readonly<Record<string, Targets>>, { manifest, carried }: Host): Record<string, string> {
  return Object.fromEntries(
    Object.keys(named).map((name) => {
      const path = carried.imports[name]
      if (path === undefined) throw new Error(`${manifest.name} imports nothing as ${name}`)
      return [name, path.replace('./', `${manifest.name}/`)]
    }),
  )
}

function publishedDependencies(
  manifest: PackageManifest,
  { carried, host }: Readonly<{ carried: CarriedPackage | undefined; host: Host | undefined }>,
): Readonly<Record<string, string>> {
  const all = Object.entries({ ...carried?.manifest.dependencies, ...manifest.dependencies })
  const unpublished = [carried ?? host?.carried].flatMap((item) => (item ? [item.manifest.name, ...item.replaced] : []))
  const wanted = all.filter(([name]) => !unpublished.includes(name))
  return Object.fromEntries(wanted.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** `types` comes first, since the first matching condition is used. */
function typedExport(source: string): Readonly<Record<string, string>> {
  return { types: source.replace(/\.ts$/, '.d.ts'), default: compiled(source) }
}

function compiledTargets(targets: Targets): Targets {
  return typeof targets === 'string' ? compiled(targets) : mapValues(targets, compiled)
}

function compiled(source: string): string {
  return source.replace(/\.ts$/, '.js')
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  map: (value: From) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}
