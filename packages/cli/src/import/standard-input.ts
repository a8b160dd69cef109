import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/**
 * Calls `work` with a file to read: the named one, or for `-` a temporary copy of standard input, which has to be read more than once
 * and may be larger than the memory.
 * @param work gets the path to read, and the name for files that are written next to it
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
