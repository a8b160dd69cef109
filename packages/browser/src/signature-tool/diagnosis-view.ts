import { baseStringSection } from '../page/code-block.ts'
import { type Child, element, section } from '../page/element.ts'
import { localize, say } from '../page/localize.ts'
import type { Comparison } from './compare-texts.ts'
import type { Diagnosis } from './diagnose-signature.ts'
import type { Remark } from './pasted-request.ts'

/** Shows a diagnosis: the findings, then the base string, signatures and parameters. */
export function diagnosisView(diagnosis: Diagnosis): Child {
  const { difference, parameters, base, expectedSign, receivedSign, remarks } = diagnosis
  if (parameters.size === 0 || base === '') return remarkList(remarks)
  const unknown = say('sign_method 未知，无法计算', 'cannot be computed: sign_method is unknown')
  const signs = [
    [say('应为', 'Expected'), expectedSign ?? unknown],
    [say('请求中的', 'In the request'), receivedSign ?? say('没有', 'none')],
  ] as const
  const sorted = [...parameters].toSorted(([left], [right]) => (left < right ? -1 : 1))
  return [
    remarkList(remarks),
    difference && differenceView(difference),
    baseStringSection(say('正确的待签名串', 'The correct base string'), base),
    section(say('签名', 'Signature'), table(signs)),
    section(say('读出的参数', 'Parameters read from the request'), table(sorted)),
  ]
}

function remarkList(remarks: readonly Remark[]): HTMLElement {
  const items = remarks.map(({ level, message }) =>
    element('li.outcome', { 'data-level': level }, element('strong', localize(levels[level])), localize(message)),
  )
  return element('ul.remarks', items)
}

function table(rows: readonly (readonly [name: string, value: string])[]): HTMLElement {
  const cells = rows.map(([name, value]) =>
    element('tr', element('th', { scope: 'row' }, name), element('td', element('code', value))),
  )
  return element('div.scroll', { tabindex: '0' }, element('table', element('tbody', cells)))
}

const levels = {
  wrong: { zh: '错误：', en: 'Wrong: ' },
  doubtful: { zh: '可疑：', en: 'Doubtful: ' },
  fine: { zh: '正确：', en: 'Correct: ' },
} as const

/** Shows both base strings with their difference marked. */
function differenceView({ before, expected, actual, after }: Comparison): HTMLElement {
  const position = [...before].length + 1
  const row = (title: string, part: string): HTMLElement =>
    element(
      'div.compared',
      element('h4', title),
      element('pre', { tabindex: '0', role: 'region', 'aria-label': title }, before, marked(part), after),
    )
  return element(
    'section.difference',
    element('h3', say('待签名串的差异', 'Difference of the base strings')),
    element('p.note', say(`从第 ${position} 个字符起不同`, `They differ from character ${position}`)),
    row(say('应为', 'Expected'), expected),
    row(say('实际签名的', 'Signed'), actual),
  )
}

/** Makes white space and an empty part visible. */
function marked(part: string): HTMLElement {
  const visible = part.replaceAll(' ', '␣').replaceAll('\t', '⇥').replaceAll('\r', '␍').replaceAll('\n', '↵\n')
  return element('mark', visible === '' ? '∅' : visible)
}
