import { randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { Spool, unlessFull } from './spool.ts'

/**
 * Room on disk for bodies that may not be worked on yet. Each lies in a file of mode 0600 that has no name any more once
 * it is open: it ends with its process, whatever ends that.
 */
export type SpoolRoom = Readonly<{
  /** @returns undefined where the disk takes no file. @throws the system's error, for other faults */
  open(): Promise<Spool | undefined>
  /** Removes files that kept their names because their process was killed in the moment between. */
  removeLeftovers(): Promise<void>
}>

type SpoolPlace = Readonly<{
  /** Made when first needed; several processes may share it. */
  folder: string
  /** Of all spools of this process together. */
  maxBytes: number
  /** What is left to others on the disk, the store among them. */
  minFreeBytes: number
  /** Bytes that the disk of a folder has left. */
  freeBytes?: (folder: string) => Promise<number>
}>

/** Throws nothing; the folder is not touched yet. */
export function createSpoolRoom(place: SpoolPlace): SpoolRoom {
  const { folder, maxBytes, minFreeBytes, freeBytes = freeBytesOf } = place
  let usedBytes = 0
  const hasRoom = async (bytes: number): Promise<boolean> =>
    usedBytes + bytes <= maxBytes && (await freeBytes(folder)) - bytes >= minFreeBytes
  const take = async (bytes: number): Promise<boolean> => {
    if (!(await hasRoom(bytes)) || usedBytes + bytes > maxBytes) return false
    usedBytes += bytes
    return true
  }
  const giveBack = (bytes: number) => {
    usedBytes -= bytes
  }
  return {
    async open() {
      const handle = await unlessFull(() => openNameless(folder))
      if (handle === 'full') return undefined
      if (await hasRoom(0)) return new Spool(handle, { take, giveBack })
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
