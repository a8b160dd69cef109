/** Fen as yuan with both decimals, for prices that people pay: `1200` is `12.00`. @param fen a whole number, 0 or more */
export function yuanText(fen: number): string {
  const cents = fen % 100
  return `${(fen - cents) / 100}.${String(cents).padStart(2, '0')}`
}
