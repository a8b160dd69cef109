import { type addJobItems, dayOfBirth, type ReadDifferentlyCounts, type RequestOf, readTypedCell } from '@yaoquan/api'
import { faultIn } from '../files/guess-column.ts'
import type { Table, TableRow } from '../files/read-table.ts'
import type { Mapping } from './import-fields.ts'

export type ImportRow = NonNullable<RequestOf<typeof addJobItems>['rows']>[number]

/** The rows of a file by a mapping. Rows whose values must not be used, or have none, are left out. */
export function rowsOfTable({ rows }: Pick<Table, 'rows'>, mapping: Mapping): readonly ImportRow[] {
  return rows.flatMap((row) => {
    if (unusable(row, mapping) !== undefined) return []
    const fields = valuesOfRow(row, mapping).map(({ name, value }) => ({ name, value: readValue(name, value) }))
    return fields.length === 0 ? [] : [{ line: row.line, fields }]
  })
}

/** How many rows have values that are read in another form than the file has. */
export function countReadDifferently({ rows }: Pick<Table, 'rows'>, mapping: Mapping): ReadDifferentlyCounts {
  const counts = { list: 0, day: 0 }
  for (const row of rows) {
    if (unusable(row, mapping) !== undefined) continue
    const found = valuesOfRow(row, mapping).flatMap(({ name, value }) => readTypedCell(name, value)?.as ?? [])
    for (const as of new Set(found)) counts[as] += 1
  }
  return counts
}

function valuesOfRow({ values }: TableRow, mapping: Mapping) {
  return mapping.flatMap((name, index) => {
    const value = (values[index] ?? '').trim()
    return name === undefined || value === '' ? [] : [{ name, value }]
  })
}

function readValue(name: string, value: string): string {
  return name === 'birthday' ? dayOfBirth(value) : (readTypedCell(name, value)?.value ?? value)
}

/** Why a row cannot be used, if its fault is in a column that is imported. */
export function unusable(row: TableRow, mapping: Mapping): TableRow['fault'] {
  if (row.fault === undefined) return undefined
  const index = mapping.findIndex((name, place) => name !== undefined && faultIn(row, place) !== undefined)
  return index < 0 ? undefined : row.fault
}
