import type { BooleanField, Fields, ListField, ListItem, NumberField, ObjectField, Text, TextField } from './field.ts'

/**
 * Builds a text field. The arguments of all builders follow the columns of the API's documentation page: wire name,
 * example, 描述, English description, options. A field is optional unless `options.required` is true.
 */
export function text<const O extends TextOptions = Record<never, never>>(
  wire: string,
  example: string,
  zh: string,
  en: string,
  options?: O,
): Built<'text', O> & Readonly<{ example: string }> {
  return { kind: 'text', wire, example, ...rest(zh, en, options) }
}

/** Builds a field for an integer from `options.min` to `options.max`, both inclusive. */
export function number<const O extends NumberOptions>(
  wire: string,
  example: number,
  zh: string,
  en: string,
  options: O,
): Built<'number', O> & Readonly<{ example: number; min: number; max: number }> {
  return { kind: 'number', wire, example, ...rest(zh, en, options) }
}

/** Options of a count without an upper limit. */
export const count = { min: 0, max: Number.MAX_SAFE_INTEGER } as const

/** Options of a count that is always present. */
export const requiredCount = { required: true, ...count } as const

/** Builds a field for a count that is always present. */
export function countOf(
  wire: string,
  zh: string,
  en: string,
  example = 0,
): ReturnType<typeof number<typeof requiredCount>> {
  return number(wire, example, zh, en, requiredCount)
}

/** Builds a boolean field. */
export function boolean<const O extends RequiredOption = Record<never, never>>(
  wire: string,
  example: boolean,
  zh: string,
  en: string,
  options?: O,
): Built<'boolean', O> & Readonly<{ example: boolean }> {
  return { kind: 'boolean', wire, example, ...rest(zh, en, options) }
}

/** Builds a field for a nested object. */
export function object<const F extends Fields, const O extends ObjectOptions = Record<never, never>>(
  wire: string,
  shape: Readonly<{ typeName: string; fields: F }>,
  zh: string,
  en: string,
  options?: O,
): Built<'object', O> & Readonly<{ typeName: string; fields: F }> {
  return { kind: 'object', wire, ...shape, ...rest(zh, en, options) }
}

/** Builds a field for a list of objects or strings. */
export function list<const I extends ListItem, const O extends ListOptions = Record<never, never>>(
  wire: string,
  items: Readonly<{ itemTag: string; item: I }>,
  zh: string,
  en: string,
  options?: O,
): Built<'list', O> & Readonly<{ itemTag: string; item: I }> {
  return { kind: 'list', wire, ...items, ...rest(zh, en, options) }
}

/** Builds a field for a list that is always present. */
export function listOf<const I extends ListItem>(
  wire: string,
  items: Readonly<{ itemTag: string; item: I }>,
  zh: string,
  en: string,
): ReturnType<typeof list<I, Readonly<{ required: true }>>> {
  return list(wire, items, zh, en, { required: true })
}

/** The items of a list of objects. @param itemTag the element of each item in answers */
export function objects<const F extends Fields>(
  itemTag: string,
  typeName: string,
  fields: F,
): Readonly<{ itemTag: string; item: Readonly<{ kind: 'object'; typeName: string; fields: F }> }> {
  return { itemTag, item: { kind: 'object', typeName, fields } }
}

/** The items of a list of strings. @param maxLength of each in characters; absent: any length */
export function texts(
  example: string,
  maxLength?: number,
): Readonly<{ itemTag: string; item: Extract<ListItem, { kind: 'text' }> }> {
  return { itemTag: 'string', item: { kind: 'text', example, ...(maxLength === undefined ? {} : { maxLength }) } }
}

type RequiredOption = Readonly<{ required?: boolean }>
type TextOptions = RequiredOption & Pick<TextField, 'maxLength' | 'oneOf' | 'verbatim' | 'isMoment' | 'isLenient'>
type NumberOptions = RequiredOption & Pick<NumberField, 'min' | 'max'>
type ObjectOptions = RequiredOption & Pick<ObjectField, 'whenEmpty' | 'keepsText'>
type ListOptions = RequiredOption & Pick<ListField, 'minItems' | 'maxItems'>

type Kind = (TextField | NumberField | BooleanField | ObjectField | ListField)['kind']

type Built<K extends Kind, O> = Readonly<{ kind: K; wire: string; description: Text }> &
  Omit<O, 'required'> &
  Readonly<{ required: O extends { required: true } ? true : false }>

type Rest<O> = Readonly<{ description: Text }> & Omit<O, 'required'> & Readonly<{ required: IsRequired<O> }>
type IsRequired<O> = O extends { required: true } ? true : false

function rest<O extends RequiredOption>(zh: string, en: string, options: O | undefined): Rest<O> {
  const { required = false, ...others } = options ?? ({} as O)
  return { description: { zh, en }, ...others, required: required as IsRequired<O> }
}
