/**
 * What the first units of a line carry of an amount: ⌊amount · units / all⌋. The differences of it sum exactly, whatever
 * portions units come in.
 * @param fen 0 or more
 * @param units 0..`all`, in thousandths
 * @param all units of the line, in thousandths, above 0
 */
export function partOfUnits(fen: number, units: number, all: number): number {
  const product = fen * units
  if (product <= Number.MAX_SAFE_INTEGER) return (product - (product % all)) / all
  return Number((BigInt(fen) * BigInt(units)) / BigInt(all))
}
