import type { Field, ListField } from '@yaoquan/api'
import { element } from '../page/element.ts'
import { localize, pageLanguage } from '../page/localize.ts'

/** The description and limits of a field on one line, in the language of the page. */
export function describeField(field: Field): string {
  const limit = limitOf(field)
  const separator = pageLanguage() === 'zh' ? '；' : '; '
  return limit === undefined ? localize(field.description) : `${localize(field.description)}${separator}${limit}`
}

function limitOf(field: Field): string | undefined {
  const isChinese = pageLanguage() === 'zh'
  switch (field.kind) {
    case 'number':
      return isChinese ? `整数，${field.min} 至 ${field.max}` : `integer, ${field.min} to ${field.max}`
    case 'text':
      if (field.maxLength === undefined) return undefined
      return isChinese ? `最多${field.maxLength}个字符` : `at most ${field.maxLength} characters`
    case 'list':
      return listLimit(field, isChinese)
    default:
      return undefined
  }
}

function listLimit({ minItems = 0, maxItems }: ListField, isChinese: boolean): string | undefined {
  if (maxItems === undefined) return undefined
  return isChinese ? `${minItems} 至 ${maxItems} 项` : `${minItems} to ${maxItems} items`
}

/** The wire name, followed by a mark if the field is required. */
export function fieldName({ wire, required: isRequired }: Field): readonly (Node | string)[] {
  const name = element('code', wire)
  return isRequired ? [name, ' ', element('span.required', localize(required))] : [name]
}

const required = { zh: '必填', en: 'required' }
