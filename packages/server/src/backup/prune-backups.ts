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
  removeUnused(folder, new Set(listBackups(folder).flatMap((takenAtMs) => readManifest(folder, takenAtMs).chunks)))
  return old.length
}

function removeUnused(folder: string, needed: ReadonlySet<string>): void {
  for (const start of readdirSync(join(folder, 'chunks'))) {
    for (const name of readdirSync(join(folder, 'chunks', start))) {
      if (!needed.has(name.slice(0, -'.gz'.length))) rmSync(join(folder, 'chunks', start, name))
    }
  }
}
