import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { errorCode, OperationFault } from '#terminal/output'

/** The destination of a command's data. */
export interface ByteSink {
  /** Resolves when the sink can take more. */
  write(bytes: Uint8Array): Promise<void>
  /** Makes the data durable and gives the file its name. */
  finish(): Promise<void>
  /** Deletes the unfinished file. */
  discard(): Promise<void>
}

/**
 * Runs `work` with a sink, then finishes the sink; discards it if `work` fails. A file is named `NAME.….part` until it is complete, and only its owner can read it.
 * @param path a file that does not exist yet; standard output if undefined
 * @throws OperationFault if the file exists or cannot be created
 */
export async function withByteSink<T>(path: string | undefined, work: (sink: ByteSink) => Promise<T>): Promise<T> {
  const sink = await openByteSink(path)
  try {
    const result = await work(sink)
    await sink.finish()
    return result
  } catch (error) {
    await sink.discard()
    throw error
  }
}

async function openByteSink(path: string | undefined): Promise<ByteSink> {
  if (path === undefined) return standardOutput
  refuseExisting(path)
  const part = `${path}.${randomBytes(4).toString('hex')}.part`
  return fileSink(await explaining(path, () => open(part, 'wx', 0o600)), { path, part })
}

function fileSink(file: FileHandle, { path, part }: Readonly<{ path: string; part: string }>): ByteSink {
  return {
    write: (bytes) => explaining(path, () => file.writeFile(bytes)),
    async finish() {
      await explaining(path, async () => {
        await file.sync()
        await file.close()
      })
      refuseExisting(path)
      await explaining(path, () => rename(part, path))
    },
    async discard() {
      await file.close()
      await rm(part, { force: true })
    },
  }
}

const standardOutput: ByteSink = {
  async write(bytes) {
    if (!process.stdout.write(bytes)) await once(process.stdout, 'drain')
  },
  finish: async () => undefined,
  discard: async () => undefined,
}

function refuseExisting(path: string): void {
  if (existsSync(path)) throw new OperationFault(`文件已存在: ${path}`, `the file already exists: ${path}`)
}

async function explaining<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    const code = errorCode(cause)
    if (code === 'ENOSPC') throw new OperationFault(`磁盘已满: ${path}`, `the disk is full: ${path}`, { cause })
    throw new OperationFault(`无法写入 ${path}: ${code}`, `cannot write ${path}: ${code}`, { cause })
  }
}
