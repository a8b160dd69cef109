import { closeSync, fsyncSync, openSync } from 'node:fs'
import { writeAll } from '#database/sqlite/synced-file'
import { OperatorError } from '#errors/operator-error'
import type { BackupManifest } from './backup-manifest.ts'
import { digestOf, isDigest, readChunk, writeChunk } from './chunk-files.ts'

/** Such a list, compressed, takes one block of a disk. */
const chunksPerList = 100

/**
 * Keeps the digests of all chunks as lists of a hundred, which are chunks themselves, a digest on each line. A list whose chunks did not change
 * is that of the backup before, so a manifest, which names the lists, does not repeat them. Many backups may need one list, so one that is
 * missing or damaged is stored again.
 * @param options.read lists that were read just before and are not read again
 * @returns the digest of each list in order, and the bytes added on disk
 */
export function keepChunkLists(
  folder: string,
  chunks: readonly string[],
  { read }: Readonly<{ read: ReadonlySet<string> }>,
): Readonly<{ lists: readonly string[]; addedBytes: number }> {
  const lists: string[] = []
  let addedBytes = 0
  for (let first = 0; first < chunks.length; first += chunksPerList) {
    const lines = chunks.slice(first, first + chunksPerList).map((digest) => `${digest}\n`)
    const content = Buffer.from(lines.join(''), 'latin1')
    const list = digestOf(content)
    if (!read.has(list) && !isReadable(folder, list)) addedBytes += writeChunk(folder, list, content)
    lists.push(list)
  }
  return { lists, addedBytes }
}

function isReadable(folder: string, list: string): boolean {
  return valueUnlessDamaged(() => readChunk(folder, list)) !== undefined
}

/** @returns the digest of each chunk of a backup in order; undefined when a list is missing or damaged */
export function readSoundLists(folder: string, manifest: BackupManifest): readonly string[] | undefined {
  return valueUnlessDamaged(() => readChunkLists(folder, manifest))
}

function valueUnlessDamaged<Value>(read: () => Value): Value | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof OperatorError) return undefined
    throw error
  }
}

/** @returns the digest of each chunk of a backup in order. @throws OperatorError when a list is missing or damaged */
export function readChunkLists(folder: string, { lists, chunks }: BackupManifest): readonly string[] {
  return chunks ?? lists.flatMap((list) => readChunkList(folder, list))
}

/** @throws OperatorError when it is missing or damaged, or no list */
export function readChunkList(folder: string, list: string): readonly string[] {
  const digests = Buffer.from(readChunk(folder, list)).toString('latin1').trimEnd().split('\n')
  if (digests.every(isDigest)) return digests
  throw new OperatorError({
    zh: `备份已损坏：${list} 不是清单`,
    en: `the backup is damaged: ${list} is no list of chunks`,
  })
}

/** Writes the database of a backup into a file, durably. @throws OperatorError when a chunk is missing or damaged */
export function writeSnapshot(folder: string, manifest: BackupManifest, file: string): void {
  let written = 0
  const handle = openSync(file, 'w', 0o600)
  try {
    for (const digest of readChunkLists(folder, manifest)) {
      const content = readChunk(folder, digest)
      writeAll(handle, content)
      written += content.length
    }
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  if (written !== manifest.bytes) {
    throw new OperatorError({
      zh: '备份已损坏：内容与清单不符',
      en: 'the backup is damaged: its content differs from its manifest',
    })
  }
}
