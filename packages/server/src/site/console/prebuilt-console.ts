import { fileURLToPath } from 'node:url'

/**
 * Replaces `#console-files` in the published package, which has no bundler.
 * @returns the folder with the console that the build made
 */
export async function consoleFolder(): Promise<string> {
  return fileURLToPath(new URL('./files', import.meta.url))
}

/** The published package builds nothing. */
export function isConsoleBeingBuilt(): boolean {
  return false
}
