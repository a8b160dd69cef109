import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type DayOrder, fieldNamed, type Text } from '@yaoquan/api'
import { errorCode, UsageFault } from '#terminal/faults'
import { writeOwnFile } from './own-file.ts'
import { profilePath } from './profile-file.ts'

/** How a file of another system is read, as a person said it once. */
export type SavedMapping = Readonly<{
  /** Fields by the titles of their columns; blank: not imported. */
  map: Readonly<Record<string, string>>
  ignoreUnknown?: boolean | undefined
  dates?: DayOrder | undefined
  encoding?: string | undefined
}>

export type SavedMappings = Readonly<Record<string, SavedMapping>>

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
