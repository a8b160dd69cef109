import { existsSync, readFileSync } from 'node:fs'

/**
 * The published package has no bundler: this file answers there for `#browser-scripts`, from what the build made.
 * @returns the text of a browser script, or undefined when there is none of that name
 */
export async function readScript(name: string): Promise<string | undefined> {
  const file = new URL(`./scripts/${name}.js`, import.meta.url)
  return /^[a-z-]+$/.test(name) && existsSync(file) ? readFileSync(file, 'utf8') : undefined
}
