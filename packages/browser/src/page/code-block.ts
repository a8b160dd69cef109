import { addCopyButton } from '../copy-buttons.ts'
import { element } from './element.ts'

/** Text as it is, in a box that scrolls by keyboard too, with a button that copies it. */
export function codeBlock(text: string, label: string): HTMLElement {
  const code = element('pre', { tabindex: '0', role: 'region', 'aria-label': label }, text)
  const figure = element('figure', { class: 'sample' }, code)
  addCopyButton(figure)
  return figure
}
