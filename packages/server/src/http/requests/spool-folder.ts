import { randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { Spool, unlessFull } from './spool.ts'

/**
 * Disk space for bodies that may not be processed yet. Each body lies in a file of mode 0600 whose name is removed when it
 * is open, so the file ends with its process, even after a crash.
 */
export type SpoolFolder = Readonly<{
  /** @returns undefined where the disk has no room for a file. @throws the system's error, for other faults */
  open(): Promise<Spool | undefined>
  /** Removes files whose process was killed before it removed their names. */
  removeLeftovers(): Promise<void>
}>

type SpoolSettings = Readonly<{
  /** Created when first needed; several processes may share it. */
  folder: string
  /** Limit for the sum of all spools of this process. */
  maxBytes: number
  /** Space that spools leave free on the disk, for the store among others. */
  minFreeBytes: number
  /** @returns free bytes of the disk that a folder is on */
  freeBytes?: (folder: string) => Promise<number>
}>

/** Creates the object; the disk is not touched before the first spool. */
export function createSpoolFolder(settings: SpoolSettings): SpoolFolder {
  const { folder, maxBytes, minFreeBytes, freeBytes = freeBytesOf } = settings
  let usedBytes = 0
  const hasRoom = async (bytes: number): Promise<boolean> =>
    usedBytes + bytes <= maxBytes && (await freeBytes(folder)) - bytes >= minFreeBytes
  const reserve = async (bytes: number): Promise<boolean> => {
    if (!(await hasRoom(bytes)) || usedBytes + bytes > maxBytes) return false
    usedBytes += bytes
    return true
  }
  const release = (bytes: number) => {
    usedBytes -= bytes
  }
  return {
    async open() {
      const handle = await unlessFull(() => openNameless(folder))
      if (handle === 'full') return undefined
      if (await hasRoom(0)) return new Spool(handle, { reserve, release })
      await handle.close()
      return undefined
    },
    async removeLeftovers() {
      const names = await namesIn(folder)
      await Promise.all(
        names.filter((name) => name.startsWith(prefix)).map((name) => rm(join(folder, name), { force: true })),
      )
    },
  }
}

const prefix = 'body-'

async function openNameless(folder: string): Promise<FileHandle> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${prefix}${randomBytes(12).toString('hex')}`)
  const handle = await open(path, 'wx+', 0o600)
  await rm(path, { force: true })
  return handle
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}
