import type { Field } from '@yaoquan/api'
import { element } from '../page/element.ts'
import { localize } from '../page/localize.ts'

/** The wire name, followed by a mark if the field is required. */
export function fieldName({ wire, required: isRequired }: Field): readonly (Node | string)[] {
  const name = element('code', {}, wire)
  return isRequired ? [name, ' ', element('span', { class: 'required' }, localize(required))] : [name]
}

const required = { zh: '必填', en: 'required' }
