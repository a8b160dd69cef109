import { splitLines, type UploadErrorName } from '@yaoquan/api'
import type { TextValues } from '@yaoquan/protocol'
import type { BodyLine } from '#methods/yaoquan.coupon.upload'

/** Lines of a UTF-8 text, without blank ones. @throws BodyFault for what is not UTF-8 and for a line over the limit */
export async function* bodyLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<BodyLine, void, undefined> {
  let number = 0
  for await (const texts of splitLines(textOf(body), tooLong)) {
    for (const text of texts) {
      number += 1
      if (text.trim() !== '') yield { number, text }
    }
  }
}

async function* textOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const bytes of body) yield decoded(() => decoder.decode(bytes, { stream: true }))
  yield decoded(() => decoder.decode())
}

function decoded(decode: () => string): string {
  try {
    return decode()
  } catch (error) {
    if (error instanceof TypeError)
      throw new BodyFault('unreadable', { rule: { zh: '不是有效的UTF-8', en: 'it is no valid UTF-8' } })
    throw error
  }
}

function tooLong(line: number): BodyFault {
  return new BodyFault('unreadable', { rule: { zh: `第 ${line} 行过长`, en: `line ${line} is too long` } })
}

/** Why a body cannot be read to its end; thrown by its reader. */
export class BodyFault extends Error {
  override readonly name = 'BodyFault'
  readonly error: UploadErrorName
  readonly values: TextValues

  constructor(error: UploadErrorName, values: TextValues = {}) {
    super(error)
    this.error = error
    this.values = values
  }
}
