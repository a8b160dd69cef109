import { type Field, type Fields, fieldLimits, type Text } from '@yaoquan/api'

/** A field as one row of a table of the document centre. */
export type FieldRow = Readonly<{
  /** Wire names from the top level down, joined with dots. */
  path: string
  name: string
  depth: number
  /** Whether rows for its members follow. */
  isContainer: boolean
  type: string
  isRequired: boolean
  example: string
  limits: readonly Text[]
  description: Text
}>

/** The rows of a request or a response. The members of a field follow the field itself. */
export function fieldRows(fields: Fields, parent = '', depth = 0): readonly FieldRow[] {
  return Object.values(fields).flatMap((field): readonly FieldRow[] => {
    const path = `${parent}${field.wire}`
    const inner = innerFields(field)
    const row: FieldRow = {
      path,
      name: field.wire,
      depth,
      isContainer: Object.keys(inner).length > 0,
      type: typeName(field),
      isRequired: field.required,
      example: exampleText(field),
      limits: [...(field.need === undefined ? [] : [field.need]), ...fieldLimits(field)],
      description: field.description,
    }
    return [row, ...fieldRows(inner, `${path}.`, depth + 1)]
  })
}

function innerFields(field: Field): Fields {
  if (field.kind === 'object') return field.fields
  return field.kind === 'list' && field.item.kind === 'object' ? field.item.fields : {}
}

/** Type names as on TOP's pages: `String`, `Date`, `Number`, `Boolean`, a class name, or one of these with ` []`. */
function typeName(field: Field): string {
  switch (field.kind) {
    case 'text':
      return field.isMoment === true ? 'Date' : 'String'
    case 'number':
      return 'Number'
    case 'boolean':
      return 'Boolean'
    case 'object':
      return field.typeName
    case 'list':
      return `${field.item.kind === 'object' ? field.item.typeName : 'String'} []`
  }
}

function exampleText(field: Field): string {
  if (field.kind === 'list') return field.item.kind === 'text' ? field.item.example : ''
  return field.kind === 'object' ? '' : String(field.example)
}
