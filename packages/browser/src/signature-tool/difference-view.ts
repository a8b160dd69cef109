import { element } from '../page/element.ts'
import { localize } from '../page/localize.ts'
import type { Comparison } from './compare-texts.ts'

/** Shows both base strings with their difference marked. */
export function differenceView({ before, expected, given, after }: Comparison): HTMLElement {
  const row = (title: string, part: string): HTMLElement =>
    element(
      'div',
      { class: 'compared' },
      element('h4', {}, title),
      element('pre', { tabindex: '0', role: 'region', 'aria-label': title }, before, marked(part), after),
    )
  return element(
    'section',
    { class: 'difference' },
    element('h3', {}, localize(texts.title)),
    element('p', { class: 'note' }, localize(positionText([...before].length + 1))),
    row(localize(texts.expected), expected),
    row(localize(texts.given), given),
  )
}

/** Makes white space and an empty part visible. */
function marked(part: string): HTMLElement {
  const visible = part.replaceAll(' ', '␣').replaceAll('\t', '⇥').replaceAll('\r', '␍').replaceAll('\n', '↵\n')
  return element('mark', {}, visible === '' ? '∅' : visible)
}

function positionText(position: number): Readonly<{ zh: string; en: string }> {
  return { zh: `从第 ${position} 个字符起不同`, en: `They differ from character ${position}` }
}

const texts = {
  title: { zh: '待签名串的差异', en: 'Difference of the base strings' },
  expected: { zh: '应为', en: 'Expected' },
  given: { zh: '实际签名的', en: 'Signed' },
} as const
