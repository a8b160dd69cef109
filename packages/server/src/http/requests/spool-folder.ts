import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'

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
      const names = existsSync(folder) ? await readdir(folder) : []
      for (const name of names) if (name.startsWith(prefix)) await rm(join(folder, name), { force: true })
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

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

type SpoolQuota = Readonly<{
  reserve(bytes: number): Promise<boolean>
  release(bytes: number): void
}>

/** One body on disk: written to its end, then read, then closed. */
export class Spool {
  readonly #handle: FileHandle
  readonly #quota: SpoolQuota
  #length = 0

  constructor(handle: FileHandle, quota: SpoolQuota) {
    this.#handle = handle
    this.#quota = quota
  }

  get length(): number {
    return this.#length
  }

  /** @returns false when there is no room; only `close` may follow. @throws the system's error, for other faults */
  async append(bytes: Uint8Array): Promise<boolean> {
    if (!(await this.#quota.reserve(bytes.length))) return false
    this.#length += bytes.length
    return (await unlessFull(() => this.#handle.appendFile(bytes))) !== 'full'
  }

  /** All bytes from the first, in pieces of 64 kB, each in an array of its own. */
  async *pieces(): AsyncGenerator<Uint8Array, void, undefined> {
    let position = 0
    for (;;) {
      const piece = Buffer.allocUnsafe(pieceBytes)
      const { bytesRead } = await this.#handle.read(piece, 0, pieceBytes, position)
      if (bytesRead === 0) return
      position += bytesRead
      yield piece.subarray(0, bytesRead)
    }
  }

  /** Frees its space. */
  async close(): Promise<void> {
    this.#quota.release(this.#length)
    this.#length = 0
    await this.#handle.close()
  }
}

const pieceBytes = 65_536

/** @returns `full` where the disk is full, a quota is used up, or a file has its greatest size. @throws other faults */
async function unlessFull<T>(work: () => Promise<T>): Promise<T | 'full'> {
  try {
    return await work()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') return 'full'
    throw error
  }
}
