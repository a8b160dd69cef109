import { renameSync, rmSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { OperatorError } from '#errors/operator-error'
import { createDatabaseFile, explainingFileErrors, explainingFileFaults } from './data-folder.ts'

const pagesAtOnce = 4_096
const mebibyte = 2 ** 20

/**
 * Copies a database beside itself as it was before its schema changes, so that the former version can go on from there. A copy that an
 * interrupted upgrade left is replaced.
 * @param file nobody else may write to it meanwhile
 * @param version of the schema that the copy has
 * @returns the path of the copy, which stays until somebody deletes it
 * @throws OperatorError when the disk has too little room, or the folder must not be written
 */
export async function copyBeforeUpgrade(file: string, version: number): Promise<string> {
  const copy = `${file}.schema-${version}`
  const unfinished = `${copy}.part`
  rmSync(unfinished, { force: true })
  await refuseTooLittleRoom(file)
  createDatabaseFile(unfinished)
  const database = new Database(file, { readonly: true, fileMustExist: true })
  try {
    await explainingFileFaults(unfinished, () => database.backup(unfinished, { progress: () => pagesAtOnce }))
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  } finally {
    database.close()
  }
  explainingFileErrors(copy, () => renameSync(unfinished, copy))
  return copy
}

async function refuseTooLittleRoom(file: string): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(file))
  // The log may hold as many pages again that are not in the file yet.
  const needed = [file, `${file}-wal`].reduce(
    (sum, each) => sum + (statSync(each, { throwIfNoEntry: false })?.size ?? 0),
    0,
  )
  if (bavail * bsize > needed) return
  const mebibytes = (bytes: number) => `${Math.ceil(bytes / mebibyte)} MiB`
  throw new OperatorError({
    zh: `升级数据结构前要先复制 ${file}，需要 ${mebibytes(needed)}，磁盘只剩 ${mebibytes(bavail * bsize)}：请腾出空间后再启动`,
    en: `the schema of ${file} is upgraded after a copy of it was made, which takes ${mebibytes(needed)}; the disk has ${mebibytes(bavail * bsize)} left: make room and start again`,
  })
}
