import { type DayOrder, memberColumns } from '@yaoquan/api'
import { UsageFault } from '#terminal/output'
import { isSpreadsheet, openFileRows } from './file-rows.ts'
import type { MemberValues } from './import-members.ts'
import { openText, type TextFile } from './open-text.ts'
import { ndjsonSource } from './read-ndjson.ts'
import { readTable } from './read-table.ts'
import { type CouponTexts, propertyOf, type Source } from './source-row.ts'

export type SourceOptions = Readonly<{
  encoding?: string
  ignoreUnknown?: boolean
  map?: ReadonlyMap<string, string>
  dates?: DayOrder
  mapping?: string
  saveMapping?: string
}>

/**
 * Opens a file of coupons: NDJSON if it is named `.ndjson` or `.jsonl` or starts with `{`, else a table.
 * @throws OperationFault if it cannot be read, or its header is unsuitable; UsageFault for options of columns with NDJSON
 */
export async function openCoupons(path: string, options: SourceOptions): Promise<Source<CouponTexts>> {
  const { ignoreUnknown = false } = options
  const text = (await isSpreadsheet(path)) ? undefined : await openText(path, options.encoding)
  if (text !== undefined && (await isNdjson(text))) {
    refuseColumns(options)
    return ndjsonSource(text, { ignoreUnknown })
  }
  const table = { ...tableOptions(options), kind: 'import-coupons' } as const
  return readTable(await openFileRows(path, options.encoding), table, couponOf)
}

/** Opens a file of members, which is a table. @throws OperationFault if it cannot be read, or its header is unsuitable */
export async function openMembers(path: string, options: SourceOptions): Promise<Source<MemberValues>> {
  const table = { ...tableOptions(options), kind: 'import-members' } as const
  return readTable(await openFileRows(path, options.encoding), table, memberOf)
}

const ofColumns = [
  ['mapping', '--mapping'],
  ['saveMapping', '--save-mapping'],
  ['map', '--map'],
  ['dates', '--dates'],
] as const

/** @throws UsageFault: they would be ignored silently */
function refuseColumns(options: SourceOptions): void {
  for (const [name, flag] of ofColumns) {
    if (options[name] === undefined) continue
    throw new UsageFault(
      `${flag} 只用于有列的文件；NDJSON 的成员名就是字段名`,
      `${flag} is for files with columns; members of NDJSON have the names of fields`,
    )
  }
}

function tableOptions({ ignoreUnknown = false, map = new Map(), dates: order }: SourceOptions) {
  return { ignoreUnknown, map, order } as const
}

async function isNdjson(file: TextFile): Promise<boolean> {
  if (/\.(ndjson|jsonl)$/i.test(file.path)) return true
  for await (const piece of file.pieces()) {
    const start = piece.trimStart()
    if (start !== '') return start.startsWith('{')
  }
  return false
}

type Fields = readonly Readonly<{ name: string; value: string }>[]

function couponOf(fields: Fields): CouponTexts {
  const texts: CouponTexts = {}
  for (const { name, value } of fields) {
    const property = propertyOf(name)
    if (property !== undefined) texts[property] = value
  }
  return texts
}

const memberProperties: ReadonlyMap<string, string> = new Map(
  Object.entries(memberColumns).map(([property, { wire }]) => [wire, property]),
)

function memberOf(fields: Fields): MemberValues {
  return Object.fromEntries(fields.map(({ name, value }) => [memberProperties.get(name) ?? name, value]))
}
