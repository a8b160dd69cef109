import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { listBackups, manifestFile, readManifest } from './backup-manifest.ts'
import { readChunkList } from './chunk-lists.ts'

/**
 * Removes backups taken before a moment, except the newest.
 * @param isThorough also removes every chunk that no backup needs any more, for which it reads all manifests and lists
 * @returns how many backups were removed
 */
export function pruneBackups(folder: string, beforeMs: number, isThorough: boolean): number {
  const backups = listBackups(folder)
  const old = backups.slice(0, -1).filter((takenAtMs) => takenAtMs < beforeMs)
  for (const takenAtMs of old) rmSync(join(folder, 'backups', manifestFile(takenAtMs)))
  // Includes chunks of a backup that was interrupted before its manifest.
  if (isThorough) for (const file of unusedChunks(folder)) rmSync(file)
  return old.length
}

/** Reads one manifest after the other, and each list of chunks once: those that did not change are of many backups. */
function unusedChunks(folder: string): Iterable<string> {
  const chunks = join(folder, 'chunks')
  const unused = new Map<string, string>()
  for (const start of readdirSync(chunks)) {
    for (const name of readdirSync(join(chunks, start))) unused.set(name, join(chunks, start, name))
  }
  const read = new Set<string>()
  for (const takenAtMs of listBackups(folder).toReversed()) {
    if (unused.size === 0) break
    const { lists, chunks: listed = [] } = readManifest(folder, takenAtMs)
    for (const digest of listed) unused.delete(`${digest}.gz`)
    for (const list of lists) {
      if (read.has(list)) continue
      read.add(list)
      for (const digest of [list, ...readChunkList(folder, list)]) unused.delete(`${digest}.gz`)
    }
  }
  return unused.values()
}
