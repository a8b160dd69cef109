import { addCopyButton } from './copy-buttons.ts'
import { element } from './element.ts'

/** Preformatted text in a box that can be scrolled by keyboard, with a copy button. */
export function codeBlock(text: string, label: string): HTMLElement {
  const code = element('pre', { tabindex: '0', role: 'region', 'aria-label': label }, text)
  const figure = element('figure', { class: 'sample' }, code)
  addCopyButton(figure)
  return figure
}
