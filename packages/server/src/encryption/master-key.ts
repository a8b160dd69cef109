import { randomBytes, timingSafeEqual } from 'node:crypto'
import { linkSync, readFileSync, rmSync } from 'node:fs'
import { errorCode, explainingFileErrors, type KeyFolder } from '#database/sqlite/data-folder'
import { syncFolder, writeSynced } from '#database/sqlite/synced-file'
import { OperatorError } from '#errors/operator-error'

const keyBytes = 32
const hexKey = /^[0-9a-f]{64}$/i
const base64Key = /^[0-9a-z+/_-]{43}=?$/i

/**
 * The 32 bytes from which every other key derives: those given, else those of `master.key` in the data folder, which
 * is created at the first start. A folder with a database but no key gets no new key: it would decrypt nothing.
 * @param given 64 hex digits or base64 of 32 bytes
 * @param folderOf prepares the folder; called only if no key is given
 * @returns one key, and the one of `master.key.next` if it is to take its place
 * @throws OperatorError when the key is missing or malformed, or its file cannot be read or created
 */
export function loadMasterKeys(given: string | undefined, folderOf: () => KeyFolder): readonly Uint8Array[] {
  if (given !== undefined) return [parseMasterKey(given, 'YAOQUAN_MASTER_KEY')]
  const folder = folderOf()
  const next = readKeyFile(folder.nextMasterKeyFile)
  return [loadMasterKey(folder), ...(next === undefined ? [] : [next])]
}

function loadMasterKey(folder: KeyFolder): Uint8Array {
  const existing = readKeyFile(folder.masterKeyFile)
  if (existing !== undefined) return existing
  if (folder.hasDatabase) {
    throw new OperatorError({
      zh: `缺少 ${folder.masterKeyFile}，没有它无法读取数据：请恢复该文件，或设置 YAOQUAN_MASTER_KEY`,
      en: `${folder.masterKeyFile} is missing and the data cannot be read without it: restore it, or set YAOQUAN_MASTER_KEY`,
    })
  }
  explainingFileErrors(folder.path, () => createKeyFile(folder))
  return readKeyFile(folder.masterKeyFile) ?? parseMasterKey('', folder.masterKeyFile)
}

/** @param source names the text in the error, since the text is secret. @throws OperatorError when it is not a key */
export function parseMasterKey(text: string, source: string): Uint8Array {
  const trimmed = text.trim()
  if (hexKey.test(trimmed)) return Buffer.from(trimmed, 'hex')
  const key = base64Key.test(trimmed) ? Buffer.from(trimmed, 'base64') : undefined
  if (key?.length === keyBytes) return key
  throw new OperatorError({
    zh: `${source} 不是有效的主密钥：应为64位十六进制，或32字节的base64`,
    en: `${source} is not a valid master key: must be 64 hex digits, or base64 of 32 bytes`,
  })
}

/** The key in a file; undefined when there is none. @throws OperatorError when it is not a key or cannot be read */
export function readKeyFile(file: string): Uint8Array | undefined {
  try {
    return parseMasterKey(readFileSync(file, 'latin1'), file)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    return explainingFileErrors(file, () => {
      throw error
    })
  }
}

export function isSameKey(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right)
}

/** Writes the key to another name and links it in, so that no reader sees half a key and the first of two writers wins. */
function createKeyFile(folder: KeyFolder): void {
  const draft = `${folder.masterKeyFile}.${process.pid}.${randomBytes(4).toString('hex')}`
  try {
    writeSynced(draft, Buffer.from(`${randomBytes(keyBytes).toString('hex')}\n`), { mustBeNew: true })
    linkSync(draft, folder.masterKeyFile)
    syncFolder(folder.path)
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
}
