import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type DayOrder, fieldNamed, type Text } from '@yaoquan/api'
import type { RowFlags } from '#options/row-options'
import { errorCode, printNote, say, UsageFault } from '#terminal/output'
import { profilePath, writeOwnFile } from './profile-file.ts'

/** How a file of another system is read, as a person said it once. */
type SavedMapping = Readonly<{
  /** Fields by the titles of their columns; blank: not imported. */
  map: Readonly<Record<string, string>>
  ignoreUnknown?: boolean | undefined
  dates?: DayOrder | undefined
  encoding?: string | undefined
}>

type SavedMappings = Readonly<Record<string, SavedMapping>>

/** Where the file is: beside that of the profiles. */
export function mappingsPath(environment: Readonly<Record<string, string | undefined>>): string {
  return join(dirname(profilePath(environment)), 'mappings.json')
}

/** Reads the mappings by name; none without a file. @throws UsageFault if the file holds something else, which names the place and the rule */
export function readMappings(path: string): SavedMappings {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(errorCode(error))) return {}
    if (error instanceof SyntaxError)
      throw new UsageFault(`${path} 不是 JSON，请改正或删除`, `${path} is no JSON: correct or delete it`)
    throw error
  }
  return Object.fromEntries(
    Object.entries(recordIn(value, { path, place: '' })).map(([name, saved]) => [
      name,
      mappingIn(saved, { path, place: name }),
    ]),
  )
}

export function writeMappings(path: string, mappings: SavedMappings): void {
  writeOwnFile(path, mappings)
}

/** Where in the file a value is, as `old-crm.map.券号`. */
type Place = Readonly<{ path: string; place: string }>

const members = ['map', 'ignoreUnknown', 'dates', 'encoding']

function mappingIn(value: unknown, at: Place): SavedMapping {
  const { map, ignoreUnknown, dates, encoding, ...others } = recordIn(value, at)
  const member = (name: string): Place => ({ ...at, place: `${at.place}.${name}` })
  for (const [name, other] of Object.entries(others)) {
    throw wrong(other, member(name), { zh: `成员只有 ${members.join('、')}`, en: `members are ${members.join(', ')}` })
  }
  if (ignoreUnknown !== undefined && typeof ignoreUnknown !== 'boolean') {
    throw wrong(ignoreUnknown, member('ignoreUnknown'), { zh: '应为 true 或 false', en: 'must be true or false' })
  }
  if (dates !== undefined && dates !== 'dmy' && dates !== 'mdy') {
    throw wrong(dates, member('dates'), { zh: '应为 "dmy" 或 "mdy"', en: 'must be "dmy" or "mdy"' })
  }
  if (encoding !== undefined && !isEncoding(encoding)) {
    throw wrong(encoding, member('encoding'), { zh: '应为编码，如 "gbk"', en: 'must be an encoding such as "gbk"' })
  }
  const pairs = Object.entries(recordIn(map, member('map'))).map(([title, field]): [string, string] => {
    if (typeof field === 'string' && isField(field)) return [title, field]
    throw wrong(field, member(`map.${title}`), { zh: '应为字段，或 ""', en: 'must be a field, or ""' })
  })
  return { map: Object.fromEntries(pairs), ignoreUnknown, dates, encoding }
}

/** Blank: the column is not imported. */
function isField(name: string): boolean {
  return name === '' || importKinds.some((kind) => fieldNamed(name, kind) !== undefined)
}

const importKinds = ['import-coupons', 'import-members'] as const

function isEncoding(label: unknown): label is string {
  try {
    return typeof label === 'string' && new TextDecoder(label).encoding !== ''
  } catch {
    return false
  }
}

function recordIn(value: unknown, at: Place): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return Object.fromEntries(Object.entries(value))
  throw wrong(value, at, { zh: '应为 JSON 对象', en: 'must be a JSON object' })
}

const shownLength = 40

function wrong(value: unknown, { path, place }: Place, rule: Text): UsageFault {
  const shown = (JSON.stringify(value) ?? '-').slice(0, shownLength)
  const named = place === '' ? '' : ` ${place}`
  return new UsageFault(
    `${path}${named}：${shown} 不可用，${rule.zh}；请改正或删除`,
    `${path}${named}: ${shown} ${rule.en}; correct or delete it`,
  )
}

/**
 * The flags with what the mapping says that they name; flags of the command line win.
 * @throws UsageFault for a name that is not kept
 */
export function withMapping<Flags extends RowFlags>(flags: Flags): Flags {
  const { mapping: name } = flags
  if (name === undefined) return flags
  const kept = readMappings(mappingsPath(process.env))
  const saved = Object.hasOwn(kept, name) ? kept[name] : undefined
  if (saved === undefined) {
    const names = Object.keys(kept).join(', ') || '-'
    throw new UsageFault(`没有映射 ${name}；有：${names}`, `there is no mapping ${name}; there are: ${names}`)
  }
  return {
    ...flags,
    map: new Map([...Object.entries(saved.map), ...(flags.map ?? [])]),
    ignoreUnknown: flags.ignoreUnknown ?? saved.ignoreUnknown,
    dates: flags.dates ?? saved.dates,
    encoding: flags.encoding ?? saved.encoding,
  }
}

/** Keeps how a file was read under the name that the flags give, if they do; called once its header was read with them. */
export function saveMapping({ saveMapping: name, map = new Map(), ignoreUnknown, dates, encoding }: RowFlags): void {
  if (name === undefined) return
  const path = mappingsPath(process.env)
  const saved: SavedMapping = { map: Object.fromEntries(map), ignoreUnknown, dates, encoding }
  const others = readMappings(path)
  writeMappings(path, { ...others, [name]: saved })
  printNote(
    Object.hasOwn(others, name)
      ? say(`已替换 ${path} 的映射 ${name}`, `replaced mapping ${name} of ${path}`)
      : say(`已写入 ${path} 的映射 ${name}`, `wrote mapping ${name} of ${path}`),
  )
}
