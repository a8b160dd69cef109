import type { LineShare } from '@yaoquan/basket'

/** What a coupon took of each line, as `1:3000,2:2000`: the line's number and fen. */
export function splitText(byLine: readonly LineShare[]): string {
  return byLine.map(({ lineNo, fen }) => `${lineNo}:${fen}`).join(',')
}

/** Reads what `splitText` wrote. @throws TypeError for anything else */
export function readSplit(text: string): readonly LineShare[] {
  if (text === '') return []
  return text.split(',').map((share) => {
    const parts = /^(\d{1,15}):(\d{1,15})$/.exec(share)
    if (parts === null) throw new TypeError('no split over lines')
    return { lineNo: Number(parts[1]), fen: Number(parts[2]) }
  })
}
