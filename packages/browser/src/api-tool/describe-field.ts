import type { Field } from '@yaoquan/api'
import { element } from '../page/element.ts'
import { localize, say } from '../page/localize.ts'

/** The description and limits of a field on one line, in the language of the page. */
export function describeField(field: Field): string {
  const need = field.need && localize(field.need)
  return [localize(field.description), need, limitOf(field)].filter((text) => text !== undefined).join(say('；', '; '))
}

function limitOf(field: Field): string | undefined {
  switch (field.kind) {
    case 'number':
      return say(`整数，${field.min} 至 ${field.max}`, `integer, ${field.min} to ${field.max}`)
    case 'text':
      if (field.maxLength === undefined) return undefined
      return say(`最多${field.maxLength}个字符`, `at most ${field.maxLength} characters`)
    case 'list': {
      const { minItems = 0, maxItems } = field
      return maxItems === undefined
        ? undefined
        : say(`${minItems} 至 ${maxItems} 项`, `${minItems} to ${maxItems} items`)
    }
    default:
      return undefined
  }
}

/** The wire name, followed by a mark if the field is required. */
export function fieldName({ wire, required }: Field): readonly (Node | string)[] {
  const name = element('code', wire)
  return required ? [name, ' ', element('span.required', say('必填', 'required'))] : [name]
}
