import { checkWhole, type Fault, maxCount } from '../checks/fault.ts'
import type { ReturnRequest, Sale, SoldLine } from '../model/sale.ts'

/** A sold line, and how many of its units stay before and after a return. */
export type ReturnedLine = Readonly<{ line: SoldLine; beforeMilli: number; afterMilli: number }>

export type ReturnedUnits =
  /** Every line of the sale. */
  Readonly<{ kind: 'lines'; lines: readonly ReturnedLine[] }> | Readonly<{ kind: 'refused'; fault: Fault }>

/** Reads which units come back. Refused: lines that the sale lacks or that are named twice, and more units than are left. */
export function returnedUnits({ lines: sold }: Sale, { lines }: ReturnRequest): ReturnedUnits {
  const leftOf = (line: SoldLine): number => line.quantityMilli - line.returnedMilli
  const left = new Map(sold.map((line) => [line.lineNo, leftOf(line)]))
  const requested = new Map<number, number>()
  for (const [index, { lineNo, quantityMilli }] of (lines ?? []).entries()) {
    const fault = checkUnits(`lines[${index}]`, { lineNo, quantityMilli, leftMilli: left.get(lineNo) })
    if (fault !== undefined) return { kind: 'refused', fault }
    if (requested.has(lineNo)) {
      return { kind: 'refused', fault: { field: `lines[${index}].lineNo`, value: lineNo, rule: { kind: 'unique' } } }
    }
    requested.set(lineNo, quantityMilli)
  }
  const afterOf = (line: SoldLine): number =>
    lines === undefined ? 0 : leftOf(line) - (requested.get(line.lineNo) ?? 0)
  return {
    kind: 'lines',
    lines: sold.map((line) => ({ line, beforeMilli: leftOf(line), afterMilli: afterOf(line) })),
  }
}

function checkUnits(
  path: string,
  units: Readonly<{ lineNo: number; quantityMilli: number; leftMilli: number | undefined }>,
): Fault | undefined {
  const { lineNo, quantityMilli, leftMilli } = units
  if (leftMilli === undefined) return { field: `${path}.lineNo`, value: lineNo, rule: { kind: 'known-line' } }
  const field = `${path}.quantityMilli`
  const fault = checkWhole(field, quantityMilli, [1, maxCount])
  if (fault !== undefined || quantityMilli <= leftMilli) return fault
  return { field, value: quantityMilli, rule: { kind: 'at-most', other: 'leftMilli', otherValue: leftMilli } }
}
