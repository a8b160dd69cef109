import { posix } from 'node:path'
import { builtinName } from '../build/builtin-name.ts'
import type { Manifest, Targets, Workspace } from './workspace.ts'

/** Where an import leads. */
export type Destination =
  | Readonly<{ kind: 'file'; path: string }>
  | Readonly<{ kind: 'builtin'; name: string }>
  | Readonly<{ kind: 'package'; name: string }>
  | Readonly<{ kind: 'nowhere'; reason: string }>

export type Import = Readonly<{ from: string; specifier: string }>

/** @returns every place an import may lead to: one, or one per condition of an `imports` map */
export function resolveImport(workspace: Workspace, { from, specifier }: Import): readonly Destination[] {
  if (specifier.startsWith('.')) return [fileAt(workspace, posix.join(posix.dirname(from), specifier))]
  if (specifier.startsWith('#')) return resolveInternal(workspace, { from, specifier })
  const builtin = builtinName(specifier)
  if (builtin !== undefined) return [{ kind: 'builtin', name: builtin }]
  const name = packageName(specifier)
  const member = workspace.manifests.find((manifest) => manifest.name === name)
  if (member === undefined) return [{ kind: 'package', name }]
  return filesOf(workspace, member, `.${specifier.slice(name.length)}`)
}

/** @returns the manifest of the package that a path belongs to; the root's when it is in none */
export function manifestOf(workspace: Workspace, path: string): Manifest {
  const owners = workspace.manifests.filter((manifest) => path.startsWith(manifest.folder))
  const owner = owners.toSorted((a, b) => b.folder.length - a.folder.length)[0]
  if (owner === undefined) throw new Error('a workspace needs the manifest of its root')
  return owner
}

function resolveInternal(workspace: Workspace, { from, specifier }: Import): readonly Destination[] {
  const manifest = manifestOf(workspace, from)
  const targets = manifest.imports?.[specifier] ?? ownFile(manifest, specifier)
  if (targets === undefined) return [{ kind: 'nowhere', reason: `${manifest.name} has no imports entry ${specifier}` }]
  return leaves(targets).flatMap((target) =>
    target.startsWith('.')
      ? [fileAt(workspace, posix.join(manifest.folder, target))]
      : resolveImport(workspace, { from, specifier: target }),
  )
}

/** What the pattern `"#*"` of package.json makes of `#folder/file`. */
function ownFile({ imports }: Manifest, specifier: string): Targets | undefined {
  const pattern = imports?.['#*']
  return typeof pattern === 'string' ? pattern.replace('*', specifier.slice(1)) : undefined
}

/** @param name key in `exports`: `.`, or `./` and a name */
function filesOf(workspace: Workspace, member: Manifest, name: string): readonly Destination[] {
  const { exports } = member
  const entry = typeof exports === 'object' ? exports[name] : name === '.' ? exports : undefined
  if (entry === undefined) return [{ kind: 'nowhere', reason: `${member.name} exports no ${name}` }]
  return leaves(entry).map((target) => fileAt(workspace, posix.join(member.folder, target)))
}

function leaves(targets: Targets): readonly string[] {
  return typeof targets === 'string' ? [targets] : Object.values(targets).flatMap(leaves)
}

function fileAt(workspace: Workspace, path: string): Destination {
  const isStyleSheet = path.endsWith('.css') && workspace.paths.has(path)
  const isSource = workspace.sources.has(path) || path.endsWith('.json') || isStyleSheet
  return isSource ? { kind: 'file', path } : { kind: 'nowhere', reason: `there is no ${path}` }
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
