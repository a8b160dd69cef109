import { bundledModules } from '../build/bundled-modules.ts'
import { type Folder, folderOf, isTest } from './folders.ts'
import type { Source } from './read-source.ts'
import { type Destination, manifestOf, resolveImport } from './resolve-import.ts'
import type { Workspace } from './workspace.ts'

/** @returns one line per import that the folder table or the package's own manifest forbids */
export function checkImports(workspace: Workspace): readonly string[] {
  return [...workspace.sources.values()].flatMap((source) => {
    const folder = folderOf(source.path)
    if (folder === undefined) return [`${source.path}: the folder table has no place for it`]
    return source.imports.flatMap((specifier) =>
      resolveImport(workspace, { from: source.path, specifier })
        .map((destination) => objection({ workspace, source, folder, specifier }, destination))
        .filter((reason) => reason !== undefined)
        .map((reason) => `${source.path}: imports ${specifier}: ${reason}`),
    )
  })
}

type Site = Readonly<{ workspace: Workspace; source: Source; folder: Folder; specifier: string }>

function objection(site: Site, destination: Destination): string | undefined {
  switch (destination.kind) {
    case 'nowhere':
      return destination.reason
    case 'builtin':
      return objectionToBuiltin(site, destination.name)
    case 'package':
      return objectionToPackage(site, destination.name)
    case 'file':
      return objectionToFile(site, destination.path)
  }
}

function objectionToBuiltin({ source, folder }: Site, name: string): string | undefined {
  if (isTest(source.path) || folder.builtins === 'any' || folder.builtins.includes(name)) return undefined
  return `${folder.name} does not use node:${name}`
}

function objectionToPackage({ workspace, source, folder }: Site, name: string): string | undefined {
  const manifest = manifestOf(workspace, source.path)
  const root = manifestOf(workspace, 'package.json')
  if (folder.isSelfContained && !isTest(source.path)) return `${folder.name} uses no third-party module`
  // Tests and benchmarks of the whole program drive what its packages are made of.
  const declaring = manifest === root ? workspace.manifests : [manifest, root]
  if (isTest(source.path) || manifest === root) {
    const isDeclared = declaring.some((item) => name in { ...item.dependencies, ...item.devDependencies })
    return isDeclared ? undefined : `no package.json declares ${name}`
  }
  if (bundledModules[manifest.name]?.includes(name)) return undefined
  return name in (manifest.dependencies ?? {}) ? undefined : `${manifest.name} does not declare ${name}`
}

/** What tests of packages reach outside of their package for. */
const testFixtures: readonly (string | undefined)[] = ['wire-examples', 'mariadb', 'conformance']

/** What imports tests and the examples and calls beside them, without being a test. */
const testUsers: readonly string[] = ['tests', 'benchmarks', 'conformance']

function objectionToFile({ workspace, source, folder, specifier }: Site, path: string): string | undefined {
  const isForTests = isTest(path) && path.startsWith('packages/')
  if (isForTests && !isTest(source.path) && !testUsers.includes(folder.name))
    return 'only tests, benchmarks and conformance import tests'
  const target = folderOf(path)
  if (isTest(source.path) && testFixtures.includes(target?.name)) return undefined
  const owner = manifestOf(workspace, path)
  const manifest = manifestOf(workspace, source.path)
  if (owner !== manifest && manifest.folder !== '') {
    if (specifier.startsWith('.')) return 'a relative path does not leave its package'
    const { dependencies, peerDependencies, devDependencies } = manifest
    const declared = { ...dependencies, ...peerDependencies, ...(isTest(source.path) ? devDependencies : {}) }
    if (!(owner.name in declared)) return `${manifest.name} does not declare ${owner.name}`
  }
  return path.endsWith('.json') ? undefined : objectionToFolder(source.path, folder, target)
}

/** Tests may reach across the folders of their package: a real store shows more than a pretended one. */
function objectionToFolder(from: string, folder: Folder, target: Folder | undefined): string | undefined {
  if (target === undefined) return 'the folder table has no place for it'
  if (target === folder || folder.mayImport.includes(target.name)) return undefined
  if (isTest(from) && isPackageOf(target.path, from)) return undefined
  return `${folder.name} never imports ${target.name}`
}

function isPackageOf(folder: string, file: string): boolean {
  const [, name] = /^packages\/([^/]+)\//.exec(folder) ?? []
  return name !== undefined && file.startsWith(`packages/${name}/`)
}
