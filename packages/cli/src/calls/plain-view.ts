import type { Field, Fields } from '@yaoquan/api'
import { language } from '#terminal/language'
import { oneLine } from '#terminal/output'
import { padToWidth, table } from '#terminal/table'
import type { Given } from './call-row.ts'
import { wireValues } from './wire-values.ts'

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
