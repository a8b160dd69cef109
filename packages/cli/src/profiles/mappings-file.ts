import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { DayOrder } from '@yaoquan/api'
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

/** Reads the mappings by name; none without a file. @throws UsageFault if the file holds something else */
export function readMappings(path: string): SavedMappings {
  try {
    return mappingsOf(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(errorCode(error))) return {}
    if (error instanceof SyntaxError)
      throw new UsageFault(`${path} 无法读取，请改正或删除`, `correct or delete ${path}`)
    throw error
  }
}

export function writeMappings(path: string, mappings: SavedMappings): void {
  writeOwnFile(path, mappings)
}

/** @throws SyntaxError for anything but mappings */
function mappingsOf(value: unknown): SavedMappings {
  const mappings = Object.entries(recordOf(value)).map(([name, saved]): [string, SavedMapping] => {
    const { map, ignoreUnknown, dates, encoding } = recordOf(saved)
    const pairs = Object.entries(recordOf(map)).map(([title, field]) => [title, String(field)] as const)
    return [
      name,
      {
        map: Object.fromEntries(pairs),
        ignoreUnknown: ignoreUnknown === true || undefined,
        dates: dates === 'dmy' || dates === 'mdy' ? dates : undefined,
        encoding: typeof encoding === 'string' ? encoding : undefined,
      },
    ]
  })
  return Object.fromEntries(mappings)
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new SyntaxError()
  return Object.fromEntries(Object.entries(value))
}
