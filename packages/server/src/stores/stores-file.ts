import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isMysqlUrl } from '#database/mysql/mysql-target'
import { explainingFileErrors } from '#database/sqlite/data-folder'
import { writeDurably } from '#database/sqlite/synced-file'
import { OperatorError } from '#errors/operator-error'

/** Another store: its name, and where it is: `sqlite:FOLDER` or `mysql://…`, which may have a password. */
export type StorePlace = Readonly<{ name: string; location: string }>

const fileName = 'stores.json'
const namePattern = /^[a-z0-9][a-z0-9-]{0,31}$/

/** The other stores that the data folder of the directory names. Each host has the file, as it has the master key. */
export function readStoresFile(dataDir: string): readonly StorePlace[] {
  const file = join(dataDir, fileName)
  if (!existsSync(file)) return []
  const stores: unknown = explainingFileErrors(file, () => parsed(readFileSync(file, 'utf8')))
  if (!Array.isArray(stores) || !stores.every(isStorePlace)) {
    throw new OperatorError({ zh: `${file} 不是药券写入的内容`, en: `${file} was not written by Yaoquan` })
  }
  return stores
}

/** Writes the other stores, readable by the owner only. */
export function writeStoresFile(dataDir: string, stores: readonly StorePlace[]): void {
  const file = join(dataDir, fileName)
  const content = Buffer.from(`${JSON.stringify(stores, undefined, 2)}\n`, 'utf8')
  explainingFileErrors(file, () => writeDurably(file, content))
}

/** @returns the location as it is written into the file; a folder with its whole path. @throws OperatorError for another form */
export function readLocation(location: string): string {
  if (isMysqlUrl(location)) return location
  if (location.startsWith('sqlite:')) return `sqlite:${resolve(location.slice('sqlite:'.length))}`
  throw new OperatorError({
    zh: '位置应为 sqlite:目录 或 mysql://…',
    en: 'the location must be sqlite:FOLDER or mysql://…',
  })
}

/** @throws OperatorError for a name that is not of lower-case letters, digits and hyphens */
export function checkStoreName(name: string): void {
  if (namePattern.test(name)) return
  throw new OperatorError({
    zh: '名称应为1到32个小写字母、数字或连字符，以字母或数字开头',
    en: 'the name must be 1 to 32 lower-case letters, digits or hyphens, and begin with a letter or digit',
  })
}

/**
 * The folder and database of another store. On database servers, its keys are in a folder beside those of the directory.
 * A key file in its folder wins over the key that is given for the directory.
 */
export function placeOf(
  { name, location }: StorePlace,
  { dataDir, masterKey }: Readonly<{ dataDir: string; masterKey?: string | undefined }>,
): Readonly<{ dataDir: string; storeUrl?: string; masterKey?: string | undefined }> {
  const folder = isMysqlUrl(location) ? join(dataDir, 'stores', name) : location.slice('sqlite:'.length)
  const key = existsSync(join(folder, 'master.key')) ? undefined : masterKey
  return { dataDir: folder, masterKey: key, ...(isMysqlUrl(location) && { storeUrl: location }) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isStorePlace(value: unknown): value is StorePlace {
  if (typeof value !== 'object' || value === null) return false
  return 'name' in value && typeof value.name === 'string' && 'location' in value && typeof value.location === 'string'
}
