import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { errorCode } from '#database/sqlite/data-folder'
import { syncFolder, writeAll, writeDurably, writeSynced } from '#database/sqlite/synced-file'

/** What a file may grow by until it is written on a full disk. */
const reserveBytes = 16 * 1024

/**
 * Replaces a file, durably, also on a full disk: its blocks are those of a spare file that an earlier write has left.
 * @param write replaces the file on a disk that has room
 * @throws an Error of the system
 */
export function writeWithSpare(file: string, content: Uint8Array, write = writeDurably): void {
  const spare = `${file}.spare`
  try {
    write(file, content)
  } catch (error) {
    if (!isFull(error) || !existsSync(spare)) throw error
    overwrite(spare, content)
    renameSync(spare, file)
    syncFolder(dirname(file))
  }
  keepSpare(spare, content.length + reserveBytes)
}

function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(errorCode(error))
}

/** Truncates after writing: blocks that were given back might be gone. */
function overwrite(file: string, content: Uint8Array): void {
  const handle = openSync(file, 'r+')
  try {
    writeAll(handle, content)
    ftruncateSync(handle, content.length)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

function keepSpare(spare: string, length: number): void {
  try {
    if (existsSync(spare) && statSync(spare).size >= length) return
    writeSynced(spare, Buffer.alloc(length, ' '))
  } catch {
    // The disk is full; the next write on one that has room leaves a spare file.
  }
}
