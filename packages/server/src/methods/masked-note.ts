import { type closeTemplate, filledText, type ResponseOf, warningTexts } from '@yaoquan/api'
import { maskPhonesInText } from '#domain/mask-phones-in-text'

type Warnings = ResponseOf<typeof closeTemplate>['result']['warnings']

/** A text as it may be stored, and the warnings of the answer; undefined where nothing was masked. */
export type MaskedNote<Text> = Readonly<{ text: Text; warnings: Warnings }>

/**
 * Masks phones in a reason or note. The content of the request keeps them for its digest, so that a repetition of the
 * call is recognised and another phone under the same number is not.
 * @param field wire name of the request field
 */
export function maskedNote<Text extends string | undefined>(field: string, input: Text): MaskedNote<Text | string> {
  if (input === undefined) return { text: input, warnings: undefined }
  const { text, phones } = maskPhonesInText(input)
  const { code, message } = warningTexts.phoneMasked
  const { zh, en } = filledText({ message }, { field })
  const warning = { code, message: zh, messageEn: en, field }
  return { text, warnings: phones === 0 ? undefined : [warning] }
}
