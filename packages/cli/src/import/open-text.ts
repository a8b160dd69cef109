import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, open, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type EncodingLabel, encodingOfMark, parseLine, Utf8Scan } from '@yaoquan/api'
import { OperationFault } from '#terminal/output'

export type TextFile = Readonly<{
  path: string
  encoding: EncodingLabel
  sizeBytes: number
  /** Bytes read so far. */
  readBytes(): number
  /** The text in pieces, without a byte order mark. Throws an OperationFault for bytes that are invalid in the encoding. */
  pieces(): AsyncGenerator<string, void, undefined>
}>

/**
 * Opens a text file for reading from start to end. At most one piece is in memory.
 * @param encoding detected if undefined
 * @throws OperationFault if the file cannot be read
 */
export async function openText(path: string, encoding?: EncodingLabel): Promise<TextFile> {
  try {
    const status = await stat(path)
    if (!status.isFile()) throw new OperationFault(`不是文件: ${path}`, `not a regular file: ${path}`)
    return decodedFile(path, encoding ?? (await detectEncoding(path)), status.size)
  } catch (error) {
    throw readFault(path, error)
  }
}

function decodedFile(path: string, encoding: EncodingLabel, sizeBytes: number): TextFile {
  let read = 0
  async function* pieces() {
    const decoder = new TextDecoder(encoding, { fatal: true })
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) {
      const bytes = chunk as Uint8Array
      yield decode(() => decoder.decode(bytes, { stream: true }))
      read += bytes.length
    }
    yield decode(() => decoder.decode())
  }
  function decode(piece: () => string): string {
    try {
      return piece()
    } catch (cause) {
      throw new OperationFault(
        `文件已损坏: ${path} 第 ${read} 字节之后不是有效的 ${encoding}`,
        `${path} is damaged: no valid ${encoding} after byte ${read}`,
        { cause },
      )
    }
  }
  return { path, encoding, sizeBytes, readBytes: () => read, pieces }
}

/** Reads a whole file in UTF-8, without a byte order mark. @throws OperationFault if the file cannot be read, or has another encoding */
export async function readTextFile(path: string): Promise<string> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw readFault(path, error)
  })
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    const [zh, en] = [`不是UTF-8文本，请另存为UTF-8: ${path}`, `no UTF-8 text, save it as UTF-8: ${path}`]
    throw new OperationFault(zh, en, { cause })
  }
}

/** Reads a JSON object from a file. @throws OperationFault if the file cannot be read or is not a JSON object */
export async function readJsonFile(path: string): Promise<object> {
  const object = parseLine(await readTextFile(path))
  if (object === undefined) throw new OperationFault(`文件不是JSON对象: ${path}`, `not a JSON object: ${path}`)
  return object
}

/** A fault of the file system in plain words; other errors as they are. */
export function readFault(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return new OperationFault(`文件不存在: ${path}`, `no such file: ${path}`)
  if (code === 'EACCES' || code === 'EPERM')
    return new OperationFault(`没有权限读取: ${path}`, `not allowed to read ${path}`)
  if (code === 'EISDIR') return new OperationFault(`不是文件: ${path}`, `not a regular file: ${path}`)
  return error
}

/**
 * Detects the encoding of a file: by its byte order mark; else UTF-8 if the whole file is valid UTF-8; else GB18030, a superset of
 * GBK. The whole file is read, in pieces, because a GBK file may start with any amount of ASCII.
 * @throws OperationFault for damaged UTF-8, which would silently yield wrong characters if it was read as GB18030
 */
async function detectEncoding(path: string): Promise<EncodingLabel> {
  const marked = encodingOfMark(await firstBytes(path))
  if (marked !== undefined) return marked
  const scan = new Utf8Scan()
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    scan.add(chunk as Uint8Array)
    if (scan.invalidAt !== undefined) break
  }
  scan.end()
  if (scan.invalidAt === undefined) return 'utf-8'
  if (scan.looksLikeUtf8) throw damaged(path, scan.invalidAt)
  return 'gb18030'
}

async function firstBytes(path: string): Promise<Uint8Array> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(3), 0, 3, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

function damaged(path: string, offset: number): OperationFault {
  return new OperationFault(
    `文件已损坏: ${path} 第 ${offset} 字节处不是有效的UTF-8，可用 --encoding 指定编码`,
    `${path} is damaged: no valid UTF-8 at byte ${offset}; use --encoding to specify the encoding`,
  )
}

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
