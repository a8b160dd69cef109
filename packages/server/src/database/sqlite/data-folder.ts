import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type ErrorText, OperatorError } from '#errors/operator-error'

/** Paths in a data folder. */
type DataFolder = Readonly<{
  path: string
  databaseFile: string
  /** The keys of members. */
  memberKeysFile: string
  masterKeyFile: string
  /** The key that is to take the place of that one. */
  nextMasterKeyFile: string
  /** Whether it contained a database before. */
  hasDatabase: boolean
}>

/**
 * Creates the folder when it is missing, readable by its owner only.
 * @param options.mustExist a folder without a database is refused: a mistyped path must not become a new store
 * @throws OperatorError when it cannot be created or is not a folder
 */
export function prepareDataFolder(path: string, { mustExist = false } = {}): DataFolder {
  if (mustExist && !existsSync(join(path, 'yaoquan.db'))) {
    throw new OperatorError({
      zh: `${path} 中没有药券的数据，请先执行 seller create 或 serve`,
      en: `the folder ${path} contains no Yaoquan data; run seller create or serve first`,
    })
  }
  const databaseFile = join(path, 'yaoquan.db')
  const folder = prepareKeyFolder(path, existsSync(databaseFile))
  if (folder.hasDatabase && !statSync(databaseFile).isFile()) {
    throw new OperatorError({ zh: `${databaseFile} 不是文件`, en: `${databaseFile} is not a file` })
  }
  return { ...folder, databaseFile, memberKeysFile: join(path, memberKeysName) }
}

/** Name of the database with the keys of members in a data folder, and in the folder that keeps their copies. */
export const memberKeysName = 'member-keys.db'

/** The data folder as far as the master key needs it. */
export type KeyFolder = Omit<DataFolder, 'databaseFile' | 'memberKeysFile'>

/**
 * Creates the folder of the master key for a store on database servers.
 * @param hasDatabase whether that store was written before
 * @throws OperatorError when it cannot be created or is not a folder
 */
export function prepareKeyFolder(path: string, hasDatabase: boolean): KeyFolder {
  makeFolder(path)
  const masterKeyFile = join(path, 'master.key')
  return { path, masterKeyFile, nextMasterKeyFile: `${masterKeyFile}.next`, hasDatabase }
}

/**
 * Creates a folder and the folders above it, readable by their owner only, unless it exists. The recursion of Node.js never ends where the
 * system says that a folder that exists does not, as for `/proc/x`.
 * @throws OperatorError when it cannot be created or is not a folder
 */
export function makeFolder(path: string): void {
  explainingFileErrors(path, () => {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
    const whole = resolve(path)
    const above = dirname(whole)
    // Nothing is above a drive of Windows, which may be missing.
    if (above !== whole && !existsSync(above)) makeFolder(above)
    try {
      mkdirSync(path, { mode: 0o700 })
    } catch (error) {
      if (errorCode(error) === 'ENOENT') {
        throw new OperatorError(
          { zh: `${path}: 此处不能创建目录`, en: `${path}: no folder can be created here` },
          { cause: error },
        )
      }
      // Another program may have created it meanwhile.
      if (errorCode(error) !== 'EEXIST' || !statSync(path).isDirectory()) throw error
    }
  })
}

/**
 * Creates the database file, readable by its owner only; SQLite gives its side files the same mode. A file that exists is not opened: closing
 * it would end all locks that this process has on it, and the next program that ends, should it have an older SQLite, would remove the log.
 * @throws OperatorError when it cannot be created, or must not be read or written
 */
export function createDatabaseFile(file: string): void {
  explainingFileErrors(file, () => {
    if (existsSync(file)) accessSync(file, constants.R_OK | constants.W_OK)
    else closeSync(openSync(file, 'a', 0o600))
  })
}

/** Runs a file operation; faults that an operator can fix become an OperatorError that names the path. */
export function explainingFileErrors<Result>(path: string, operation: () => Result): Result {
  try {
    return operation()
  } catch (error) {
    throw explained(path, error)
  }
}

/** Like `explainingFileErrors`, for an asynchronous operation. */
export async function explainingFileFaults<Result>(path: string, operation: () => Promise<Result>): Promise<Result> {
  try {
    return await operation()
  } catch (error) {
    throw explained(path, error)
  }
}

function explained(path: string, error: unknown): unknown {
  const text = fileErrors.get(errorCode(error))
  if (text === undefined) return error
  return new OperatorError({ zh: `${path}: ${text.zh}`, en: `${path}: ${text.en}` }, { cause: error })
}

/** What a fault of a file that an operator can fix means, in both languages; undefined for another error. */
export function fileErrorText(error: unknown): string | undefined {
  const text = fileErrors.get(errorCode(error))
  return text && `${text.zh} (${text.en})`
}

/** `ENOENT` and the like; empty for an error without a code. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

const fileErrors: ReadonlyMap<string, ErrorText> = new Map([
  ['EACCES', { zh: '没有权限', en: 'permission denied' }],
  ['EPERM', { zh: '没有权限', en: 'permission denied' }],
  ['EROFS', { zh: '文件系统只读', en: 'the file system is read-only' }],
  ['ENOENT', { zh: '文件或目录不存在', en: 'no such file or folder' }],
  ['ENOTDIR', { zh: '路径中有一部分不是目录', en: 'part of the path is not a folder' }],
  ['EEXIST', { zh: '已有同名文件', en: 'a file with this name exists' }],
  ['EISDIR', { zh: '已有同名目录', en: 'a folder with this name exists' }],
  ['ENOSPC', { zh: '磁盘已满', en: 'the disk is full' }],
  ['ENAMETOOLONG', { zh: '路径过长', en: 'the path is too long' }],
  ['ELOOP', { zh: '路径中的链接成环', en: 'the links of the path form a loop' }],
])
