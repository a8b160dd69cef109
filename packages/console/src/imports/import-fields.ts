import {
  attributeOfColumn,
  type CouponColumn,
  couponColumnNames,
  couponColumns,
  memberColumns,
  type Text,
} from '@yaoquan/api'

/** What is imported: a kind of jobs. */
export type ImportKind = 'import-members' | 'import-coupons'

/** A field that a column of a file may hold. */
export type ImportField = Text & Readonly<{ wire: string; guess: RegExp }>

/** What a person needs to know of the values of a column. */
const hints: Readonly<Partial<Record<CouponColumn, Text>>> = {
  status: { zh: '状态（0/1/3）', en: 'Status (0/1/3)' },
}

/** The fields of each kind, in the order in which they are offered. The names are those of exported files. */
export const importFields: Readonly<Record<ImportKind, readonly ImportField[]>> = {
  'import-members': Object.values(memberColumns),
  'import-coupons': couponColumnNames.map((column) => ({ ...couponColumns[column], ...hints[column] })),
}

/** For each column of a file, in order: the wire name of its field, `attribute.NAME`, or undefined where it is left out. */
export type Mapping = readonly (string | undefined)[]

/** A field of a member under the title of the column. */
export function attributeField(title: string): string {
  return `attribute.${attributeOfColumn(title) ?? title.trim()}`
}

/** The field that a title most likely means: by its names, then by words in it. Each field is guessed once. */
export function guessMapping(titles: readonly string[], kind: ImportKind): Mapping {
  const taken = new Set<string>()
  const take = (wire: string | undefined) => {
    if (wire === undefined || taken.has(wire)) return undefined
    taken.add(wire)
    return wire
  }
  const exact = titles.map((title) => take(fieldNamed(title, kind)))
  return titles.map((title, place) => exact[place] ?? take(fieldWithWord(title, kind)))
}

function fieldNamed(title: string, kind: ImportKind): string | undefined {
  const name = title.trim().toLowerCase()
  if (kind === 'import-members' && attributeOfColumn(title) !== undefined) return attributeField(title)
  return importFields[kind].find(({ wire, zh, en }) => [wire, zh, en].some((one) => one.toLowerCase() === name))?.wire
}

function fieldWithWord(title: string, kind: ImportKind): string | undefined {
  return importFields[kind].find(({ guess }) => guess.test(title))?.wire
}

/** Why a mapping cannot be used: a field twice, or no column that says whom or what a row is. */
export function faultOfMapping(mapping: Mapping, kind: ImportKind): 'twice' | 'nobody' | undefined {
  const used = mapping.filter((field) => field !== undefined)
  if (new Set(used).size < used.length) return 'twice'
  const needed = kind === 'import-members' ? ['phone', 'card_no'] : ['coupon_code']
  return needed.some((field) => used.includes(field)) ? undefined : 'nobody'
}
