import type { Text } from '../words/text.ts'
import type { Field, Fields } from './field.ts'

/** What a field admits besides its type, one rule each. */
export function fieldLimits(field: Field): readonly Text[] {
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
