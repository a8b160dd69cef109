/** Between groups of three digits: narrow, and no line breaks at it. */
const separator = '\u202f'

/**
 * An amount as tables show it: two decimals, thin separators.
 * @param yuan as the API writes it, such as `1234.5`
 */
export function moneyText(yuan: string): string {
  const [whole = '0', decimals = ''] = yuan.split('.')
  return `${whole.replaceAll(/\B(?=(\d{3})+$)/g, separator)}.${decimals.padEnd(2, '0').slice(0, 2)}`
}

/** An amount as sentences show it: without needless decimals, such as `199` or `9.9`. */
export function plainMoney(yuan: string): string {
  return yuan.includes('.') ? yuan.replace(/0+$/, '').replace(/\.$/, '') : yuan
}

/** An amount in yuan, as people type it. */
export const yuanPattern = /^\d{1,9}(\.\d{1,2})?$/

/** Fen of an amount of the API. */
export function fenOf(yuan: string): number {
  const [whole = '0', decimals = ''] = yuan.split('.')
  return Number(whole) * 100 + Number(decimals.padEnd(2, '0').slice(0, 2))
}

/** An amount in fen as the API writes it. */
export function yuanOf(fen: number): string {
  return `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`
}

/** A count as figures show it, with thin separators. @param count a whole number */
export function countText(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, separator)
}
