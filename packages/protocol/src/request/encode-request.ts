import type { Field, ListField, MethodDefinition, RequestOf } from '@yaoquan/api'
import { jsonValue, type Values } from '../encodings/json.ts'

/**
 * Encodes a request as top-level parameters, without the protocol's own (`method`, `app_key`, …). Objects and lists of
 * objects become compact JSON text; lists of strings are joined by commas. Absent members are left out.
 */
export function encodeRequest<M extends MethodDefinition>(
  definition: M,
  request: RequestOf<M>,
): Record<string, string> {
  const values = request as Values
  return Object.fromEntries(
    parametersOf(definition).flatMap(({ property, wire, write }) => {
      const value = values[property]
      return value === undefined || value === null ? [] : [[wire, write(value)]]
    }),
  )
}

type ParameterWriter = Readonly<{ property: string; wire: string; write: (value: unknown) => string }>

/** Built once per definition. */
const writers = new WeakMap<MethodDefinition, readonly ParameterWriter[]>()

function parametersOf(definition: MethodDefinition): readonly ParameterWriter[] {
  const known = writers.get(definition)
  if (known !== undefined) return known
  const built = Object.entries(definition.request).map(([property, field]) => ({
    property,
    wire: field.wire,
    write: parameterWriter(field),
  }))
  writers.set(definition, built)
  return built
}

function parameterWriter(field: Field): (value: unknown) => string {
  switch (field.kind) {
    case 'object':
      return jsonValue(field, 'plain')
    case 'list':
      return listWriter(field)
    default:
      return String
  }
}

function listWriter(field: ListField): (value: unknown) => string {
  const writeJson = jsonValue(field, 'plain')
  if (field.item.kind === 'object') return writeJson
  return (value) => {
    const items = value as readonly string[]
    return items.length > 0 && items.every(survivesJoining) ? items.join(',') : writeJson(items)
  }
}

/** Whether a comma-joined list preserves an item: its decoder trims items and reads a leading `[` as JSON. */
function survivesJoining(item: string): boolean {
  return item !== '' && item.trim() === item && !item.includes(',') && !item.startsWith('[')
}
