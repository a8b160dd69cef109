import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Writes a file that only its owner can read, and makes its content durable.
 * @param options.mustBeNew fails when a file of that name exists
 */
export function writeSynced(file: string, content: Uint8Array, { mustBeNew = false } = {}): void {
  const handle = openSync(file, mustBeNew ? 'wx' : 'w', 0o600)
  try {
    writeAll(handle, content)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

export function writeAll(handle: number, content: Uint8Array): void {
  for (let written = 0; written < content.length; ) written += writeSync(handle, content, written)
}

/** Writes a file under another name, makes it durable and renames it, so that no reader sees half of it. */
export function writeDurably(file: string, content: Uint8Array): void {
  const unfinished = `${file}.unfinished`
  writeSynced(unfinished, content)
  renameSync(unfinished, file)
  syncFolder(dirname(file))
}

/** Makes the names in a folder durable. Windows syncs no folders: NTFS has names in its journal. */
export function syncFolder(folder: string, platform = process.platform): void {
  if (platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
