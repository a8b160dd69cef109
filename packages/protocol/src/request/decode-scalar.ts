import type { NumberField, Text, TextField } from '@yaoquan/api'
import { parseTimestamp } from '../timestamp/timestamp.ts'
import { isBlank, Refusal, shownValue } from './refusal.ts'

/** Decodes a JSON value or the text of a parameter: to a typed value, undefined if it is blank, or a `Refusal`. */
export type Decode = (value: unknown) => unknown

/** Builds a decoder of integers in the field's range. */
export function numberDecoder({ min, max }: NumberField): Decode {
  return (value) => {
    if (isBlank(value)) return undefined
    const number = integerOf(value)
    if (number !== undefined && number >= min && number <= max) return number
    return wrongValue(value, { zh: `${min}到${max}之间的整数`, en: `a whole number from ${min} to ${max}` })
  }
}

/** Decodes `true` and `false` in any case. */
export function decodeBoolean(value: unknown): unknown {
  if (isBlank(value)) return undefined
  const name = String(value).toLowerCase()
  if (name === 'true') return true
  return name === 'false' ? false : wrongValue(value, { zh: 'true或false', en: 'true or false' })
}

/** Builds a decoder of texts by the field's rules. */
export function textDecoder(field: TextRules): Decode {
  const { isLenient = false, verbatim = false } = field
  return (value) => {
    if (value === undefined || value === null) return undefined
    if (isLenient && typeof value === 'object') return undefined
    const given = isLenient && typeof value === 'boolean' ? String(value) : textOf(value)
    if (given instanceof Refusal) return given
    const text = verbatim ? given : given.trim()
    return text === '' && !verbatim ? undefined : checkedText(text, field)
  }
}

type TextRules = Pick<TextField, 'maxLength' | 'oneOf' | 'verbatim' | 'isMoment' | 'isLenient'>

function checkedText(
  text: string,
  { maxLength = Number.POSITIVE_INFINITY, oneOf, isMoment = false }: TextRules,
): string | Refusal {
  if (text.length > maxLength) {
    return new Refusal({
      zh: `的长度 ${text.length} 不合法，不应超过${maxLength}个字符`,
      en: `has ${text.length} characters, more than ${maxLength}`,
    })
  }
  if (isMoment && !isMomentText(text)) {
    return wrongValue(text, {
      zh: ' yyyy-MM-dd HH:mm:ss 格式的时间（GMT+8）',
      en: 'a time as yyyy-MM-dd HH:mm:ss (GMT+8)',
    })
  }
  if (oneOf === undefined || oneOf.includes(text)) return text
  return wrongValue(text, { zh: `${oneOf.join('、')}之一`, en: `one of ${oneOf.join(', ')}` })
}

/** @param wanted what follows "should be" */
function wrongValue(value: unknown, wanted: Text): Refusal {
  const shown = shownValue(value)
  return new Refusal({
    zh: `的值 ${shown} 不合法，应为${wanted.zh}`,
    en: `has the value ${shown}, should be ${wanted.en}`,
  })
}

const momentLength = 19

/** Checks a text against the timestamp form of the same length. */
function isMomentText(text: string): boolean {
  return text.length === momentLength && parseTimestamp(text) !== undefined
}

/** SDKs send numbers as JSON numbers or strings of digits (docs/reference/top-protocol.md, 2.2). */
function integerOf(value: unknown): number | undefined {
  const isNumeric = typeof value === 'number' || (typeof value === 'string' && /^-?\d+$/.test(value))
  if (!isNumeric) return undefined
  const number = Number(value)
  // Adding zero turns -0 into 0.
  return Number.isSafeInteger(number) ? number + 0 : undefined
}

function textOf(value: unknown): string | Refusal {
  if (typeof value === 'string') return value
  if (typeof value !== 'number') return wrongValue(value, { zh: '字符串', en: 'a text' })
  // A larger JSON number has already lost digits: a card number would silently become another one.
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return String(value)
  // The value is not shown: it is usually a card number.
  return new Refusal({
    zh: '的值超出数字的精度，请改用字符串',
    en: 'exceeds the precision of numbers; send it as a text',
  })
}
