import { type Field, type Fields, type MethodDefinition, objectSchema, type RequestOf, type Schema } from '@yaoquan/api'

/** Properties for page sizes. Pages are smaller than the API allows, because an assistant reads every item. */
const pageProperties: readonly string[] = ['limit', 'pageSize']
const maxPageSize = 50
const defaultPageSize = 20

/** The input schema of a method's tool: the fields and rules of its definition by wire name, with small pages. */
export function methodInput({ request }: MethodDefinition): Schema {
  return closed(objectSchema(withSmallPages(request), 'plain'))
}

/** Adds the default page size to a request, if the method has one and it is not given. */
export function withPageSize(
  definition: MethodDefinition,
  request: RequestOf<MethodDefinition>,
): RequestOf<MethodDefinition> {
  return 'limit' in definition.request ? { limit: defaultPageSize, ...request } : request
}

function withSmallPages(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([property, field]) => [property, smallPage(property, field)]))
}

function smallPage(property: string, field: Field): Field {
  if (field.kind === 'object') return { ...field, fields: withSmallPages(field.fields) }
  if (field.kind !== 'number' || !pageProperties.includes(property)) return field
  return {
    ...field,
    ...{ max: Math.min(field.max, maxPageSize), example: defaultPageSize },
    description: {
      zh: `每页数量，最多${maxPageSize}${field.required ? '' : `，缺省${defaultPageSize}`}`,
      en: `Items per page, at most ${maxPageSize}${field.required ? '' : `; default: ${defaultPageSize}`}`,
    },
  }
}

/** Refuses unknown members. Ignoring a mistyped filter would silently return more than was asked for. */
function closed(schema: Schema): Schema {
  const properties = schema['properties']
  if (typeof properties !== 'object' || properties === null) return schema
  const inner = Object.entries(properties).map(([name, property]: [string, Schema]) => [name, closed(property)])
  return { ...schema, properties: Object.fromEntries(inner), additionalProperties: false }
}
