import { randomBytes } from 'node:crypto'
import { linkSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { explainingFileErrors, type KeyFolder } from '#database/sqlite/data-folder'
import { syncFolder, writeSynced } from '#database/sqlite/synced-file'
import { OperatorError } from '#errors/operator-error'
import { isSameKey, readKeyFile } from './master-key.ts'

/**
 * Keeps a master key in a file that only its owner can read, durably.
 * @param options.mayReplace whether another key in the file may be lost
 * @throws OperatorError when the file holds another key, or cannot be written
 */
export function keepKey(file: string, masterKey: Uint8Array, { mayReplace }: Readonly<{ mayReplace: boolean }>): void {
  const existing = readKeyFile(file)
  if (existing !== undefined && isSameKey(existing, masterKey)) return
  if (existing !== undefined && !mayReplace) {
    throw new OperatorError({
      zh: `${file} 中是另一个主密钥，不会覆盖`,
      en: `${file} holds another master key and is not overwritten`,
    })
  }
  explainingFileErrors(file, () => {
    const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
    try {
      writeSynced(draft, Buffer.from(`${Buffer.from(masterKey).toString('hex')}\n`), { mustBeNew: true })
      renameSync(draft, file)
      syncFolder(dirname(file))
    } finally {
      rmSync(draft, { force: true })
    }
  })
}

/**
 * Puts the key of `master.key.next` in the place of `master.key`, which keeps the former one under another name: at no moment is there no
 * `master.key`. Doing it again changes nothing.
 * @param day `YYYY-MM-DD`, in the name of the former key's file
 * @returns the file of the former key; undefined when the key was in place before
 */
export function placeNextKey({ path, masterKeyFile, nextMasterKeyFile }: KeyFolder, day: string): string | undefined {
  const [present, next] = [readKeyFile(masterKeyFile), readKeyFile(nextMasterKeyFile)]
  if (next === undefined) return undefined
  return explainingFileErrors(path, () => {
    const isReplaced = present !== undefined && !isSameKey(present, next)
    const former = isReplaced ? keepFormer(masterKeyFile, `${masterKeyFile}.old-${day}`, present) : undefined
    renameSync(nextMasterKeyFile, masterKeyFile)
    syncFolder(path)
    return former
  })
}

/** @returns the first of `name`, `name-2`, … that is free, or that an interrupted call gave to the key */
function keepFormer(file: string, name: string, masterKey: Uint8Array): string {
  let former = name
  for (let number = 2; ; number += 1) {
    const kept = readKeyFile(former)
    if (kept === undefined) linkSync(file, former)
    if (kept === undefined || isSameKey(kept, masterKey)) return former
    former = `${name}-${number}`
  }
}
