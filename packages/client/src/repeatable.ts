import type { Fields, MethodDefinition } from '@yaoquan/api'

/** Wire name of the request number. The server answers a repeated number with its first answer. */
const requestNumber = 'out_request_no'

/**
 * Whether a call is idempotent and can be retried.
 * @param params by property name, as passed to `execute`
 */
export function isRepeatable(definition: MethodDefinition, params: object): boolean {
  return definition.effect === 'read' || carriesRequestNumber(definition.request, params)
}

function carriesRequestNumber(fields: Fields, values: object): boolean {
  return Object.entries(fields).some(([property, field]) => {
    const value: unknown = Reflect.get(values, property)
    if (field.kind === 'object') return isObject(value) && carriesRequestNumber(field.fields, value)
    return field.wire === requestNumber && typeof value === 'string' && value.trim() !== ''
  })
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
