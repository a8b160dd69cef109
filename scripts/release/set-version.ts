import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

type Versions = Record<string, string>
type Manifest = { version?: string; dependencies?: Versions; devDependencies?: Versions; peerDependencies?: Versions }
type Lock = Manifest & { packages: Record<string, Manifest & { name?: string }> }

/** The OpenAPI document names the version in its text. */
const openApi = 'packages/server/src/site/documentation/machine/openapi.ts'

/**
 * Gives every package of the workspace one version, and every dependency of one on another.
 * @param root absolute path of the repository
 * @returns paths of the files it wrote
 * @throws Error when the OpenAPI document names another version than the root's package.json
 */
export function setVersion(root: string, version: string): readonly string[] {
  const folders = ['', ...readdirSync(join(root, 'packages')).map((name) => `packages/${name}/`)]
  const manifests = folders.map((folder) => `${folder}package.json`)
  const before = readJson<Manifest>(join(root, 'package.json')).version ?? ''
  for (const path of manifests) rewriteJson<Manifest>(join(root, path), (manifest) => setIn(manifest, version))
  rewriteJson<Lock>(join(root, 'package-lock.json'), (lock) => {
    lock.version = version
    for (const [path, entry] of Object.entries(lock.packages)) {
      if (path === '' || path.startsWith('packages/')) setIn(entry, version)
    }
  })
  rewriteText(join(root, openApi), (text) => {
    const named = `version: '${before}'`
    if (!text.includes(named)) throw new Error(`${openApi} does not say ${named}`)
    return text.replace(named, `version: '${version}'`)
  })
  return [...manifests, 'package-lock.json', openApi]
}

function setIn(manifest: Manifest, version: string): void {
  manifest.version = version
  for (const dependencies of [manifest.dependencies, manifest.devDependencies, manifest.peerDependencies]) {
    for (const name of Object.keys(dependencies ?? {})) {
      if (dependencies && (name.startsWith('@yaoquan/') || name === 'yaoquan')) dependencies[name] = version
    }
  }
}

function rewriteJson<T>(path: string, change: (value: T) => void): void {
  const value = readJson<T>(path)
  change(value)
  writeFileSync(path, `${JSON.stringify(value, undefined, 2)}\n`)
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8'))
}

function rewriteText(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, 'utf8')))
}
