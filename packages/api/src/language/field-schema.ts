import type { Field, Fields, ListItem, Text } from './field.ts'

/** A JSON Schema (2020-12), as OpenAPI 3.1 uses it. */
export type Schema = Readonly<Record<string, unknown>>

/** A list in JSON: `tagged` is an object `{ <item tag>: [...] }`, as in answers; `plain` an array, as in requests. */
export type ListShape = 'tagged' | 'plain'

/**
 * The JSON Schema of an object with the given fields, keyed by wire name.
 * @param lists form of every list in the object, at any depth
 * @param textOf the text that describes a field, by default in both languages
 */
export function objectSchema(fields: Fields, lists: ListShape, textOf = bothTexts): Schema {
  return schemaOf(fields, { lists, textOf })
}

type Form = Readonly<{ lists: ListShape; textOf: (text: Text) => string }>

function schemaOf(fields: Fields, form: Form): Schema {
  const all = Object.values(fields)
  const required = all.filter((field) => field.required).map(({ wire }) => wire)
  return {
    type: 'object',
    properties: Object.fromEntries(
      all.map((field) => [
        field.wire,
        { ...valueSchema(field, form), description: form.textOf(describedWithNeed(field)) },
      ]),
    ),
    ...(required.length > 0 ? { required } : {}),
  }
}

/** The description of a field, with when else it is needed. */
function describedWithNeed({ description, need }: Field): Text {
  if (need === undefined) return description
  return { zh: `${description.zh}；${need.zh}`, en: `${description.en}; ${need.en}` }
}

/** The Chinese and the English text on one line, separated by ` / `; one of them where both are equal. */
export function bothTexts({ zh, en }: Text): string {
  return zh === en ? zh : `${zh} / ${en}`
}

function valueSchema(field: Field | ListItem, form: Form): Schema {
  switch (field.kind) {
    case 'text':
      return textSchema(field)
    case 'number':
      return { type: 'integer', minimum: field.min, maximum: field.max, examples: [field.example] }
    case 'boolean':
      return { type: 'boolean', examples: [field.example] }
    case 'object':
      return { ...schemaOf(field.fields, form), title: field.typeName }
    case 'list':
      return listSchema(field, form)
  }
}

type TextRules = Readonly<{ example: string; maxLength?: number; oneOf?: readonly string[]; isLenient?: boolean }>

function textSchema({ example, maxLength, oneOf, isLenient = false }: TextRules): Schema {
  return {
    type: isLenient ? ['string', 'number', 'boolean'] : 'string',
    examples: [example],
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(oneOf === undefined ? {} : { enum: oneOf }),
  }
}

/** An empty list is `{}`, so the wrapper requires nothing (docs/reference/decisions.md, "Envelope"). */
function listSchema(field: Extract<Field, { kind: 'list' }>, form: Form): Schema {
  const items: Schema = {
    type: 'array',
    items: valueSchema(field.item, form),
    ...(field.minItems === undefined ? {} : { minItems: field.minItems }),
    ...(field.maxItems === undefined ? {} : { maxItems: field.maxItems }),
  }
  return form.lists === 'plain' ? items : { type: 'object', properties: { [field.itemTag]: items } }
}
