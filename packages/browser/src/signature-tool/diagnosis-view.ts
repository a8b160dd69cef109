import { codeBlock } from '../page/code-block.ts'
import { element } from '../page/element.ts'
import { say } from '../page/say.ts'
import type { Diagnosis } from './diagnose-signature.ts'
import { differenceView } from './difference-view.ts'
import type { Remark } from './remark.ts'

/** Everything a diagnosis says, the verdict first. */
export function diagnosisView(diagnosis: Diagnosis): readonly HTMLElement[] {
  const { difference, parameters, base, expectedSign, givenSign, remarks } = diagnosis
  if (parameters.size === 0 || base === '') return [remarkList(remarks)]
  return [
    remarkList(remarks),
    ...(difference === undefined ? [] : [differenceView(difference)]),
    part(say(texts.base), element('p', { class: 'note' }, say(texts.baseNote)), codeBlock(base, say(texts.base))),
    part(say(texts.signs), signTable(expectedSign, givenSign)),
    part(say(texts.parameters), parameterTable(parameters)),
  ]
}

function remarkList(remarks: readonly Remark[]): HTMLElement {
  const items = remarks.map(({ level, message }) =>
    element('li', { class: 'outcome', 'data-level': level }, element('strong', {}, say(levels[level])), say(message)),
  )
  return element('ul', { class: 'remarks' }, ...items)
}

function part(title: string, ...content: readonly HTMLElement[]): HTMLElement {
  return element('section', {}, element('h3', {}, title), ...content)
}

function signTable(expected: string | undefined, given: string | undefined): HTMLElement {
  return table([
    [say(texts.expectedSign), expected ?? say(texts.unknown)],
    [say(texts.givenSign), given ?? say(texts.none)],
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
  fine: { zh: '正确：', en: 'Fine: ' },
} as const

const texts = {
  base: { zh: '正确的待签名串', en: 'The right base string' },
  baseNote: {
    zh: '不含 AppSecret；md5 在首尾各加一次，hmac 以它为密钥。',
    en: 'Without the secret: md5 adds it in front and at the end, hmac takes it as the key.',
  },
  signs: { zh: '签名', en: 'Signature' },
  expectedSign: { zh: '应为', en: 'Should be' },
  givenSign: { zh: '请求中的', en: 'In the request' },
  unknown: { zh: 'sign_method 未知，无法计算', en: 'cannot be computed: sign_method is unknown' },
  none: { zh: '没有', en: 'none' },
  parameters: { zh: '读出的参数', en: 'The parameters as read' },
} as const
