import { type Field, type Fields, type ListItem, type RequestOf, searchCoupons } from '@yaoquan/api'
import { Argument, type Command, Option } from 'commander'
import { readJsonFile, readTextFile } from '#import/open-text'
import { nonBlank, wholeNumber } from '#options/data-options'
import { calendarDay } from '#options/times'
import { localized, UsageFault } from '#terminal/output'
import { propertyValues } from './wire-values.ts'

/** Flags that every command has, whatever the method calls its fields. */
const reserved: readonly string[] = ['--version', '--help', '--json', '--url', '--session']

/** The flag of a field: its wire name in words, as `--order-id`, and before it the shorter name. */
export function fieldOption(field: Field, { alias, isOptional = false, refusesBlank = false }: Naming = {}): Option {
  const long = `--${field.wire.replaceAll('_', '-')}`
  const names = [...(alias === undefined ? [] : [`--${alias}`]), ...(reserved.includes(long) ? [] : [long])].join(', ')
  const value = field.kind === 'boolean' ? '' : ` <${placeholder(field)}>`
  const {
    description: { zh, en },
    need,
  } = field
  const description = localized(
    need === undefined ? field.description : { zh: `${zh}；${need.zh}`, en: `${en}; ${need.en}` },
  )
  // What a parameter says of its value `true` is true of the flag.
  const option = new Option(`${names}${value}`, description.replace(/^(?:为 ?true ?时|true: )/, ''))
  if (field.kind === 'number') option.argParser(wholeNumber(field.min, field.max))
  if (field.kind === 'text' && field.oneOf !== undefined) option.choices(field.oneOf)
  if (field.kind === 'list' && field.item.kind === 'text') option.argParser(collectTexts)
  const isMandatory = field.required && !isOptional
  if ((isMandatory || refusesBlank) && field.kind === 'text' && field.oneOf === undefined) option.argParser(nonBlank)
  return option.makeOptionMandatory(isMandatory)
}

type Naming = Readonly<{ alias?: string | undefined; isOptional?: boolean; refusesBlank?: boolean }>

function placeholder(field: Field): string {
  if (field.kind === 'number') return 'n'
  if (field.kind === 'text') return field.isMoment ? 'time' : 'text'
  return field.kind === 'list' && field.item.kind === 'text' ? 'list' : 'json'
}

/** The word of a field: `<order-id>`, or `[order-id]` for one that is not required. An object is a file. */
export function fieldArgument(field: Field): Argument {
  const name = field.kind === 'object' ? 'file' : field.wire.replaceAll('_', '-')
  const words = field.kind === 'list' ? `${name}...` : name
  const argument = new Argument(field.required ? `<${words}>` : `[${words}]`, localized(field.description))
  return field.kind === 'text' && field.required ? argument.argParser(nonBlank) : argument
}

/** Items of a list of texts, separated by commas; the flag may also be repeated. */
function collectTexts(text: string, before: readonly string[] | undefined): readonly string[] {
  const items = text.split(/[,，]/).map((item) => item.trim())
  return [...(before ?? []), ...items.filter((item) => item !== '')]
}

/**
 * The request that words and flags make. A blank text counts as not given, as at the gateway. Objects and lists of objects are JSON with
 * wire names: the text itself, or `@file`.
 * @param input values by property
 * @throws UsageFault if a text is not JSON; OperationFault for an unknown name in it
 */
export async function readRequest(
  fields: Fields,
  input: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const values: Record<string, unknown> = {}
  for (const [property, field] of Object.entries(fields)) {
    const value = input[property]
    if (value === undefined || (typeof value === 'string' && value.trim() === '')) continue
    values[property] = typeof value === 'string' ? await readText(field, value) : value
  }
  return values
}

async function readText(field: Field, text: string): Promise<unknown> {
  if (field.kind === 'text') return text
  const json = text.startsWith('@') ? await readTextFile(text.slice(1)) : text
  return Reflect.get(propertyValues({ field }, { [field.wire]: parsed(field, json) }), 'field')
}

function parsed({ wire }: Field, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new UsageFault(`${wire} 不是JSON`, `${wire} is not JSON`)
  }
}

/** Reads the file of an object that a word names. */
export async function readObjectFile(field: Extract<Field, { kind: 'object' }>, path: string): Promise<unknown> {
  return propertyValues(field.fields, await readJsonFile(path))
}

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

const {
  newestFirst: _newest,
  endingFirst: _ending,
  cursor: _cursor,
  limit: _limit,
  memberId: _memberId,
  couponIds: _couponIds,
  ...filters
} = searchCoupons.request

/** Flags added by `addSearchFilters`. */
export type SearchFlags = Pick<RequestOf<typeof searchCoupons>, keyof typeof filters>

/** Adds the filters of a coupon search as flags. Days must be calendar days. */
export function addSearchFilters(command: Command): Command {
  for (const [property, field] of Object.entries<Field>(filters)) {
    const option = fieldOption(field, { alias: property === 'couponId' ? 'template' : undefined })
    command.addOption(/(?:From|To)$/.test(property) ? option.argParser(calendarDay) : option)
  }
  return command
}

/** The given filters by property name, without blank ones. */
export function filterOf(flags: SearchFlags): SearchFlags {
  const names = Object.keys(filters) as (keyof typeof filters)[]
  return Object.fromEntries(names.map((name) => [name, flags[name]?.trim()]).filter(([, value]) => value))
}
