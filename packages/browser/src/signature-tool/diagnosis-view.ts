import { baseStringSection } from '../page/base-string-section.ts'
import { element } from '../page/element.ts'
import { localize } from '../page/localize.ts'
import { section } from '../page/section.ts'
import type { Diagnosis } from './diagnose-signature.ts'
import { differenceView } from './difference-view.ts'
import type { Remark } from './remark.ts'

/** Shows a diagnosis: the findings, then the base string, signatures and parameters. */
export function diagnosisView(diagnosis: Diagnosis): readonly HTMLElement[] {
  const { difference, parameters, base, expectedSign, givenSign, remarks } = diagnosis
  if (parameters.size === 0 || base === '') return [remarkList(remarks)]
  return [
    remarkList(remarks),
    ...(difference === undefined ? [] : [differenceView(difference)]),
    baseStringSection(localize(texts.base), base),
    section(localize(texts.signs), signTable(expectedSign, givenSign)),
    section(localize(texts.parameters), parameterTable(parameters)),
  ]
}

function remarkList(remarks: readonly Remark[]): HTMLElement {
  const items = remarks.map(({ level, message }) =>
    element(
      'li',
      { class: 'outcome', 'data-level': level },
      element('strong', {}, localize(levels[level])),
      localize(message),
    ),
  )
  return element('ul', { class: 'remarks' }, ...items)
}

function signTable(expected: string | undefined, given: string | undefined): HTMLElement {
  return table([
    [localize(texts.expectedSign), expected ?? localize(texts.unknown)],
    [localize(texts.givenSign), given ?? localize(texts.none)],
  ])
}

function parameterTable(parameters: ReadonlyMap<string, string>): HTMLElement {
  return table([...parameters].toSorted(([left], [right]) => (left < right ? -1 : 1)))
}

function table(rows: readonly (readonly [name: string, value: string])[]): HTMLElement {
  const cells = rows.map(([name, value]) =>
    element('tr', {}, element('th', { scope: 'row' }, name), element('td', {}, element('code', {}, value))),
  )
  return element('div', { class: 'scroll', tabindex: '0' }, element('table', {}, element('tbody', {}, ...cells)))
}

const levels = {
  wrong: { zh: '错误：', en: 'Wrong: ' },
  doubtful: { zh: '可疑：', en: 'Doubtful: ' },
  fine: { zh: '正确：', en: 'Correct: ' },
} as const

const texts = {
  base: { zh: '正确的待签名串', en: 'The correct base string' },
  signs: { zh: '签名', en: 'Signature' },
  expectedSign: { zh: '应为', en: 'Expected' },
  givenSign: { zh: '请求中的', en: 'In the request' },
  unknown: { zh: 'sign_method 未知，无法计算', en: 'cannot be computed: sign_method is unknown' },
  none: { zh: '没有', en: 'none' },
  parameters: { zh: '读出的参数', en: 'Parameters read from the request' },
} as const
