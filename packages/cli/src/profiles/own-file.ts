import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Replaces a file of the user in one step, readable by its owner only. @param value is written as JSON */
export function writeOwnFile(path: string, value: object): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const beside = `${path}.${process.pid}`
  // What a broken write left may have other bits, or be a link.
  rmSync(beside, { force: true })
  writeFileSync(beside, `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' })
  renameSync(beside, path)
}
