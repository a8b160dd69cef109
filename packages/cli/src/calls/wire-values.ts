import { type Field, type Fields, type ListItem, type MethodDefinition, unknownRule, type ValuesOf } from '@yaoquan/api'
import { InvalidArgumentError, Option } from 'commander'
import { language, OperationFault, oneLine } from '#terminal/output'
import { padToWidth, table } from '#terminal/table'
import type { Given } from './call-row.ts'

/** The fields of the result of a method. */
export function resultFields({ response }: MethodDefinition): Fields {
  const { result } = response
  return result?.kind === 'object' ? result.fields : response
}

/** Converts values by property name to an object with wire names, in wire order. Absent values are left out. */
export function wireValues(fields: Fields, values: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(fields)
      .map(([property, field]) => [field.wire, wireValue(field, Reflect.get(values, property))] as const)
      .filter(([, value]) => value !== undefined),
  )
}

function wireValue(field: Field | ListItem, value: unknown): unknown {
  if (field.kind === 'object') return isObject(value) ? wireValues(field.fields, value) : undefined
  if (field.kind === 'list') return Array.isArray(value) ? value.map((item) => wireValue(field.item, item)) : undefined
  return value
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/**
 * Converts an object with wire names to values by property name. Numbers become text where text is expected. The server checks all
 * other rules.
 * @throws OperationFault for an unknown name or a value of the wrong type
 */
export function propertyValues<const F extends Fields>(fields: F, object: object): ValuesOf<F> {
  const properties = new Map(Object.entries(fields).map(([property, field]) => [field.wire, { property, field }]))
  const values = Object.entries(object).map(([wire, value]) => {
    const known = properties.get(wire)
    if (known === undefined) {
      const shown = wire.slice(0, 64)
      const rule = unknownRule(wire, [...properties.keys()])
      throw new OperationFault(`"${shown}" ${rule.zh}`, `"${shown}" ${rule.en}`)
    }
    return [known.property, memberValue(known.field, value)]
  })
  return Object.fromEntries(values)
}

function memberValue(field: Field, value: unknown): unknown {
  if (value === null) return undefined
  if (field.kind === 'list' && Array.isArray(value)) return value.map((item) => itemValue(field, item))
  if (field.kind === 'text' && typeof value === 'number') return String(value)
  if (field.kind === 'object' && typeof value === 'object') return propertyValues(field.fields, value)
  if (typeof value === kinds[field.kind]) return value
  throw new OperationFault(`${field.wire} 的类型不对`, `${field.wire} has a value of the wrong type`)
}

function itemValue({ wire, item }: Extract<Field, { kind: 'list' }>, value: unknown): unknown {
  if (item.kind !== 'object') return value
  if (isObject(value)) return propertyValues(item.fields, value)
  throw new OperationFault(`${wire} 的元素应为对象`, `the elements of ${wire} must be objects`)
}

const kinds: Readonly<Record<Field['kind'], string>> = {
  text: 'string',
  number: 'number',
  boolean: 'boolean',
  object: 'object',
  list: 'object',
}

/** A flag that may be given several times and gives two members of an item of a list, as `--line 1001=120.50`. */
type PairFlag = Readonly<{
  /** Its name and value, as `--line <category=yuan>`. */
  flags: string
  /** The members before and after the sign. */
  members: readonly [string, string]
  description: string
  /** How a value looks, as a phrase: `品类=金额，如 1001=120.50`. */
  form: string
  /** What a value must match. */
  pattern?: RegExp
  /** Whether the second may be left out. */
  isShort?: boolean
}>

/** The flag, whose value is a list of items. It refuses a value of another form. */
export function pairOption({ flags, members, description, form, ...rules }: PairFlag): Option {
  const [first, second] = members
  const { pattern = /^/, isShort = false } = rules
  return new Option(flags, description).argParser((text: string, before: readonly Given[] | undefined) => {
    const end = isShort ? text.indexOf('=') : text.lastIndexOf('=')
    const [name, value] = [text.slice(0, end), text.slice(end + 1)]
    if (end < 1 || (value === '' && !isShort) || !pattern.test(text)) throw new InvalidArgumentError(form)
    return [...(before ?? []), value === '' ? { [first]: name } : { [first]: name, [second]: value }]
  })
}

/** Said by other means in every answer. */
const saidElsewhere = ['success', 'error_code', 'error_msg', 'already_done', 'dry_run', 'warnings', 'next_cursor']

/**
 * Values by wire name, one a line, then each list of objects as a table; a nested object has its name before its members. Of a text in two
 * languages, as `reason` and `reason_en`, one is shown.
 */
export function plainLines(fields: Fields, values: object, prefix = ''): readonly string[] {
  const wires = new Set(Object.values(fields).map(({ wire }) => wire))
  const shown = Object.entries(fields).filter(([, { wire }]) => !saidElsewhere.includes(wire))
  const lines: string[] = []
  for (const [property, field] of shown) {
    const value: unknown = Reflect.get(values, property)
    if (value === undefined || isOtherLanguage(field.wire, wires)) continue
    const name = `${prefix}${field.wire}`
    if (field.kind === 'object') lines.push(...plainLines(field.fields, Object(value), `${name}.`))
    else if (field.kind === 'list' && field.item.kind === 'object')
      lines.push(...listLines(name, field.item.fields, value))
    else lines.push(`${padToWidth(name.replace(/_en$/, ''), 20)}${oneLine(String(value))}`)
  }
  return lines
}

function isOtherLanguage(wire: string, wires: ReadonlySet<string>): boolean {
  return language === 'zh' ? wire.endsWith('_en') && wires.has(wire.slice(0, -3)) : wires.has(`${wire}_en`)
}

function listLines(name: string, fields: Fields, value: unknown): readonly string[] {
  if (!Array.isArray(value) || value.length === 0) return []
  return ['', name, ...plainTable(fields, value).split('\n')]
}

/** A table of items: what is no object and no list of objects, by wire name, without columns that are empty in all. */
function plainTable(fields: Fields, items: readonly object[]): string {
  const plain = Object.fromEntries(Object.entries(fields).filter(([, field]) => isPlain(field)))
  const rows: readonly Given[] = items.map((item) => wireValues(plain, item))
  const names = Object.values(plain).map(({ wire }) => wire)
  const used = names.filter((wire) => rows.some((row) => row[wire] !== undefined))
  return table(used)(rows.map((row) => used.map((wire) => String(row[wire] ?? ''))))
}

function isPlain(field: Field): boolean {
  return field.kind !== 'object' && !(field.kind === 'list' && field.item.kind === 'object')
}
