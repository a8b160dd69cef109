import type { Field, Fields, ListItem } from '@yaoquan/api'
import type { Option } from 'commander'

/** How many flags an example has at most besides those that must be given. */
const maxOptional = 3

type Part = Readonly<{ field: Field; option?: Option | undefined }>

/** The command line of an example: words and flags with the example values of their fields. */
export function exampleOf(path: string, parts: readonly Part[]): string {
  const flags = parts.filter((part) => part.option !== undefined)
  const must = flags.filter(({ option }) => option?.mandatory)
  const more = flags.filter(({ option, field }) => !option?.mandatory && exampleFlag(field) !== undefined)
  const words = parts.filter((part) => part.option === undefined).map(({ field }) => quoted(exampleValue(field)))
  return [path, ...words, ...[...must, ...more.slice(0, maxOptional)].map(flagText)].join(' ')
}

/** Only flags whose value is short are worth an example. */
function exampleFlag(field: Field): string | undefined {
  if (field.kind === 'boolean') return field.example ? '' : undefined
  return field.kind === 'object' || (field.kind === 'list' && field.item.kind === 'object')
    ? undefined
    : exampleValue(field)
}

function flagText({ field, option }: Part): string {
  const name = option?.short ?? option?.long ?? ''
  return field.kind === 'boolean' ? name : `${name} ${quoted(exampleValue(field))}`
}

function exampleValue(field: Field | ListItem): string {
  if (field.kind === 'object')
    return 'wire' in field ? `${field.wire}.json` : JSON.stringify(exampleMembers(field.fields))
  if (field.kind !== 'list') return String(field.example)
  return field.item.kind === 'object' ? `[${exampleValue(field.item)}]` : field.item.example
}

function exampleMembers(fields: Fields): object {
  const required = Object.values(fields).filter((field) => field.required)
  return Object.fromEntries(
    required.map((field) => [field.wire, 'example' in field ? field.example : exampleValue(field)]),
  )
}

function quoted(value: string): string {
  return /^[\p{L}\p{N}@%+=:,./_-]+$/u.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`
}
