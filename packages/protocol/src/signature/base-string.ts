import type { Parameters } from '../parameters/parameters.ts'
import { sortByBytes } from './sort-by-bytes.ts'

/**
 * What becomes of parameters without a value: all are signed, those that are empty or only white space are left out,
 * or only the empty ones are left out. SDKs differ (docs/reference/top-protocol.md, 1.4).
 */
export type BlankPolicy = 'signed' | 'skipped' | 'empty-skipped'

/**
 * The text a signature covers (docs/reference/top-protocol.md, 2): every parameter but `sign`, sorted by name in byte
 * order, name and value joined without separators, then the raw body for calls whose body is not made of parameters.
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
