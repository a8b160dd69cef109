/** 10^9 yuan, the largest amount of a coupon. */
const maxFen = 100_000_000_000
const yuanText = /^(\d{1,10})(?:\.(\d{1,2}))?$/

/**
 * Reads an amount of yuan, `"199"` or `"99.5"`, as fen.
 * @returns 0..10^11 fen; undefined when the text is not an amount, has more than two decimals or is above 10^9 yuan
 */
export function parseYuan(text: string): number | undefined {
  const parts = yuanText.exec(text)
  if (parts === null) return undefined
  const fen = Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0'))
  return fen <= maxFen ? fen : undefined
}

/**
 * Writes fen as yuan as the method's page does: no decimals when there are none (`19900` is `"199"`), no trailing zero
 * (`9950` is `"99.5"`).
 * @param fen a whole number, not negative
 */
export function formatYuan(fen: number): string {
  const cents = fen % 100
  const yuan = (fen - cents) / 100
  if (cents === 0) return String(yuan)
  return `${yuan}.${cents % 10 === 0 ? cents / 10 : String(cents).padStart(2, '0')}`
}

/** Writes fen as yuan with both decimals, for prices that people pay: `1200` is `"12.00"`. */
export function formatPrice(fen: number): string {
  const cents = fen % 100
  return `${(fen - cents) / 100}.${String(cents).padStart(2, '0')}`
}

/** The same for a difference, which may be negative: `-1200` is `"-12.00"`. */
export function formatSigned(fen: number): string {
  return `${fen < 0 ? '-' : ''}${formatPrice(Math.abs(fen))}`
}

/** @returns 0 without any */
export function sumOf(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0)
}
