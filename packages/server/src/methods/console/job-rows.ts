import { type addJobItems, type InputOf, issuedCouponFields, maskCard, maskPhone, memberColumns } from '@yaoquan/api'
import type { FieldFault, ImportTask, JobTarget, RefusedItem, RowOfFile, RowValues } from '#domain/jobs/job'
import { faultsOfRow } from '#domain/jobs/read-row'
import { maskPhonesInText } from '#domain/mask-phones-in-text'

type GivenRow = NonNullable<InputOf<typeof addJobItems>['rows']>[number]

const propertiesOf = {
  'import-members': propertiesByWire(memberColumns),
  'import-coupons': propertiesByWire(issuedCouponFields),
} as const

function propertiesByWire(fields: Readonly<Record<string, Readonly<{ wire: string }>>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(fields).map(([property, { wire }]) => [wire, property]))
}

type UnknownColumn = Readonly<{ kind: 'unknown'; name: string }>

/** The values of a row by properties, or the first column that has none. */
export function readRow(
  { fields }: GivenRow,
  { kind }: ImportTask,
): Readonly<{ kind: 'row'; values: RowValues }> | UnknownColumn {
  const values: Record<string, string> = {}
  for (const { name, value } of fields) {
    const isAttribute = kind === 'import-members' && name.startsWith('attribute.')
    const property = isAttribute ? name : propertiesOf[kind].get(name)
    if (property === undefined) return { kind: 'unknown', name }
    // The `attribute` of a coupon is opaque.
    values[property] = property === 'attribute' ? value : value.trim()
  }
  return { kind: 'row', values }
}

/** A row as the file has it; undefined where the caller does not say. */
export function fileOf({ cells: text, fault, faultEn }: GivenRow): RowOfFile | undefined {
  const cells = text === undefined ? undefined : cellsIn(text)
  if (fault === undefined) return cells === undefined ? undefined : { cells }
  return { cells: cells ?? [], fault: { zh: fault, en: faultEn ?? fault } }
}

/** @returns undefined for what is no list of texts */
function cellsIn(text: string): readonly string[] | undefined {
  try {
    const cells: unknown = JSON.parse(text)
    return Array.isArray(cells) && cells.every((cell) => typeof cell === 'string') ? cells : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

type ShownRow = Readonly<{
  phone?: string | undefined
  cardNo?: string | undefined
  couponCode?: string | undefined
  couponName?: string | undefined
  couponAmount?: string | undefined
  orderAmount?: string | undefined
  endDate?: string | undefined
  field?: string | undefined
  value?: string | undefined
  rule?: string | undefined
  ruleEn?: string | undefined
  faults?: readonly ShownFault[] | undefined
}>

type ShownFault = Readonly<{
  field: string
  title?: string | undefined
  value?: string | undefined
  rule: string
  ruleEn: string
}>

/** What an item shows of a row, and what is wrong with it. Phones and cards are masked where they stand in another field too. */
export function shownRow(target: JobTarget | undefined, refused: RefusedItem | undefined, task: ImportTask): ShownRow {
  const { kind } = task
  const values: RowValues = target?.kind === 'row' ? target.values : {}
  const named =
    target === undefined ? {} : { ...namesIn(values), ...(kind === 'import-coupons' ? termsIn(values) : {}) }
  const fault = refused?.fault
  if (fault === undefined) return named
  const all = target?.kind === 'row' && refused?.refusal === 'invalid-row' ? faultsOfRow(target, task) : []
  const faults = (all.length === 0 ? [fault] : all).map((one) => shownFault(one, values, task))
  const { field, value, rule, ruleEn } = shownFault(fault, values, task)
  return { ...named, field, value, rule, ruleEn, faults }
}

function shownFault({ field, rule }: FieldFault, values: RowValues, { kind, columns }: ImportTask): ShownFault {
  const wires = field.split(',').map((name) => wireOf(name, kind))
  const value = wires.length === 1 ? values[propertiesOf[kind].get(wires[0] ?? '') ?? field] : undefined
  return {
    field: wires.join(','),
    title: columns?.find(({ name }) => name === wires[0])?.title,
    value: value === undefined ? undefined : maskedValue(wires[0] ?? '', value),
    rule: rule.zh,
    ruleEn: rule.en,
  }
}

function namesIn(values: RowValues): ShownRow {
  return { phone: values['phone'], cardNo: values['cardNo'], couponCode: values['couponCode'] }
}

/** What a coupon is worth, for a person who approves it. */
function termsIn(values: RowValues): ShownRow {
  return {
    couponName: values['couponName'],
    couponAmount: values['couponAmount'],
    orderAmount: values['orderAmount'],
    endDate: values['endDate'],
  }
}

/** Inside, amounts of coupons are named with their unit, and fields of members by their wire names. */
function wireOf(name: string, kind: ImportTask['kind']): string {
  const property = name.replace(/Fen$/, '')
  const fields: Readonly<Record<string, Readonly<{ wire: string }>>> = issuedCouponFields
  return kind === 'import-coupons' ? (fields[property]?.wire ?? property) : name
}

/** A value is shown by its beginning. */
const maxShown = 64

function maskedValue(wire: string, value: string): string {
  if (wire === 'phone') return maskPhone(value)
  if (wire === 'card_no') return maskCard(value)
  return maskPhonesInText(value).text.slice(0, maxShown)
}
