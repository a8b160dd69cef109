import type { addJobItems, RequestOf } from '@yaoquan/api'
import { faultIn } from '../files/guess-column.ts'
import type { Table, TableRow } from '../files/read-table.ts'
import type { Mapping } from './import-fields.ts'

export type ImportRow = NonNullable<RequestOf<typeof addJobItems>['rows']>[number]

/** The rows of a file by a mapping. Rows whose values must not be used, or have none, are left out. */
export function rowsOfTable({ rows }: Pick<Table, 'rows'>, mapping: Mapping): readonly ImportRow[] {
  return rows.flatMap((row) => {
    if (unusable(row, mapping) !== undefined) return []
    const fields = mapping.flatMap((name, index) => {
      const value = (row.values[index] ?? '').trim()
      return name === undefined || value === '' ? [] : [{ name, value: name === 'birthday' ? dayOfYear(value) : value }]
    })
    return fields.length === 0 ? [] : [{ line: row.line, fields }]
  })
}

/** Why a row cannot be used, if its fault is in a column that is imported. */
export function unusable(row: TableRow, mapping: Mapping): TableRow['fault'] {
  if (row.fault === undefined) return undefined
  const index = mapping.findIndex((name, place) => name !== undefined && faultIn(row, place) !== undefined)
  return index < 0 ? undefined : row.fault
}

/** A date of birth without its year, which is not kept: `1980-5-2` as `05-02`. Anything else stays as it is. */
function dayOfYear(value: string): string {
  const [, month = '', day = ''] = /^\d{4}[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00(?::00)?)?$/.exec(value) ?? []
  return month === '' ? value : `${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}
