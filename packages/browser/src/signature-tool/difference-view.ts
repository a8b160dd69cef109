import { element } from '../page/element.ts'
import { say } from '../page/say.ts'
import type { Comparison } from './compare-texts.ts'

/** Both base strings with the place marked where they differ. */
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
    element('h3', {}, say(texts.title)),
    element('p', { class: 'note' }, say(positionText([...before].length + 1))),
    row(say(texts.expected), expected),
    row(say(texts.given), given),
  )
}

/** White space that makes the difference is shown; an empty place gets a sign. */
function marked(part: string): HTMLElement {
  const visible = part.replaceAll(' ', '␣').replaceAll('\t', '⇥').replaceAll('\r', '␍').replaceAll('\n', '↵\n')
  return element('mark', {}, visible === '' ? '∅' : visible)
}

function positionText(position: number): Readonly<{ zh: string; en: string }> {
  return { zh: `从第 ${position} 个字符起不同`, en: `They differ from character ${position} on` }
}

const texts = {
  title: { zh: '待签名串的差异', en: 'How the base strings differ' },
  expected: { zh: '应为', en: 'Should be' },
  given: { zh: '实际签名的', en: 'Was signed' },
} as const
