import { element } from './element.ts'

/**
 * A form field with its label.
 * @param id of the control
 */
export function labelledField(id: string, label: string, control: HTMLElement): HTMLElement {
  return element('div', { class: 'field' }, element('label', { for: id }, label), control)
}
