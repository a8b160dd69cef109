import { type Field, fieldLimits } from '@yaoquan/api'
import { type Child, element } from '../page/element.ts'
import { localize, say } from '../page/localize.ts'

/** The description and limits of a field on one line, in the language of the page. A choice shows its values itself. */
export function describeField(field: Field): string {
  const isChoice = field.kind === 'text' && field.oneOf !== undefined
  const texts = [field.description, field.need, ...(isChoice ? [] : fieldLimits(field))]
  return texts
    .filter((text) => text !== undefined)
    .map(localize)
    .join(say('；', '; '))
}

/** The wire name, followed by a mark if the field is required. */
export function fieldName({ wire, required }: Field): Child {
  return [element('code', wire), required && [' ', element('span.required', say('必填', 'required'))]]
}
