import { baseString, formatTimestamp, sign, writeUrlencoded } from '@yaoquan/protocol'
import { button, type Child, element, labelledField, show } from '../page/element.ts'
import { localize, say } from '../page/localize.ts'
import { diagnoseSignature } from './diagnose-signature.ts'
import { diagnosisView } from './diagnosis-view.ts'
import { readPastedRequest } from './read-pasted-request.ts'

/** How long to wait after the last keystroke before checking. */
const pauseMs = 250

/** Fills a page with the signature tool. It neither sends nor stores what the user enters. */
export function openSignatureTool(root: Element): void {
  const plain = { class: 'code', spellcheck: 'false', autocomplete: 'off' }
  const pasted = element('textarea', { id: 'pasted', rows: '10', 'aria-describedby': 'pasted-note' }, plain)
  const secret = element('input', { id: 'secret', type: 'password', autocomplete: 'off' })
  const ownBase = element('textarea', { id: 'own-base', rows: '3' }, plain)
  const result = element('div.diagnosis', { role: 'status' })
  const check = (): void =>
    show(result, findings({ pasted: pasted.value, secret: secret.value, ownBase: ownBase.value }))
  const fill = (values: Readonly<{ pasted: string; secret: string }>): void => {
    pasted.value = values.pasted
    secret.value = values.secret
    ownBase.value = ''
    check()
  }
  const form = element(
    'form.call-form',
    labelledField(say('失败的请求', 'The failing request'), pasted),
    element('p.note', { id: 'pasted-note' }, localize(texts.pastedNote)),
    labelledField('AppSecret', secret),
    element(
      'details',
      element('summary', localize(texts.ownBaseSummary)),
      labelledField(localize(texts.ownBase), ownBase),
    ),
    element('p.note', localize(texts.promise)),
    element(
      'div.buttons',
      element('button.primary', { type: 'submit' }, say('检查', 'Check')),
      button(say('试一个出错的例子', 'Try a failing example'), () => fill(brokenExample(Date.now()))),
      button(say('清空', 'Clear'), () => fill({ pasted: '', secret: '' })),
    ),
  )
  let timer: ReturnType<typeof setTimeout> | undefined
  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(check, pauseMs)
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    check()
  })
  show(root, element('div.tool-form', form), element('div.tool-result', result))
  check()
}

type Entered = Readonly<{ pasted: string; secret: string; ownBase: string }>

function findings({ pasted, secret, ownBase }: Entered): Child {
  if (pasted.trim() === '') return element('p.quiet', localize(texts.empty))
  return diagnosisView(diagnoseSignature(readPastedRequest(pasted), { secret, ownBase, nowMs: Date.now() }))
}

const texts = {
  pastedNote: {
    zh: '完整地址、请求体、curl 命令（含 Windows）、抓包得到的HTTP请求，或每行一个参数；编码过或已解码都可以。',
    en: 'A complete address, a body, a curl command (also for Windows), a captured HTTP request, or one parameter per line; URL-encoded or decoded.',
  },
  ownBaseSummary: { zh: '和我的程序算出的待签名串比较', en: 'Compare with the base string that my program computed' },
  ownBase: { zh: '我的待签名串（带或不带 AppSecret）', en: 'My base string (with or without the secret)' },
  promise: {
    zh: '全部在本浏览器中计算：粘贴的内容和 AppSecret 都不发送、不保存。',
    en: 'Everything is computed in this browser: neither the pasted text nor the secret is sent or stored.',
  },
  empty: {
    zh: '粘贴请求并填写 AppSecret 后，这里指出签名错在哪里，并给出正确的待签名串。',
    en: 'Paste a request and enter the secret: the mistake in the signature and the correct base string appear here.',
  },
} as const

/** A failing request and its secret, to try the tool with. Its signature does not cover the session. */
function brokenExample(nowMs: number): Readonly<{ pasted: string; secret: string }> {
  const secret = 'helloworld'
  const parameters = {
    method: 'taobao.time.get',
    app_key: '12345678',
    session: 'sess-1',
    timestamp: formatTimestamp(nowMs),
    v: '2.0',
    format: 'json',
    sign_method: 'md5',
  }
  const { session: _forgotten, ...signed } = parameters
  const wrongSign = sign('md5', secret, baseString(new Map(Object.entries(signed)), { blank: 'signed' }))
  const body = writeUrlencoded({ ...parameters, sign: wrongSign })
  return { pasted: `curl -X POST 'http://127.0.0.1:8080/router/rest' \\\n  -d '${body}'`, secret }
}
