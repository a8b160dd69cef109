import type { MethodDefinition } from '@yaoquan/api'
import { formatTimestamp } from '@yaoquan/protocol'
import { methodPage } from '../page/document-links.ts'
import { button, element, show } from '../page/element.ts'
import { say } from '../page/say.ts'
import { answerView } from './answer-view.ts'
import { readCallLink, writeCallLink } from './call-link.ts'
import { callServer } from './call-server.ts'
import type { FieldControl } from './control.ts'
import { credentialForm } from './credential-form.ts'
import type { CredentialStore } from './credential-store.ts'
import { type ExampleExtent, exampleCall } from './example-call.ts'
import { fieldsControl } from './field-control.ts'
import { definitionOf, methodPicker } from './method-picker.ts'
import { requestView } from './request-view.ts'
import { sampleView } from './sample-view.ts'
import { sendForm } from './send-form.ts'
import { settingsForm } from './settings-form.ts'
import { type CallValues, signCall, type ToolCall } from './tool-call.ts'

const firstMethod = 'alibaba.alihealth.nr.crm.coupon.querycoupon'

/** Fills a page with the API tool, opened at the method and values that the page's address names. */
export function openApiTool(root: Element, store: CredentialStore): void {
  const linked = readCallLink(location)
  const credentials = credentialForm(store)
  const settings = settingsForm()
  const samples = sampleView()
  const head = element('div', { class: 'method-head' })
  const fieldsPlace = element('div', { class: 'fields-place' })
  const answerPlace = element('div', { class: 'answer', role: 'status' })
  const requestPlace = element('div', { class: 'request' })
  let opened: Readonly<{ definition: MethodDefinition; fields: FieldControl }> | undefined

  const currentCall = (): ToolCall | undefined =>
    opened && {
      definition: opened.definition,
      values: opened.fields.read() as CallValues,
      settings: settings.read(),
      credentials: credentials.read(),
    }
  const showSample = (): void => {
    const call = currentCall()
    if (call !== undefined) samples.showCall(call)
  }
  const fill = (extent: ExampleExtent): void => {
    if (opened === undefined) return
    opened.fields.write(exampleCall(opened.definition, { extent, requestNumber: newRequestNumber() }))
    showSample()
  }
  const open = (definition: MethodDefinition, values?: CallValues): void => {
    const fields = fieldsControl(definition.request, 'field')
    opened = { definition, fields }
    show(head, ...methodHead(definition))
    show(fieldsPlace, hasFields(definition) ? fields.node : element('p', { class: 'quiet' }, say(texts.noFields)))
    show(answerPlace, element('p', { class: 'quiet' }, say(texts.noAnswer)))
    show(requestPlace)
    if (values === undefined) fill('required')
    else fields.write(values)
    showSample()
  }
  const picker = methodPicker((definition) => {
    open(definition)
    showAddress(`?method=${definition.name}`)
  })
  const form = element(
    'form',
    { class: 'call-form' },
    credentials.node,
    element(
      'fieldset',
      { class: 'parameters' },
      element('legend', {}, say(texts.parameters)),
      element(
        'div',
        { class: 'buttons' },
        button(say(texts.fillRequired), () => fill('required')),
        button(say(texts.fillAll), () => fill('all')),
        button(say(texts.clear), () => {
          opened?.fields.write(undefined)
          showSample()
        }),
      ),
      fieldsPlace,
    ),
    settings.node,
    element(
      'div',
      { class: 'buttons actions' },
      element('button', { type: 'submit', class: 'primary' }, say(texts.send)),
      button(say(texts.signOnly), () => {
        const call = currentCall()
        if (call !== undefined && form.reportValidity()) show(requestPlace, requestView(signCall(call, Date.now())))
      }),
      copyLinkButton(currentCall),
    ),
  )
  form.addEventListener('input', showSample)
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const call = currentCall()
    if (call === undefined) return
    show(answerPlace, element('p', { class: 'quiet' }, say(texts.sending)))
    const result = await callServer(call, { send: sendForm, now: Date.now })
    if (opened?.definition !== call.definition) return
    show(answerPlace, answerView(call.definition, result))
    show(requestPlace, requestView(result.signed))
    // On a narrow screen the answer stands below a form that may be long.
    answerPlace.firstElementChild?.firstElementChild?.scrollIntoView({ block: 'nearest' })
  })

  settings.write(linked.settings)
  const named = definitionOf(linked.method)
  const definition = named ?? definitionOf(firstMethod)
  if (definition === undefined) throw new Error(`there is no ${firstMethod}`)
  picker.select(definition)
  open(definition, named && linked.values)
  show(
    root,
    element('div', { class: 'tool-side' }, picker.node),
    element('div', { class: 'tool-form' }, head, form),
    element(
      'div',
      { class: 'tool-result' },
      element('section', {}, element('h2', {}, say(texts.answer)), answerPlace, requestPlace),
      samples.node,
    ),
  )
}

