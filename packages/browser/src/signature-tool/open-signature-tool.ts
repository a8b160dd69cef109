import { button, element, show } from '../page/element.ts'
import { say } from '../page/say.ts'
import { brokenExample } from './broken-example.ts'
import { diagnoseSignature } from './diagnose-signature.ts'
import { diagnosisView } from './diagnosis-view.ts'
import { readPastedRequest } from './read-pasted-request.ts'

/** Typing goes on for a moment before the text is looked at. */
const pauseMs = 250

/** Fills a page with the signature tool. Nothing that is typed or pasted leaves the page, nor is it kept. */
export function openSignatureTool(root: Element): void {
  const inputs = makeInputs()
  const result = element('div', { class: 'diagnosis', role: 'status' })
  const check = (): void => show(result, ...findings(inputs))
  const form = element('form', { class: 'call-form' }, ...formParts(inputs), buttons(inputs, check))
  let timer: ReturnType<typeof setTimeout> | undefined
  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(check, pauseMs)
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    check()
  })
  show(root, element('div', { class: 'tool-form' }, form), element('div', { class: 'tool-result' }, result))
  check()
}

type Inputs = Readonly<{ pasted: HTMLTextAreaElement; secret: HTMLInputElement; ownBase: HTMLTextAreaElement }>

function makeInputs(): Inputs {
  const plain = { class: 'code', spellcheck: 'false', autocomplete: 'off' }
  return {
    pasted: element('textarea', { id: 'pasted', rows: '10', 'aria-describedby': 'pasted-note', ...plain }),
    secret: element('input', { id: 'secret', type: 'password', autocomplete: 'off' }),
    ownBase: element('textarea', { id: 'own-base', rows: '3', ...plain }),
  }
}

function findings({ pasted, secret, ownBase }: Inputs): readonly HTMLElement[] {
  if (pasted.value.trim() === '') return [element('p', { class: 'quiet' }, say(texts.empty))]
  const known = { secret: secret.value, ownBase: ownBase.value, nowMs: Date.now() }
  return diagnosisView(diagnoseSignature(readPastedRequest(pasted.value), known))
}

function formParts({ pasted, secret, ownBase }: Inputs): readonly HTMLElement[] {
  return [
    field('pasted', say(texts.pasted), pasted),
    element('p', { class: 'note', id: 'pasted-note' }, say(texts.pastedNote)),
    field('secret', 'AppSecret', secret),
    element(
      'details',
      {},
      element('summary', {}, say(texts.ownBaseSummary)),
      field('own-base', say(texts.ownBase), ownBase),
    ),
    element('p', { class: 'note' }, say(texts.promise)),
  ]
}

function buttons(inputs: Inputs, check: () => void): HTMLElement {
  const fill = (values: Readonly<{ pasted: string; secret: string }>): void => {
    inputs.pasted.value = values.pasted
    inputs.secret.value = values.secret
    inputs.ownBase.value = ''
    check()
  }
  return element(
    'div',
    { class: 'buttons' },
    element('button', { type: 'submit', class: 'primary' }, say(texts.check)),
    button(say(texts.example), () => fill(brokenExample(Date.now()))),
    button(say(texts.clear), () => fill({ pasted: '', secret: '' })),
  )
}

function field(id: string, label: string, input: HTMLElement): HTMLElement {
  return element('div', { class: 'field' }, element('label', { for: id }, label), input)
}

const texts = {
  pasted: { zh: '失败的请求', en: 'The request that failed' },
  pastedNote: {
    zh: '完整地址、请求体、curl 命令（含 Windows）、抓包得到的HTTP请求，或每行一个参数；编码过或已解码都可以。',
    en: 'A whole address, a body, a curl command (of Windows too), a captured HTTP request, or one parameter a line; URL-encoded or decoded.',
  },
  ownBaseSummary: { zh: '和我的程序算出的待签名串比较', en: 'Compare with the base string of my program' },
  ownBase: { zh: '我的待签名串（带或不带 AppSecret）', en: 'My base string, with the secret around it or without' },
  promise: {
    zh: '全部在本浏览器中计算：粘贴的内容和 AppSecret 都不发送、不保存。',
    en: 'All of it is computed in this browser: neither what you paste nor the secret is sent or kept.',
  },
  check: { zh: '检查', en: 'Check' },
  example: { zh: '试一个出错的例子', en: 'Try a broken example' },
  clear: { zh: '清空', en: 'Clear' },
  empty: {
    zh: '在左侧粘贴请求并填写 AppSecret，这里会指出签名错在哪里，并给出正确的待签名串。',
    en: 'Paste a request and give the secret: what is wrong with the signature, and the right base string, will stand here.',
  },
} as const
