import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/**
 * Gives a file to read: the one named, or for `-` a copy of standard input, which is looked at more than once and may
 * be larger than the memory. The copy is gone afterwards.
 * @param work gets the path to read, and the name under which lists beside the file are made
 */
export async function withStandardInput<T>(
  path: string,
  work: (readable: string, name: string) => Promise<T>,
): Promise<T> {
  if (path !== '-') return work(path, path)
  const folder = await mkdtemp(join(tmpdir(), 'yaoquan-stdin-'))
  try {
    const copy = join(folder, 'stdin')
    await pipeline(process.stdin, createWriteStream(copy, { mode: 0o600 }))
    return await work(copy, 'stdin')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
