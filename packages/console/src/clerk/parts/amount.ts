import { yuanPattern } from '../../design/money.ts'

/** Commas or blanks between groups of three digits. */
const grouped = /^\d{1,3}([, ])\d{3}(\1\d{3})*(\.\d{1,2})?$/

/**
 * Reads an amount as people type or paste it: with full-width digits, a Chinese full stop, `¥` or separators of thousands.
 * @returns yuan as the API takes them; undefined for what is no such amount, which is never guessed at
 */
export function amountIn(typed: string): string | undefined {
  const text = typed.normalize('NFKC').replaceAll('。', '.').trim().replace(/^¥\s*/, '').replace(/\.$/, '')
  const plain = grouped.test(text) ? text.replaceAll(/[, ]/g, '') : text
  return yuanPattern.test(plain) ? plain : undefined
}
