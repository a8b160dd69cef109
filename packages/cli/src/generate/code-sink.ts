import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { OperationFault } from '../faults.ts'

export type Codes = Readonly<{ couponCodes: readonly string[]; startDate: string; endDate: string }>

/** Where generated codes go, as CSV. */
export interface CodeSink {
  write(codes: Codes): Promise<void>
  /** Makes what was written durable and gives it its name. */
  finish(): Promise<void>
  /** Leaves no half file behind. */
  discard(): Promise<void>
}

const header = 'coupon_code,start_date,end_date\n'

/**
 * @param path a file that does not stand yet; standard output if undefined
 * @throws OperationFault if the file stands or cannot be made
 */
export async function openCodeSink(path: string | undefined): Promise<CodeSink> {
  if (path === undefined) return standardOutput()
  if (existsSync(path)) throw new OperationFault(`文件已存在: ${path}`, 'the file exists already')
  const part = `${path}.part`
  return fileSink(await explaining(path, () => open(part, 'w', 0o600)), { path, part })
}

function fileSink(file: FileHandle, { path, part }: Readonly<{ path: string; part: string }>): CodeSink {
  let isFirst = true
  return {
    async write(codes) {
      await explaining(path, () => file.writeFile(isFirst ? header + csvOf(codes) : csvOf(codes)))
      isFirst = false
    },
    async finish() {
      await explaining(path, async () => {
        await file.sync()
        await file.close()
        await rename(part, path)
      })
    },
    async discard() {
      await file.close()
      await rm(part, { force: true })
    },
  }
}

function standardOutput(): CodeSink {
  let isFirst = true
  return {
    async write(codes) {
      const text = isFirst ? header + csvOf(codes) : csvOf(codes)
      isFirst = false
      if (!process.stdout.write(text)) await once(process.stdout, 'drain')
    },
    finish: async () => undefined,
    discard: async () => undefined,
  }
}

function csvOf({ couponCodes, startDate, endDate }: Codes): string {
  return couponCodes.map((code) => `${code},${startDate},${endDate}\n`).join('')
}

async function explaining<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    if (code === 'ENOSPC') throw new OperationFault(`磁盘已满: ${path}`, 'the disk is full', { cause })
    throw new OperationFault(`无法写入 ${path}: ${code}`, 'cannot write there', { cause })
  }
}
