import { erpCouponFields, furtherCouponFields } from '../methods/erp-coupon.ts'
import { type CouponColumn, couponColumnNames, couponColumns } from '../words/coupon-columns.ts'
import { memberColumns } from '../words/member-words.ts'
import type { Text } from '../words/text.ts'

/** What is imported: a kind of jobs. */
export type ImportKind = 'import-members' | 'import-coupons'

/** A field that a column of a file may hold. */
export type ImportField = Text & Readonly<{ wire: string; names: readonly string[]; titles: readonly string[] }>

/** What a person needs to know of the values of a column. */
const hints: Readonly<Partial<Record<CouponColumn, Text>>> = {
  status: { zh: '状态（0/1/3）', en: 'Status (0/1/3)' },
}

/** The fields of each kind, in the order in which they are offered. The names are those of exported files. */
export const importFields: Readonly<Record<ImportKind, readonly ImportField[]>> = {
  'import-members': Object.values(memberColumns).map((column) => ({ ...column, names: namesOf(column) })),
  'import-coupons': couponColumnNames.map((column) => {
    const names = [...namesOf(couponColumns[column]), column, erpCouponName(column)]
    return { ...couponColumns[column], ...hints[column], names: names.map((name) => name.toLowerCase()) }
  }),
}

function namesOf({ wire, zh, en }: Text & Readonly<{ wire: string }>): readonly string[] {
  return [wire, zh, en].map((name) => name.toLowerCase())
}

/** What the page of querycoupon calls a column. */
function erpCouponName(column: CouponColumn): string {
  const fields: Readonly<Partial<Record<CouponColumn, Readonly<{ description: Text }>>>> = {
    ...erpCouponFields,
    ...furtherCouponFields,
  }
  return fields[column]?.description.zh ?? column
}

/** For each column of a file, in order: the wire name of its field, `attribute.NAME`, or undefined where it is left out. */
export type Mapping = readonly (string | undefined)[]

/** The title of the last column of a list of bad rows; it is left out when the list is imported. */
export const reasonColumn: Text = { zh: '未导入的原因', en: 'Why it was not imported' }

/** Whether a column says why its rows were not imported, in either language. */
export function isReasonColumn(title: string): boolean {
  return [reasonColumn.zh, reasonColumn.en].includes(title.trim())
}

/** A field of a member under the title of the column. */
export function attributeField(title: string): string {
  return `attribute.${attributeOfColumn(title) ?? title.trim()}`
}

/** The fields that titles mean: by the names of fields, then by usual titles. No other title means one. Each field is taken once. */
export function guessMapping(titles: readonly string[], kind: ImportKind): Mapping {
  const taken = new Set<string>()
  const take = (wire: string | undefined) => {
    if (wire === undefined || taken.has(wire)) return undefined
    taken.add(wire)
    return wire
  }
  const exact = titles.map((title) => take(fieldNamed(title, kind)))
  return titles.map((title, place) => exact[place] ?? take(fieldTitled(title, kind)))
}

/** The field of a name: a wire name, a label in either language, or the name of an attribute. */
export function fieldNamed(given: string, kind: ImportKind): string | undefined {
  const name = given.trim().toLowerCase()
  if (kind === 'import-members' && attributeOfColumn(given) !== undefined) return attributeField(given)
  return importFields[kind].find(({ names }) => names.includes(name))?.wire
}

function fieldTitled(title: string, kind: ImportKind): string | undefined {
  const plain = plainTitle(title)
  return importFields[kind].find(({ names, titles }) => [...names, ...titles].some((one) => plainTitle(one) === plain))
    ?.wire
}

/** A title without what differs by the keyboard, and without the unit of an amount. */
function plainTitle(title: string): string {
  const text = title.normalize('NFKC').toLowerCase().replace(/\s/g, '')
  return text.replace(/\((?:元|cny)\)$/, '')
}

/** Why a mapping cannot be used: a field twice, or no column that says whom or what a row is. */
export function faultOfMapping(mapping: Mapping, kind: ImportKind): 'twice' | 'nobody' | undefined {
  const used = mapping.filter((field) => field !== undefined)
  if (new Set(used).size < used.length) return 'twice'
  const needed = kind === 'import-members' ? ['phone', 'card_no'] : ['coupon_code']
  return needed.some((field) => used.includes(field)) ? undefined : 'nobody'
}

/** The name of an attribute in a column such as `attribute.skin_type` or `属性.肤质`; undefined for other columns. */
export function attributeOfColumn(name: string): string | undefined {
  return /^(?:attribute|属性)\.(.+)$/i.exec(name.trim())?.[1]?.trim()
}
