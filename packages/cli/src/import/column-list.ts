import { couponColumnNames, couponColumns } from '@yaoquan/api'

/** The columns of a file of coupons for the help of commands, in lines of at most 100 columns that are indented by two. */
export const couponColumnList = inLines(
  couponColumnNames.map((column) => {
    const { wire } = couponColumns[column]
    return column === 'couponCode' ? `${wire}（必填 required）` : wire
  }),
)

function inLines(names: readonly string[]): string {
  const lines: string[] = []
  for (const name of names) {
    const last = lines.at(-1)
    if (last === undefined || last.length + name.length > maxLength) lines.push(name)
    else lines[lines.length - 1] = `${last}, ${name}`
  }
  return lines.map((line) => `  ${line}`).join(',\n')
}

/** In characters, a few of which are two columns wide. */
const maxLength = 90
