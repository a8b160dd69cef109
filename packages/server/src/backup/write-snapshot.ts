import { closeSync, fsyncSync, openSync } from 'node:fs'
import { writeAll } from '#database/sqlite/synced-file'
import { OperatorError } from '#errors/operator-error'
import type { BackupManifest } from './backup-manifest.ts'
import { readChunk } from './chunk-files.ts'
import { readChunkLists } from './chunk-lists.ts'

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
