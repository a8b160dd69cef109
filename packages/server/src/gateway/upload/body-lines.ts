import type { BodyLine } from '#methods/yaoquan.coupon.upload'
import { BodyFault } from './body-fault.ts'

/** In characters; the longest valid coupon has about 60,000 when all of it is escaped. */
const maxLineLength = 256 * 1024

/**
 * Lines of a UTF-8 text that comes in pieces, blank ones left out but counted; they end with LF or CRLF.
 * @throws BodyFault for what is not UTF-8 and for a line over the limit
 */
export async function* bodyLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<BodyLine, void, undefined> {
  let rest = ''
  let number = 0
  for await (const piece of textOf(body)) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    for (const text of lines) {
      number += 1
      checkLength(text, number)
      if (text.trim() !== '') yield { number, text }
    }
    checkLength(rest, number + 1)
  }
  if (rest.trim() !== '') yield { number: number + 1, text: rest }
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
    if (error instanceof TypeError) throw new BodyFault('unreadable', { rule: '不是有效的UTF-8' })
    throw error
  }
}

function checkLength(text: string, number: number): void {
  if (text.length > maxLineLength) throw new BodyFault('unreadable', { rule: `第 ${number} 行过长` })
}
