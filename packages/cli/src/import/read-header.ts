import {
  erpCouponFields,
  faultOfMapping,
  fieldNamed,
  guessMapping,
  type ImportKind,
  isReasonColumn,
  type Mapping,
} from '@yaoquan/api'
import { OperationFault, UsageFault } from '#terminal/output'

export type HeaderOptions = Readonly<{
  kind: ImportKind
  ignoreUnknown: boolean
  /** Fields by the titles of their columns; blank: not imported. */
  map: ReadonlyMap<string, string>
}>

/**
 * What the columns of a file are: what the caller says, otherwise by their titles.
 * @throws OperationFault for a column that is not known, or two of the same, or if what names the rows is missing
 */
export function readHeader(titles: readonly string[], options: HeaderOptions): Mapping {
  const { kind, map } = options
  for (const title of map.keys()) {
    if (titles.some((one) => one.trim() === title)) continue
    throw new OperationFault(`--map 的列 "${title}" 不在表头里`, `--map: the header lacks the column "${title}"`)
  }
  const mapping = mappingOf(titles, options)
  checkUnknown(titles, mapping, options)
  const fault = faultOfMapping(mapping, kind)
  if (fault === 'nobody') throw lacking(kind)
  if (fault === 'twice') throw twice(mapping.find((field, place) => mapping.indexOf(field) !== place) ?? '')
  return mapping
}

/** The fields of titles: what the caller says, otherwise by their names. @throws UsageFault if the caller names no field */
export function mappingOf(titles: readonly string[], options: HeaderOptions): Mapping {
  const given = titles.map((title) => givenField(title.trim(), options))
  const guessed = guessMapping(
    titles.map((title, place) => (given[place] === undefined ? title : '')),
    options.kind,
  )
  return titles.map((_, place) => given[place] ?? guessed[place] ?? '').map((field) => field || undefined)
}

const sellerNames = [erpCouponFields.sellerId.wire, 'sellerId', erpCouponFields.sellerId.description.zh].map((name) =>
  name.toLowerCase(),
)

/** The field that the caller names; blank for none; undefined where the title decides. */
function givenField(title: string, { kind, map }: HeaderOptions): string | undefined {
  const name = map.get(title)
  if (name === undefined) {
    const isSeller = kind === 'import-coupons' && sellerNames.includes(title.toLowerCase())
    return isSeller ? erpCouponFields.sellerId.wire : undefined
  }
  const field = name === '' ? '' : fieldNamed(name, kind)
  if (field !== undefined) return field
  throw new UsageFault(`--map: 没有字段 "${name}"`, `--map: there is no field "${name}"`)
}

/** Columns without a title, those that the caller leaves out, and the reasons of a list of bad rows are not imported. */
function checkUnknown(titles: readonly string[], mapping: Mapping, { kind, ignoreUnknown, map }: HeaderOptions): void {
  for (const [place, title] of titles.entries()) {
    if (mapping[place] !== undefined || title.trim() === '' || isReasonColumn(title) || map.has(title.trim())) continue
    const field = fieldNamed(title, kind)
    if (field !== undefined && mapping.includes(field)) throw twice(field)
    if (!ignoreUnknown) throw unknownColumn(title.trim())
  }
}

function unknownColumn(name: string): OperationFault {
  const shown = name.slice(0, 64)
  return new OperationFault(
    `表头有未知的列: "${shown}"，可用 --map "${shown}=字段" 指明，或用 --ignore-unknown 忽略`,
    `the header has an unknown column "${shown}"; --map "${shown}=FIELD" says what it is, --ignore-unknown ignores it`,
  )
}

function twice(field: string): OperationFault {
  return new OperationFault(`表头有重复的列: ${field}`, `the header has the column ${field} twice`)
}

function lacking(kind: ImportKind): OperationFault {
  return kind === 'import-members'
    ? new OperationFault('表头缺少列: phone 或 card_no', 'the header lacks phone and card_no')
    : new OperationFault('表头缺少列: coupon_code（券码）', 'the header lacks the column coupon_code')
}

/** The fault of a CSV file whose rows cannot be separated from `line` on. */
export function damagedCsv(line: number): OperationFault {
  return new OperationFault(
    `文件已损坏: 第 ${line} 行起的引号没有闭合，或一行过长`,
    `a quote that starts in line ${line} is not closed, or the row is too long`,
  )
}

/** The fault of a file without a header row. */
export function emptyFile(): OperationFault {
  return new OperationFault('文件是空的', 'the file is empty')
}
