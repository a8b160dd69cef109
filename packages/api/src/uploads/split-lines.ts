import { isNestedTooDeep } from '../json/json-depth.ts'

/** Maximum in characters. The longest valid coupon has about 60,000 if all of it is escaped. */
const maxLineLength = 256 * 1024

/**
 * Splits a text that arrives in pieces into lines, without line breaks (LF or CRLF). U+2028 is not a line break: JSON allows it inside
 * strings.
 * @param tooLong makes the error to throw for a line of more than 256 × 1024 characters; lines count from 1
 * @returns the lines that each piece completes, and at the end the last one if it has no line break
 */
export async function* splitLines(
  pieces: AsyncIterable<string>,
  tooLong: (line: number) => Error,
): AsyncGenerator<readonly string[], void, undefined> {
  let rest = ''
  let line = 0
  const checked = (text: string) => {
    line += 1
    if (text.length > maxLineLength) throw tooLong(line)
    return text.endsWith('\r') ? text.slice(0, -1) : text
  }
  for await (const piece of pieces) {
    const texts = (rest + piece).split('\n')
    rest = texts.pop() ?? ''
    if (texts.length > 0) yield texts.map(checked)
    if (rest.length > maxLineLength) throw tooLong(line + 1)
  }
  if (rest !== '') yield [checked(rest)]
}

/** Parses a line of newline-delimited JSON; undefined if it is not a JSON object, or nested too deep. */
export function parseLine(line: string): object | undefined {
  if (isNestedTooDeep(line)) return undefined
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/**
 * A member of such an object as text; `null` is blank.
 * @returns undefined for objects, booleans, and numbers that JSON parsers round, such as long card numbers
 */
export function lineText(value: unknown): string | undefined {
  if (value === null) return ''
  if (typeof value === 'string') return value
  if (typeof value !== 'number' || Math.abs(value) > Number.MAX_SAFE_INTEGER) return undefined
  const text = String(value)
  return /^-?\d{1,16}(\.\d{1,4})?$/.test(text) ? text : undefined
}
