import { OperationFault } from '#terminal/faults'

/** In characters. The longest valid coupon has about 60,000 if all of it is escaped. */
const maxLineLength = 256 * 1024

/**
 * Splits a text that arrives in pieces into lines, without line breaks (LF or CRLF). U+2028 is not a line break: JSON allows it inside
 * strings.
 * @throws OperationFault for a line over the limit
 */
export async function* splitLines(pieces: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  let rest = ''
  let line = 0
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    for (const text of lines) {
      line += 1
      yield checked(text, line)
    }
    checked(rest, line + 1)
  }
  if (rest !== '') yield checked(rest, line + 1)
}

function checked(text: string, line: number): string {
  if (text.length <= maxLineLength) return text.endsWith('\r') ? text.slice(0, -1) : text
  throw new OperationFault(`文件已损坏: 第 ${line} 行过长`, `line ${line} is too long`)
}
