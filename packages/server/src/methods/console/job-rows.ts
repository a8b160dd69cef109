import { type addJobItems, type InputOf, issuedCouponFields, maskCard, maskPhone, memberColumns } from '@yaoquan/api'
import type { ImportTask, JobTarget, RefusedItem, RowValues } from '#domain/jobs/job'
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
}>

/** What an item shows of a row, and what is wrong with it. Phones and cards are masked where they stand in another field too. */
export function shownRow(
  target: JobTarget | undefined,
  refused: RefusedItem | undefined,
  kind: ImportTask['kind'],
): ShownRow {
  const values: RowValues = target?.kind === 'row' ? target.values : {}
  const named =
    target === undefined ? {} : { ...namesIn(values), ...(kind === 'import-coupons' ? termsIn(values) : {}) }
  const fault = refused?.fault
  if (fault === undefined) return named
  const { field, rule } = fault
  const wires = field.split(',').map((name) => wireOf(name, kind))
  const value = wires.length === 1 ? values[propertiesOf[kind].get(wires[0] ?? '') ?? field] : undefined
  return {
    ...named,
    field: wires.join(','),
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
