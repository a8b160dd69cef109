import { attributeOfColumn, type CsvRow, dayOfBirth, memberColumns, splitCsv } from '@yaoquan/api'
import type { MemberTexts } from '#server'
import { OperationFault } from '#terminal/faults'
import { damagedCsv, emptyFile, misfit, unknownColumn } from './csv-faults.ts'
import type { TextFile } from './open-text.ts'
import type { Reason } from './source-row.ts'

/** A row of a file of members, or why it is unusable. `line` counts from 1 and includes the header. */
export type MemberSourceRow =
  | Readonly<{ kind: 'row'; line: number; texts: MemberTexts }>
  | Readonly<{ kind: 'bad'; line: number; reason: Reason }>

type Property = keyof typeof memberColumns

type Column = Readonly<{ property: Property }> | Readonly<{ attribute: string }> | undefined

/**
 * Reads a CSV file of members with a header row. A column `attribute.NAME` is an attribute.
 * @throws OperationFault for an unsuitable header or damaged text
 */
export async function* readMembers(
  file: TextFile,
  { ignoreUnknown }: Readonly<{ ignoreUnknown: boolean }>,
): AsyncGenerator<MemberSourceRow, void, undefined> {
  let columns: readonly Column[] | undefined
  for await (const row of splitCsv(file.pieces(), ',', damagedCsv)) {
    if (columns === undefined) columns = readHeader(row.values, ignoreUnknown)
    else yield readRow(row, columns)
  }
  if (columns === undefined) throw emptyFile()
}

function readHeader(names: readonly string[], ignoreUnknown: boolean): readonly Column[] {
  const columns = names.map(columnOf)
  const unknown = columns.indexOf(undefined)
  if (unknown >= 0 && !ignoreUnknown) throw unknownColumn(names[unknown] ?? '')
  const known = columns.filter((column) => column !== undefined).map((column) => JSON.stringify(column))
  if (new Set(known).size < known.length) throw new OperationFault('表头有重复的列', 'the header has a column twice')
  const namesMembers = columns.some(
    (column) => column !== undefined && 'property' in column && /^(phone|cardNo)$/.test(column.property),
  )
  if (namesMembers) return columns
  throw new OperationFault('表头缺少列: phone 或 card_no', 'the header lacks phone and card_no')
}

function columnOf(given: string): Column {
  const attribute = attributeOfColumn(given)
  if (attribute !== undefined) return { attribute }
  const property = properties.get(given.trim().toLowerCase())
  return property && { property }
}

const properties: ReadonlyMap<string, Property> = new Map(
  (Object.keys(memberColumns) as Property[]).flatMap((property) => {
    const { wire, zh } = memberColumns[property]
    return [wire, zh].map((name) => [name, property] as const)
  }),
)

function readRow(row: CsvRow, columns: readonly Column[]): MemberSourceRow {
  const { line, values } = row
  const reason = misfit(row, columns.length)
  if (reason !== undefined) return { kind: 'bad', line, reason }
  const texts: Partial<Record<Property, string>> = {}
  const attributes: { name: string; value: string }[] = []
  for (const [index, column] of columns.entries()) {
    const value = values[index]?.trim() ?? ''
    if (value === '' || column === undefined) continue
    if ('attribute' in column) attributes.push({ name: column.attribute, value })
    else texts[column.property] = column.property === 'birthday' ? dayOfBirth(value) : value
  }
  return { kind: 'row', line, texts: { ...texts, attributes } }
}
