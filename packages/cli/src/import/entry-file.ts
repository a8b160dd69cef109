import { type CsvRow, splitCsv } from '@yaoquan/api'
import { OperationFault } from '#terminal/output'
import type { TextFile } from './open-text.ts'
import { damagedCsv, emptyFile } from './read-header.ts'

/** The texts of a row by property; a property that the file has no column for is absent. */
export type EntryTexts<Property extends string> = Readonly<{
  /** First line of the row; the header is line 1. */
  line: number
  texts: Readonly<Partial<Record<Property, string>>>
}>

/** Columns by property: the name on the wire, and the Chinese one. */
export type EntryColumns<Property extends string> = Readonly<Record<Property, Readonly<{ wire: string; zh: string }>>>

/** Far more than a chain has shops or categories. */
const maxRows = 50_000

/**
 * Reads a CSV file of codes and names with a header row, whole.
 * @throws OperationFault for an unsuitable header, a row that does not fit it, too many rows or damaged text
 */
export async function readEntries<Property extends string>(
  file: TextFile,
  columns: EntryColumns<Property | 'code' | 'name'>,
): Promise<readonly EntryTexts<Property | 'code' | 'name'>[]> {
  let header: readonly (Property | 'code' | 'name')[] | undefined
  const rows: EntryTexts<Property | 'code' | 'name'>[] = []
  for await (const row of splitCsv(file.pieces(), ',', damagedCsv)) {
    if (header === undefined) header = readHeader(row.values, columns)
    else rows.push(readRow(row, header))
    if (rows.length > maxRows) throw new OperationFault(`文件超过 ${maxRows} 行`, `more than ${maxRows} rows`)
  }
  if (header === undefined) throw emptyFile()
  return rows
}

function readHeader<Property extends string>(
  names: readonly string[],
  columns: EntryColumns<Property | 'code' | 'name'>,
): readonly (Property | 'code' | 'name')[] {
  const properties = Object.keys(columns) as (Property | 'code' | 'name')[]
  const header = names.map((given) => {
    const name = given.trim().toLowerCase()
    const property = properties.find((candidate) => [columns[candidate].wire, columns[candidate].zh].includes(name))
    if (property !== undefined) return property
    throw new OperationFault(
      `表头有未知的列: "${given.slice(0, 64)}"`,
      `the header has an unknown column "${given.slice(0, 64)}"`,
    )
  })
  if (new Set(header).size < header.length) throw new OperationFault('表头有重复的列', 'the header has a column twice')
  for (const property of ['code', 'name'] as const) {
    if (header.includes(property)) continue
    const { wire, zh } = columns[property]
    throw new OperationFault(`表头缺少列: ${wire}（${zh}）`, `the header lacks the column ${wire}`)
  }
  return header
}

function readRow<Property extends string>(
  { line, values, isMalformed }: CsvRow,
  header: readonly Property[],
): EntryTexts<Property> {
  if (isMalformed || values.length !== header.length) {
    throw new OperationFault(
      `第 ${line} 行有 ${values.length} 列，表头有 ${header.length} 列，未导入任何内容`,
      `line ${line} has ${values.length} columns, the header has ${header.length}; nothing was imported`,
    )
  }
  const texts: Partial<Record<Property, string>> = {}
  for (const [place, property] of header.entries()) texts[property] = values[place]?.trim() ?? ''
  return { line, texts }
}
