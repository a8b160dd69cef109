import type { Table } from './read-table.ts'

/** What a column of members holds. */
export type MemberColumn = Readonly<{ index: number; holds: 'phone' | 'card' }>

/** The column that most likely names members: by its title, else by what is in it. */
export function guessMemberColumn({ columns, rows }: Pick<Table, 'columns' | 'rows'>): MemberColumn | undefined {
  const byTitle = (pattern: RegExp) => columns.findIndex((title) => pattern.test(title))
  const phone = byTitle(/手机|电话|phone|mobile/i)
  if (phone >= 0) return { index: phone, holds: 'phone' }
  const card = byTitle(/卡号|会员卡|card/i)
  if (card >= 0) return { index: card, holds: 'card' }
  const index = columns.findIndex((_, place) =>
    rows.slice(0, 20).some(({ values }) => /^1\d{10}$/.test(values[place] ?? '')),
  )
  return index < 0 ? undefined : { index, holds: 'phone' }
}

/** A value of a column, and its line. */
export type LinedValue = Readonly<{ line: number; value: string }>

/** The values of a column, without those that are blank or must not be used. */
export function valuesOf({ rows }: Pick<Table, 'rows'>, index: number): readonly LinedValue[] {
  return rows.flatMap((row) => {
    const value = faultIn(row, index) === undefined ? (row.values[index] ?? '').trim() : ''
    return value === '' ? [] : [{ line: row.line, value }]
  })
}

/** Why the value of a row in a column must not be used. */
export function faultIn({ fault }: Table['rows'][number], index: number): Table['rows'][number]['fault'] {
  return fault !== undefined && (fault.column === undefined || fault.column === lettersOf(index)) ? fault : undefined
}

/** Letters of a column as in spreadsheet programs. @param index from 0 */
function lettersOf(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : `${lettersOf(Math.floor(index / 26) - 1)}${letter}`
}
