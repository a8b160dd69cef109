import { readSync } from 'node:fs'
import { OperatorError } from '#errors/operator-error'
import type { BackupManifest } from './backup-manifest.ts'
import { chunkBytes, digestOf, keepChunk } from './chunk-files.ts'
import type { StillDatabase } from './hold-database.ts'

type KeptChunks = Pick<BackupManifest, 'chunks'> & Readonly<{ addedBytes: number }>

/** Stores a database as chunks in a folder, those that are not there yet. */
export function keepChunks(folder: string, { handle, bytes }: StillDatabase): KeptChunks {
  const chunks: string[] = []
  const buffer = Buffer.alloc(chunkBytes)
  let addedBytes = 0
  for (let start = 0; start < bytes; start += chunkBytes) {
    const content = buffer.subarray(0, Math.min(chunkBytes, bytes - start))
    readWhole(handle, content, start)
    if (start === 0) forgetLog(content)
    const digest = digestOf(content)
    addedBytes += keepChunk(folder, digest, content)
    chunks.push(digest)
  }
  return { chunks, addedBytes }
}

/** @throws OperatorError when the file is shorter */
function readWhole(handle: number, content: Uint8Array, position: number): void {
  for (let read = 0; read < content.length; ) {
    const length = readSync(handle, content, { offset: read, position: position + read })
    if (length === 0)
      throw new OperatorError({
        zh: '数据库文件不完整，未备份',
        en: 'the database file is cut short and was not backed up',
      })
    read += length
  }
}

/** A file by itself needs no log: bytes 18 and 19 of the header say whether it has one (https://www.sqlite.org/fileformat2.html#the_database_header). */
function forgetLog(header: Buffer): void {
  header.fill(1, 18, 20)
}
