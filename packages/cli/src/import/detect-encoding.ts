import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { type EncodingLabel, encodingOfMark, Utf8Scan } from '@yaoquan/api'
import { OperationFault } from '#terminal/faults'

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
