import type { Combination } from '../model/answer.ts'
import type { BruteCombination } from './brute-force.ts'

/** What of a combination must equal brute force: codes, amounts and every share. */
export function summaryOf({ codes, offFen, wasteFen, lines }: Combination) {
  const shares = codes.map((code) =>
    lines.map(({ byCoupon }) => byCoupon.reduce((sum, share) => (share.code === code ? sum + share.fen : sum), 0)),
  )
  return { codes, offFen, wasteFen, shares }
}

/** The same of a combination of brute force. The lines are those of the combination that it is compared with. */
export function bruteSummary(expected: BruteCombination | undefined, { lines }: Combination) {
  const shares = expected?.codes.map((code) =>
    lines.map(({ lineNo }) => Number(expected.shares.get(code)?.get(lineNo) ?? 0n)),
  )
  return { codes: expected?.codes, offFen: Number(expected?.off), wasteFen: Number(expected?.waste), shares }
}
