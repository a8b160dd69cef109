import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { listBackups, manifestFile, readManifest } from './backup-manifest.ts'

/**
 * Removes backups taken before a moment, except the newest, and every chunk that no backup needs any more.
 * @returns how many backups were removed
 */
export function pruneBackups(folder: string, beforeMs: number): number {
  const backups = listBackups(folder)
  const old = backups.slice(0, -1).filter((takenAtMs) => takenAtMs < beforeMs)
  for (const takenAtMs of old) rmSync(join(folder, 'backups', manifestFile(takenAtMs)))
  // Includes chunks of a backup that was interrupted before its manifest.
  for (const file of unusedChunks(folder)) rmSync(file)
  return old.length
}

/** Reads one manifest after the other: those of a month, of a store of gigabytes, name millions of chunks. */
function unusedChunks(folder: string): Iterable<string> {
  const chunks = join(folder, 'chunks')
  const unused = new Map<string, string>()
  for (const start of readdirSync(chunks)) {
    for (const name of readdirSync(join(chunks, start))) unused.set(name, join(chunks, start, name))
  }
  for (const takenAtMs of listBackups(folder).toReversed()) {
    if (unused.size === 0) break
    for (const digest of readManifest(folder, takenAtMs).chunks) unused.delete(`${digest}.gz`)
  }
  return unused.values()
}
