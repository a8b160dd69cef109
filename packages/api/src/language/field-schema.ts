import type { Field, Fields, ListItem, Text } from './field.ts'

/** A JSON Schema (2020-12), as OpenAPI 3.1 uses it. */
export type Schema = Readonly<Record<string, unknown>>

/** How lists stand in the JSON at hand: inside an object with their item tag, or plain. */
export type ListShape = 'tagged' | 'plain'

/** An object of these fields, by wire name. */
export function objectSchema(fields: Fields, lists: ListShape): Schema {
  const all = Object.values(fields)
  const required = all.filter((field) => field.required).map(({ wire }) => wire)
  return {
    type: 'object',
    properties: Object.fromEntries(all.map((field) => [field.wire, fieldSchema(field, lists)])),
    ...(required.length > 0 ? { required } : {}),
  }
}

/** Chinese and English in one line. */
export function bothTexts({ zh, en }: Text): string {
  return zh === en ? zh : `${zh} / ${en}`
}

function fieldSchema(field: Field, lists: ListShape): Schema {
  return { ...valueSchema(field, lists), description: bothTexts(field.description) }
}

function valueSchema(field: Field | ListItem, lists: ListShape): Schema {
  switch (field.kind) {
    case 'text':
      return textSchema(field)
    case 'number':
      return { type: 'integer', minimum: field.min, maximum: field.max, examples: [field.example] }
    case 'boolean':
      return { type: 'boolean', examples: [field.example] }
    case 'object':
      return { ...objectSchema(field.fields, lists), title: field.typeName }
    case 'list':
      return listSchema(field, lists)
  }
}

type TextRules = Readonly<{ example: string; maxLength?: number; oneOf?: readonly string[] }>

function textSchema({ example, maxLength, oneOf }: TextRules): Schema {
  return {
    type: 'string',
    examples: [example],
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(oneOf === undefined ? {} : { enum: oneOf }),
  }
}

/** An empty list is `{}` inside its wrapper, so the wrapper requires nothing (decisions, "Envelope"). */
function listSchema(field: Extract<Field, { kind: 'list' }>, lists: ListShape): Schema {
  const items: Schema = {
    type: 'array',
    items: valueSchema(field.item, lists),
    ...(field.minItems === undefined ? {} : { minItems: field.minItems }),
    ...(field.maxItems === undefined ? {} : { maxItems: field.maxItems }),
  }
  return lists === 'plain' ? items : { type: 'object', properties: { [field.itemTag]: items } }
}
