import { readFileSync } from 'node:fs'

/** The version of this package, or of another whose package.json is given. */
export function version(path: URL = new URL('../../package.json', import.meta.url)): string {
  const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown'
}