/** Puts a link to what is open into the address bar, and the same into the link to the other language. */
function showAddress(link: string): void {
  history.replaceState(undefined, '', link)
  const other = document.querySelector<HTMLAnchorElement>('.site-head a[hreflang]')
  if (other !== null) other.href = other.pathname + link
}

function hasFields({ request }: MethodDefinition): boolean {
  return Object.keys(request).length > 0
}

function methodHead({ name, title, description }: MethodDefinition): readonly HTMLElement[] {
  return [
    element('h2', {}, say(title)),
    element('p', {}, element('code', {}, name), ' ', element('a', { href: methodPage(name) }, say(texts.document))),
    element('p', { class: 'quiet' }, say(description)),
  ]
}

/** Unlike any before it, since a request number stands for one write. */
function newRequestNumber(): string {
  const [suffix = 0] = crypto.getRandomValues(new Uint16Array(1))
  return `TOOL-${formatTimestamp(Date.now()).replaceAll(/\D/g, '')}-${suffix}`
}

function copyLinkButton(currentCall: () => ToolCall | undefined): HTMLButtonElement {
  const made = button(say(texts.copyLink), async () => {
    const call = currentCall()
    if (call === undefined) return
    // The address bar holds the link as well: where a page may not write to the clipboard, it is copied from there.
    showAddress(writeCallLink(call.definition, call))
    if (isSecureContext) await navigator.clipboard.writeText(location.href)
    made.textContent = say(isSecureContext ? texts.linkCopied : texts.linkShown)
    setTimeout(() => {
      made.textContent = say(texts.copyLink)
    }, 3000)
  })
  return made
}

const texts = {
  parameters: { zh: '请求参数', en: 'Parameters' },
  noFields: { zh: '这个API没有业务参数。', en: 'This method takes no parameters of its own.' },
  fillRequired: { zh: '填入必填示例', en: 'Fill in what is required' },
  fillAll: { zh: '填入全部示例', en: 'Fill in every example' },
  clear: { zh: '清空', en: 'Clear' },
  send: { zh: '发送', en: 'Send' },
  noAnswer: {
    zh: '发送之后，应答、待签名串和请求会显示在这里。',
    en: 'Answer, base string and request will stand here once it is sent.',
  },
  sending: { zh: '正在发送…', en: 'Sending…' },
  signOnly: { zh: '只计算签名', en: 'Sign only' },
  copyLink: { zh: '复制链接', en: 'Copy link' },
  linkCopied: { zh: '已复制（不含密钥与手机号）', en: 'Copied (no secret, no phone)' },
  linkShown: { zh: '链接已在地址栏（不含密钥与手机号）', en: 'It is in the address bar (no secret, no phone)' },
  answer: { zh: '应答', en: 'Answer' },
  document: { zh: '查看文档', en: 'Read its page' },
} as const
