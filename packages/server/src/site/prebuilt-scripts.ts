import { existsSync, readFileSync } from 'node:fs'
import type { Brand } from '#browser-scripts'

/**
 * Replaces `#browser-scripts` in the published package, which has no bundler: reads the scripts that the build bundled.
 * @returns the text of a browser script, or undefined if no script has that name
 */
export async function readScript(name: string): Promise<string | undefined> {
  const file = new URL(`./scripts/${name}.js`, import.meta.url)
  return /^[a-z-]+$/.test(name) && existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

/** The brand, as the build wrote it. */
export const brand: Brand = JSON.parse(readFileSync(new URL('./scripts/brand.json', import.meta.url), 'utf8'))
