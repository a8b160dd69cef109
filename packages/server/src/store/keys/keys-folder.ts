import { readFileSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { errorCode } from '#database/sqlite/data-folder'
import { writeDurably } from '#database/sqlite/synced-file'
import { OperatorError } from '#errors/operator-error'

/** The folder of keys that the last backup of a data folder used. */
export type KeysFolder = Readonly<{
  keysFolder: string
  /** The data folder as it was backed up: a copy of it, or one that was moved, has another path. */
  dataFolder: string
}>

/** File of a data folder that names its folder of keys. An operator removes it when backups are no longer taken. */
export function keysFolderFile(dataDir: string): string {
  return join(dataDir, 'keys-folder.json')
}

/** Keeps which folder of keys is used from now on. @param keysFolder must exist. @returns what was kept */
export function keepKeysFolder(dataDir: string, keysFolder: string): KeysFolder {
  const kept = { keysFolder: realpathSync(keysFolder), dataFolder: realpathSync(dataDir) }
  const content = JSON.stringify({ keys_folder: kept.keysFolder, data_folder: kept.dataFolder })
  writeDurably(keysFolderFile(dataDir), Buffer.from(`${content}\n`, 'utf8'))
  return kept
}

/** Uses no folder of keys until the next backup. */
export function forgetKeysFolder(dataDir: string): void {
  rmSync(keysFolderFile(dataDir), { force: true })
}

/** @returns undefined before the first backup. @throws OperatorError when the file was altered */
export function readKeysFolder(dataDir: string): KeysFolder | undefined {
  const file = keysFolderFile(dataDir)
  let cause: unknown
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof value === 'object' && value !== null && 'keys_folder' in value && 'data_folder' in value) {
      const { keys_folder: keysFolder, data_folder: dataFolder } = value
      if (typeof keysFolder === 'string' && typeof dataFolder === 'string') return { keysFolder, dataFolder }
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    cause = error
  }
  throw new OperatorError({ zh: `${file} 已损坏`, en: `${file} is damaged` }, { cause })
}

/** Whether a folder is the data folder that writes to a folder of keys: neither moved nor copied since its last backup. */
export function isBackedUpPlace(dataDir: string): boolean {
  const kept = readKeysFolder(dataDir)
  return kept !== undefined && kept.dataFolder === realpathSync(dataDir)
}
