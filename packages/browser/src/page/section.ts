import { type Child, element } from './element.ts'

/** A section with a heading of level 3. */
export function section(title: string, ...content: readonly Child[]): HTMLElement {
  return element('section', {}, element('h3', {}, title), ...content)
}
