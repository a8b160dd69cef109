import { oneLine } from './output.ts'
import { padToWidth } from './table.ts'

/** Values by wire name, one a line. */
export function valueLines(values: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(values).map(([wire, value]) => `${padToWidth(wire, 20)}${oneLine(String(value))}`)
}
