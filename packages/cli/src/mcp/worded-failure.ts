import { type Language, language } from '#terminal/language'

/**
 * The text of input that its schema refuses.
 * @param found what the validator says of it, in English, as `data/limit must be <= 50`
 */
export function wordedFailure(found = '', spoken: Language = language): string {
  if (spoken === 'en') return `invalid input: ${found}`
  return `参数有误: ${phrases.reduce((text, [pattern, zh]) => text.replaceAll(pattern, zh), found)}`
}

/** Phrases of the validator for the rules that schemas of tools have. */
const phrases: readonly (readonly [pattern: RegExp, zh: string])[] = [
  [/ must have required property '([^']*)'/g, ' 缺少 $1'],
  [/ must NOT have additional properties/g, ' 含有未知的字段'],
  [/ must be (<=|>=) (\S+)/g, ' 应 $1 $2'],
  [/ must NOT have more than (\d+) characters/g, ' 不应超过 $1 个字符'],
  [/ must NOT have more than (\d+) items/g, ' 不应超过 $1 项'],
  [/ must NOT have fewer than (\d+) items/g, ' 不应少于 $1 项'],
  [/ must be equal to one of the allowed values/g, ' 不在允许的值之内'],
  [/ must be (string|integer|boolean|object|array|string,number,boolean)/g, ' 的类型应为 $1'],
]
