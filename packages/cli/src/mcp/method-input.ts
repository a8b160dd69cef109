import { type Field, type Fields, type MethodDefinition, objectSchema, type RequestOf, type Schema } from '@yaoquan/api'

/** Properties that say how many items a page holds. Pages are smaller than the API's: an assistant reads each item. */
const pageProperties: readonly string[] = ['limit', 'pageSize']
const maxPageSize = 50
const usualPageSize = 20

/** What an assistant may pass to a method, by wire name: the definition's fields and rules, with small pages. */
export function methodInput({ request }: MethodDefinition): Schema {
  return closed(objectSchema(withSmallPages(request), 'plain'))
}

/** A request with its page size, where the method has one and it was not given. */
export function withPageSize(
  definition: MethodDefinition,
  request: RequestOf<MethodDefinition>,
): RequestOf<MethodDefinition> {
  return 'limit' in definition.request ? { limit: usualPageSize, ...request } : request
}

function withSmallPages(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([property, field]) => [property, smallPage(property, field)]))
}

function smallPage(property: string, field: Field): Field {
  if (field.kind === 'object') return { ...field, fields: withSmallPages(field.fields) }
  if (field.kind !== 'number' || !pageProperties.includes(property)) return field
  return {
    ...field,
    ...{ max: Math.min(field.max, maxPageSize), example: usualPageSize },
    description: {
      zh: `每页数量，最多${maxPageSize}${field.required ? '' : `，缺省${usualPageSize}`}`,
      en: `Items a page, ${maxPageSize} at most${field.required ? '' : `, ${usualPageSize} by default`}`,
    },
  }
}

/** A mistyped filter must not be dropped in silence: the answer would be a wider one. */
function closed(schema: Schema): Schema {
  const properties = schema['properties']
  if (typeof properties !== 'object' || properties === null) return schema
  const inner = Object.entries(properties).map(([name, property]: [string, Schema]) => [name, closed(property)])
  return { ...schema, properties: Object.fromEntries(inner), additionalProperties: false }
}
