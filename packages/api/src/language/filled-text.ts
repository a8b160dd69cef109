import type { Text } from '../words/text.ts'
import type { BusinessError } from './method.ts'

/**
 * The `error_msg` of a refusal in both languages.
 * @param values fill in the placeholders; a text is said in the language of its template, and an absent value leaves nothing
 */
export function filledText(
  { message, filledEn = message.en }: Pick<BusinessError, 'message' | 'filledEn'>,
  values: object,
): Text {
  return { zh: fill(message.zh, values, 'zh'), en: fill(filledEn, values, 'en') }
}

function fill(template: string, values: object, language: keyof Text): string {
  return template.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const value: unknown = Reflect.get(values, name) ?? ''
    return isText(value) ? value[language] : String(value)
  })
}

function isText(value: unknown): value is Text {
  return typeof value === 'object' && value !== null && 'zh' in value && 'en' in value
}
