import type { FileHandle } from 'node:fs/promises'

type SpoolQuota = Readonly<{
  /** @returns false when there is no room for so many bytes */
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

  /** Bytes on disk. */
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
export async function unlessFull<T>(work: () => Promise<T>): Promise<T | 'full'> {
  try {
    return await work()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') return 'full'
    throw error
  }
}
