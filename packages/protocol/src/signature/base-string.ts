import type { Parameters } from '../parameters/parameters.ts'

/**
 * Which blank parameters the base string includes: all (`signed`), none (`skipped`), or only those of white space
 * (`empty-skipped`). SDKs differ (docs/reference/top-protocol.md, 1.4).
 */
export type BlankPolicy = 'signed' | 'skipped' | 'empty-skipped'

/**
 * The text that a signature covers (docs/reference/top-protocol.md, 2): name and value of every parameter except
 * `sign`, sorted by name in byte order and joined without separators, followed by the raw body of calls whose body is
 * not parameters.
 */
export function baseString(parameters: Parameters, options: Readonly<{ blank: BlankPolicy; body?: string }>): string {
  let text = ''
  for (const name of sortByBytes([...parameters.keys()])) {
    const value = parameters.get(name) ?? ''
    if (name !== 'sign' && isSigned(value, options.blank)) text += name + value
  }
  return text + (options.body ?? '')
}

function isSigned(value: string, policy: BlankPolicy): boolean {
  if (policy === 'signed') return true
  return policy === 'skipped' ? value.trim() !== '' : value !== ''
}

/**
 * Sorts texts by their UTF-8 bytes, in place. JavaScript sorts by UTF-16 units, which differs only where a character
 * above U+FFFF is compared with one from U+E000 to U+FFFF.
 */
function sortByBytes(texts: string[]): string[] {
  return texts.some((text) => surrogateOrAbove.test(text)) ? texts.sort(compareBytes) : texts.sort()
}

function compareBytes(left: string, right: string): number {
  const shared = Math.min(left.length, right.length)
  for (let index = 0; index < shared; index++) {
    const difference = rank(left.charCodeAt(index)) - rank(right.charCodeAt(index))
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

/** Orders surrogates, which encode the highest code points, above all other units. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}

const surrogateOrAbove = /[\ud800-\uffff]/
