import { randomBytes } from 'node:crypto'
import { prepareKeyFolder } from '#database/sqlite/data-folder'
import { dayOf } from '#domain/dates'
import { isSameKey, parseMasterKey, readKeyFile } from '#encryption/master-key'
import { keepKey, placeNextKey } from '#encryption/master-key-files'
import { OperatorError } from '#errors/operator-error'
import type { KeyRotator } from './key-rotator.ts'

export type NewKeyRequest = Readonly<{
  /** The folder with `master.key`, unless the present master key comes from elsewhere. */
  dataDir: string
  isKeyInFolder: boolean
  /** The new master key; default: the one that is being brought into use, else a random one. */
  newMasterKey?: string | undefined
  /** Destination of a new master key, if the present one is not in the data folder. */
  keyFile?: string | undefined
  nowMs: () => number
}>

/** Source and destination of the new key. */
export type NewKey = Readonly<{
  /** Its final file. */
  file: string | undefined
  choose: (rotator: KeyRotator) => Uint8Array
  /** Before anything is done with it. */
  keep: (masterKey: Uint8Array) => void
  /**
   * When the former key is not needed any more.
   * @returns the file of that one
   * @throws OperatorError when the new key is not where it is to be
   */
  place: (masterKey: Uint8Array) => string | undefined
}>

/** @throws OperatorError when a file is named where none is needed */
export function newKeyOf(request: NewKeyRequest): NewKey {
  return request.isKeyInFolder ? keysInFolder(request) : keysOutside(request)
}

function keysInFolder({ dataDir, keyFile, newMasterKey, nowMs }: NewKeyRequest): NewKey {
  if (keyFile !== undefined) {
    throw new OperatorError({
      zh: '--write-key 只用于主密钥来自 YAOQUAN_MASTER_KEY 时；数据目录中的 master.key 会直接更换',
      en: '--write-key is for a master key from YAOQUAN_MASTER_KEY; master.key in the data folder is replaced in place',
    })
  }
  const folder = prepareKeyFolder(dataDir, true)
  const { masterKeyFile, nextMasterKeyFile } = folder
  return {
    file: masterKeyFile,
    choose: (rotator) => chooseKey(rotator, newMasterKey) ?? readKeyFile(nextMasterKeyFile) ?? randomBytes(32),
    keep(masterKey) {
      if (!isIn(masterKeyFile, masterKey)) keepKey(nextMasterKeyFile, masterKey, { mayReplace: true })
    },
    place(masterKey) {
      if (isIn(masterKeyFile, masterKey)) return undefined
      // A command with another new key may have left that one there before it was refused.
      keepKey(nextMasterKeyFile, masterKey, { mayReplace: true })
      const former = placeNextKey(folder, dayOf(nowMs()))
      checkIsIn(masterKeyFile, masterKey)
      return former
    },
  }
}

function keysOutside({ keyFile, newMasterKey }: NewKeyRequest): NewKey {
  return {
    file: keyFile,
    choose(rotator) {
      const chosen = chooseKey(rotator, newMasterKey)
      if (chosen !== undefined) return chosen
      if (keyFile === undefined) throw keyHasNoPlace()
      return readKeyFile(keyFile) ?? randomBytes(32)
    },
    keep(masterKey) {
      if (keyFile !== undefined) keepKey(keyFile, masterKey, { mayReplace: false })
    },
    place(masterKey) {
      if (keyFile !== undefined) checkIsIn(keyFile, masterKey)
      return undefined
    },
  }
}

function isIn(file: string, masterKey: Uint8Array): boolean {
  const found = readKeyFile(file)
  return found !== undefined && isSameKey(found, masterKey)
}

/** The former key opens nothing soon, so the new one must be in its file. */
function checkIsIn(file: string, masterKey: Uint8Array): void {
  if (isIn(file, masterKey)) return
  throw new OperatorError({
    zh: `${file} 中不是新的主密钥，另一程序改动了该文件；旧主密钥仍有效，请再次执行以完成更换`,
    en: `${file} does not hold the new master key, since another program changed it; the old key still works: run the command again to finish`,
  })
}

function chooseKey(rotator: KeyRotator, given: string | undefined): Uint8Array | undefined {
  return given === undefined ? rotator.pendingKey() : parseMasterKey(given, 'YAOQUAN_NEW_MASTER_KEY')
}

function keyHasNoPlace(): OperatorError {
  return new OperatorError({
    zh: '主密钥来自 YAOQUAN_MASTER_KEY：请用 YAOQUAN_NEW_MASTER_KEY 给出新的主密钥，或用 --write-key 指定写入它的文件',
    en: 'the master key comes from YAOQUAN_MASTER_KEY: give the new one in YAOQUAN_NEW_MASTER_KEY, or name a file to write it to with --write-key',
  })
}
