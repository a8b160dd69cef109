import type { Workspace } from './workspace.ts'

const page = 'docs/dependencies.md'

/**
 * Compares the declared dependencies with docs/dependencies.md, where each has a row with its reason.
 * @returns one line per dependency without a row, and per row without a dependency
 */
export function checkDependencies({ manifests, documents }: Workspace): readonly string[] {
  const explained = new Set([...(documents.get(page) ?? '').matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name))
  const own = new Set(manifests.map(({ name }) => name))
  const declared = new Set(
    manifests
      .flatMap(({ dependencies, devDependencies }) => Object.keys({ ...dependencies, ...devDependencies }))
      .filter((name) => !own.has(name)),
  )
  return [
    ...[...declared].filter((name) => !explained.has(name)).map((name) => `${page}: has no row for ${name}`),
    ...[...explained].filter((name) => !declared.has(name ?? '')).map((name) => `${page}: ${name} is not declared`),
  ]
}
