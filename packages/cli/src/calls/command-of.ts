import type { Field, Fields } from '@yaoquan/api'
import { type Command, Option } from 'commander'
import type { CallFlags } from '#options/gateway-options'
import { helpNotes } from '#terminal/help-notes'
import { localized, say, UsageFault } from '#terminal/output'
import type { CallRow, Given } from './call-row.ts'
import { exampleOf, fieldArgument, fieldOption, readObjectFile, readRequest } from './field-options.ts'
import { addCallFlags, sendCall } from './send-call.ts'
import { printAll, showResult } from './show-result.ts'
import { resultFields } from './wire-values.ts'

/**
 * Adds the command of a method. Words, flags, help and examples come from its definition; the row names the command and says how a person
 * reads the result.
 * @param program has the group of the command, such as `coupon`; a command of one word needs none
 */
export function addCommandOf(program: Command, row: CallRow): void {
  const [first = '', second] = pathOf(row).split(' ')
  const group = second === undefined ? program : program.commands.find((one) => one.name() === first)
  if (group === undefined) throw new TypeError(`there is no group ${first}`)
  const { method, takes = [], options = () => [] } = row
  const fields: Fields = method.request
  const command = group
    .command(second ?? first)
    .summary(localized(method.title))
    .description(localized(method.description))
  for (const property of takes) command.addArgument(fieldArgument(fieldOf(fields, property)))
  const flags = flagsOf(row)
  for (const option of [...flags.values(), ...options(), ...viewOptions(row)]) command.addOption(option)
  addCallFlags(command, { isWrite: method.effect === 'write' })
  const examples = [exampleLine(row, flags), ...(row.examples ?? [])].map((line) => `yaoquan ${line}`)
  command.addHelpText('after', helpNotes({ notes: row.notes, examples }))
  command.action((...given: readonly unknown[]) => run(row, flags, given))
}

/** The words of a command: `yaoquan.member.changePhone` is `member change-phone`. */
export function pathOf({ path, method }: Pick<CallRow, 'path' | 'method'>): string {
  const [group, name = ''] = method.name.split('.').slice(-2)
  return path ?? `${group} ${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

function fieldOf(fields: Fields, property: string): Field {
  const field = fields[property]
  if (field === undefined) throw new TypeError(`there is no field ${property}`)
  return field
}

type Flags = ReadonlyMap<string, Option>

/** The flags of the request by property, in the order of the definition. */
function flagsOf(row: CallRow): Flags {
  const { method, takes = [], omits = [], aliases = {}, defaults = {}, excludes = {}, refusesBlank = false } = row
  const without = ['outRequestNo', ...takes, ...omits]
  const fields = Object.entries<Field>(method.request).filter(([property]) => !without.includes(property))
  return new Map(
    fields.map(([property, field]) => {
      const fallback = defaults[property]
      const option = fieldOption(field, { alias: aliases[property], isOptional: fallback !== undefined, refusesBlank })
      option.conflicts([...(excludes[property] ?? [])])
      return [property, fallback === undefined ? option : option.default(fallback)]
    }),
  )
}

function viewOptions({ method, list, pages, says }: CallRow): readonly Option[] {
  const fields = resultFields(method)
  const all = new Option('--all', say('输出所有页', 'print all pages')).conflicts([
    'limit',
    'cursor',
    'pageSize',
    'pageNum',
  ])
  const phones = say(
    '文字中显示完整手机号，缺省打码；JSON按应用的权限显示',
    'show full phone numbers in text, which masks them by default; JSON shows what the app may see',
  )
  return [
    ...(pages !== undefined || ('nextCursor' in fields && list !== undefined) ? [all] : []),
    ...((list ?? says) !== undefined && showsPhone(fields) ? [new Option('--with-phones', phones)] : []),
  ]
}

function showsPhone(fields: Fields): boolean {
  return Object.values(fields).some((field) => {
    if (field.kind === 'object') return showsPhone(field.fields)
    if (field.kind === 'list') return field.item.kind === 'object' && showsPhone(field.item.fields)
    return field.wire === 'phone'
  })
}

function exampleLine(row: CallRow, flags: Flags): string {
  const { method, takes = [], aliases = {} } = row
  const fields: Fields = method.request
  const isShown = (property: string) => !method.sampleOmits?.includes(property)
  const options = [...flags].filter(([property]) => isShown(property) || aliases[property] !== undefined)
  // A list of words stands for a parameter that the sample gives singly.
  const words = takes.filter((property) => isShown(property) || fieldOf(fields, property).kind === 'list')
  return exampleOf(pathOf(row), [
    ...words.map((property) => ({ field: fieldOf(fields, property) })),
    ...options
      .filter(([property]) => isShown(property))
      .map(([property, option]) => ({ field: fieldOf(fields, property), option })),
  ])
}

/** Runs the command with the words and flags that Commander gives: words, flags, command. */
async function run(row: CallRow, flags: Flags, given: readonly unknown[]): Promise<void> {
  const { method, takes = [], adapt = (request) => request } = row
  const words = given.slice(0, takes.length)
  const values: CallFlags & Given & Readonly<{ withPhones?: boolean }> = Object(given[takes.length])
  const fields: Fields = method.request
  const named = [...flags].map(([property, option]) => [property, values[option.attributeName()]])
  const request = adapt(
    await readRequest(fields, { ...Object.fromEntries(named), ...(await readWords(row, words)) }),
    values,
  )
  checkNeeds(row, request, flags)
  if (await row.before?.(request, values)) return
  const shown = { showsPhones: values.withPhones ?? false }
  const isAll = values['all'] || (row.isWhole && values['limit'] === undefined && values['cursor'] === undefined)
  if (isAll) return printAll(row, request, { ...values, ...shown })
  await sendCall(values, {
    method,
    call: row.call,
    request,
    show: (result) => showResult(row, result, { request, ...shown }),
  })
}

/** Words by property; an empty list counts as not given. */
async function readWords({ method, takes = [] }: CallRow, words: readonly unknown[]): Promise<Given> {
  const read = takes.map(async (property, place) => {
    const [field, word] = [fieldOf(method.request, property), words[place]]
    if (field.kind === 'object' && typeof word === 'string')
      return [property, await readObjectFile(field, word)] as const
    return [property, Array.isArray(word) && word.length === 0 ? undefined : word] as const
  })
  return Object.fromEntries(await Promise.all(read))
}

/** @throws UsageFault unless the properties are given that the row needs */
function checkNeeds({ method, needs = [], takes = [] }: CallRow, request: Given, flags: Flags): void {
  for (const { of, exactly = false } of needs) {
    const count = of.filter((property) => request[property] !== undefined).length
    if (exactly ? count === 1 : count > 0) continue
    const names = of.map((property) =>
      takes.includes(property)
        ? `<${fieldOf(method.request, property).wire.replaceAll('_', '-')}>`
        : nameOf(flags, property),
    )
    if (exactly) throw new UsageFault(`请指定 ${names.join('、')} 之一`, `give one of ${names.join(', ')}`)
    throw new UsageFault(`请至少指定 ${names.join('、')} 之一`, `give at least one of ${names.join(', ')}`)
  }
}

function nameOf(flags: Flags, property: string): string {
  const option = flags.get(property)
  return option?.short ?? option?.long ?? property
}
