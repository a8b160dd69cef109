import type { Text } from '@yaoquan/api'

/**
 * An error or an answer in the language of its caller. Texts are made in Chinese, with the same in English beside it under
 * the name with `En`, such as `errorMessage` and `errorMessageEn`; what no definition lists is not encoded. So Chinese, the
 * default, costs a second text for each refusal, and no pass over the answer.
 */
export function inLanguage<Value>(value: Value, language: keyof Text | undefined): Value {
  return language === 'en' ? (inEnglish(value) as Value) : value
}

function inEnglish(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inEnglish)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const english: unknown = Reflect.get(value, `${name}En`)
      return [name, typeof english === 'string' ? english : inEnglish(member)]
    }),
  )
}
