import type { Parameters } from '../parameters/parameters.ts'
import { sortByBytes } from './sort-by-bytes.ts'

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
