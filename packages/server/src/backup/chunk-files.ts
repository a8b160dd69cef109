import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { chunkBytes } from '#database/sqlite/log-frames'
import { writeDurably } from '#database/sqlite/synced-file'
import { OperatorError } from '#errors/operator-error'

/** @returns hexadecimal SHA-256 */
export function digestOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

export function isDigest(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
}

/** Path of a chunk, which is named by its digest. `gunzip` reads it. */
function chunkFile(folder: string, digest: string): string {
  return join(folder, 'chunks', digest.slice(0, 2), `${digest}.gz`)
}

/** Stores a chunk durably. @returns the bytes it takes on disk; 0 when it exists already */
export function keepChunk(folder: string, digest: string, content: Uint8Array): number {
  return existsSync(chunkFile(folder, digest)) ? 0 : writeChunk(folder, digest, content)
}

/** Stores a chunk durably, in the place of what may be there. @returns the bytes it takes on disk */
export function writeChunk(folder: string, digest: string, content: Uint8Array): number {
  const file = chunkFile(folder, digest)
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const packed = gzipSync(content, { level: 1 })
  writeDurably(file, packed)
  return packed.length
}

/** @returns the digests of all chunks in a folder, without reading them */
export function keptDigests(folder: string): ReadonlySet<string> {
  const chunks = join(folder, 'chunks')
  const names = readdirSync(chunks).flatMap((start) => readdirSync(join(chunks, start)))
  return new Set(names.filter((name) => name.endsWith('.gz')).map((name) => name.slice(0, -'.gz'.length)))
}

/** @throws OperatorError when it is missing or damaged */
export function readChunk(folder: string, digest: string): Uint8Array {
  const file = chunkFile(folder, digest)
  let cause: unknown
  try {
    const content = gunzipSync(readFileSync(file), { maxOutputLength: chunkBytes })
    if (digestOf(content) === digest) return content
  } catch (error) {
    cause = error
  }
  throw new OperatorError({ zh: `备份已损坏：${file}`, en: `the backup is damaged: ${file}` }, { cause })
}
