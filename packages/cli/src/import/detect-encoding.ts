import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { OperationFault } from '#terminal/faults'

/** A label of the WHATWG Encoding Standard. */
export type EncodingLabel = string

/**
 * Detects the encoding of a file: by its byte order mark; else UTF-8 if the whole file is valid UTF-8; else GB18030, a superset of
 * GBK. The whole file is read, in pieces, because a GBK file may start with any amount of ASCII.
 * @throws OperationFault for damaged UTF-8, which would silently yield wrong characters if it was read as GB18030
 */
export async function detectEncoding(path: string): Promise<EncodingLabel> {
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

function encodingOfMark([first, second, third]: Uint8Array): EncodingLabel | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return undefined
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
    `not valid UTF-8 at byte ${offset}; use --encoding to specify the encoding`,
  )
}

/** GBK text never contains this many three-byte UTF-8 sequences (Chinese characters) before an invalid byte. */
const evidenceOfUtf8 = 8

/** Scans bytes piece by piece for the first invalid UTF-8. The decoder checks for surrogates and overlong forms. */
export class Utf8Scan {
  #offset = 0
  #pending = 0
  #sequenceLength = 0
  #threeByteSequences = 0
  /** Offset of the first invalid byte. */
  invalidAt: number | undefined

  /** Whether the bytes before the first invalid one are certainly UTF-8. */
  get looksLikeUtf8(): boolean {
    return this.#threeByteSequences >= evidenceOfUtf8
  }

  add(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (byte >= 0x80 || this.#pending > 0) this.#step(byte)
      if (this.invalidAt !== undefined) return
      this.#offset += 1
    }
  }

  /** Must be called after the last piece: a truncated sequence is invalid too. */
  end(): void {
    if (this.#pending > 0) this.invalidAt ??= this.#offset
  }

  #step(byte: number): void {
    const isContinuation = (byte & 0xc0) === 0x80
    if (isContinuation !== this.#pending > 0) this.invalidAt = this.#offset
    else if (isContinuation) this.#continue()
    else this.#begin(byte)
  }

  #continue(): void {
    this.#pending -= 1
    if (this.#pending === 0 && this.#sequenceLength === 3) this.#threeByteSequences += 1
  }

  #begin(byte: number): void {
    this.#sequenceLength =
      byte >= 0xc2 && byte <= 0xdf ? 2 : (byte & 0xf0) === 0xe0 ? 3 : byte >= 0xf0 && byte <= 0xf4 ? 4 : 0
    if (this.#sequenceLength === 0) this.invalidAt = this.#offset
    else this.#pending = this.#sequenceLength - 1
  }
}
