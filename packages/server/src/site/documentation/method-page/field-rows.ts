import type { Field, Fields, Text } from '@yaoquan/api'

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
      limits: [...(field.need === undefined ? [] : [field.need]), ...limitsOf(field)],
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

function limitsOf(field: Field): readonly Text[] {
  switch (field.kind) {
    case 'number':
      return [rangeText(field.min, field.max)]
    case 'text':
      return textLimits(field)
    case 'list':
      return [...countLimits(field), ...(field.item.kind === 'text' ? textLimits(field.item) : [])]
    case 'object':
      return field.whenEmpty === undefined ? [] : [defaultText(field.fields, field.whenEmpty)]
    case 'boolean':
      return []
  }
}

function rangeText(min: number, max: number): Text {
  if (max === Number.MAX_SAFE_INTEGER) return { zh: `不小于 ${min}`, en: `${min} or more` }
  return { zh: `${min} ~ ${max}`, en: `${min} to ${max}` }
}

type TextRules = Readonly<{
  maxLength?: number
  oneOf?: readonly string[]
  verbatim?: boolean
  isMoment?: boolean
  isLenient?: boolean
}>

function textLimits({ maxLength, oneOf, verbatim, isMoment, isLenient }: TextRules): readonly Text[] {
  return [
    ...(isMoment === true ? [{ zh: 'yyyy-MM-dd HH:mm:ss', en: 'yyyy-MM-dd HH:mm:ss' }] : []),
    ...(isLenient === true ? [{ zh: '也可传数字或布尔值', en: 'a number or boolean is accepted too' }] : []),
    ...(maxLength === undefined ? [] : [{ zh: `最多 ${maxLength} 个字符`, en: `at most ${maxLength} characters` }]),
    ...(oneOf === undefined ? [] : [{ zh: `可选值: ${oneOf.join(', ')}`, en: `one of ${oneOf.join(', ')}` }]),
    ...(verbatim === true ? [{ zh: '原样保留', en: 'kept byte for byte' }] : []),
  ]
}

function countLimits({ minItems, maxItems }: Readonly<{ minItems?: number; maxItems?: number }>): readonly Text[] {
  if (maxItems === undefined) return []
  return [{ zh: `${minItems ?? 0} ~ ${maxItems} 项`, en: `${minItems ?? 0} to ${maxItems} items` }]
}

/** Replaces the property names of `whenEmpty` by wire names, which readers know. */
function defaultText(fields: Fields, whenEmpty: Readonly<Record<string, unknown>>): Text {
  const named = Object.entries(whenEmpty).map(([property, value]) => [fields[property]?.wire ?? property, value])
  const text = JSON.stringify(Object.fromEntries(named))
  return { zh: `不传或为空时按 ${text}`, en: `if absent or empty: ${text}` }
}
