import { couponColumnNames, couponColumns } from '@yaoquan/api'

/** The columns of a file of coupons for the help of commands, in indented lines that fit 100 columns. */
export function couponColumnList(): string {
  const lines: string[] = []
  for (const column of couponColumnNames) {
    const { wire } = couponColumns[column]
    const name = column === 'couponCode' ? `${wire}（必填 required）` : wire
    const last = lines.at(-1)
    if (last === undefined || last.length + name.length > maxLength) lines.push(name)
    else lines[lines.length - 1] = `${last}, ${name}`
  }
  return lines.map((line) => `  ${line}`).join(',\n')
}

/** In characters; four of them are two columns wide. */
const maxLength = 88
