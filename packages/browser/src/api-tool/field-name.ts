import type { Field } from '@yaoquan/api'
import { element } from '../page/element.ts'
import { say } from '../page/say.ts'

/** The wire name, and a mark beside it when the server wants the field. */
export function fieldName({ wire, required: isRequired }: Field): readonly (Node | string)[] {
  const name = element('code', {}, wire)
  return isRequired ? [name, ' ', element('span', { class: 'required' }, say(required))] : [name]
}

const required = { zh: '必填', en: 'required' }
