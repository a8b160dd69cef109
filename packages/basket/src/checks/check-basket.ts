import type { Basket, BasketLine } from '../model/basket.ts'
import { checkFen, checkWhole, type Fault, maxCount } from './fault.ts'

/** Most lines of a basket: bounds the work of a call, and keeps sums in the range of exact integers. */
export const maxLines = 500

/** @returns the first fault of a basket that is sent, with fields such as `lines[0].amountFen`; undefined if it has none */
export function checkBasket({ lines }: Pick<Basket, 'lines'>): Fault | undefined {
  const seen = new Set<number>()
  for (const [index, line] of lines.entries()) {
    const path = `lines[${index}]`
    const fault = checkLine(line, path)
    if (fault !== undefined) return fault
    if (seen.has(line.lineNo)) return { field: `${path}.lineNo`, value: line.lineNo, rule: { kind: 'unique' } }
    seen.add(line.lineNo)
  }
  return checkWhole('lines.length', lines.length, [0, maxLines])
}

function checkLine(line: BasketLine, path: string): Fault | undefined {
  return (
    checkWhole(`${path}.lineNo`, line.lineNo, [0, maxCount]) ??
    checkWhole(`${path}.quantityMilli`, line.quantityMilli, [1, maxCount]) ??
    checkFen(`${path}.amountFen`, line.amountFen) ??
    checkFen(`${path}.insuredFen`, line.insuredFen) ??
    checkInsured(line, path)
  )
}

function checkInsured({ amountFen, insuredFen = 0 }: BasketLine, path: string): Fault | undefined {
  if (insuredFen <= amountFen) return undefined
  const rule = { kind: 'at-most', other: `${path}.amountFen`, otherValue: amountFen } as const
  return { field: `${path}.insuredFen`, value: insuredFen, rule }
}
