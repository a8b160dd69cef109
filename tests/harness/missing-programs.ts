import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Those of some programs that this machine lacks: a test that needs them skips, and names them. */
export function missingPrograms(names: readonly string[]): readonly string[] {
  return names.filter((name) => placeOf(name) === undefined)
}

/** Absolute path of a program. */
export function placeOf(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.map((folder) => join(folder, name)).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
