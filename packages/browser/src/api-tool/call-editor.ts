import type { MethodDefinition } from '@yaoquan/api'
import { methodPage } from '../page/document-links.ts'
import { button, element, show } from '../page/element.ts'
import { say } from '../page/say.ts'
import { callServer } from './call-server.ts'
import type { FieldControl } from './control.ts'
import { copyLinkButton } from './copy-link-button.ts'
import { credentialForm } from './credential-form.ts'
import type { CredentialStore } from './credential-store.ts'
import { type ExampleExtent, exampleCall } from './example-call.ts'
import { fieldsControl } from './field-control.ts'
import { newRequestNumber } from './request-number.ts'
import type { ResultPanel } from './result-panel.ts'
import { sendForm } from './send-form.ts'
import { settingsForm } from './settings-form.ts'
import { type CallSettings, type CallValues, signCall, type ToolCall } from './tool-call.ts'

/** The form of a call, made of its definition. */
export type CallEditor = Readonly<{
  node: HTMLElement
  /** @param values default: the examples of what the method requires */
  open: (definition: MethodDefinition, values?: CallValues) => void
}>

type EditorParts = Readonly<{
  store: CredentialStore
  settings: CallSettings
  onChange: (call: ToolCall) => void
  results: ResultPanel
}>

type Opened = Readonly<{ definition: MethodDefinition; fields: FieldControl }>

export function callEditor({ store, settings: firstSettings, onChange, results }: EditorParts): CallEditor {
  const credentials = credentialForm(store)
  const settings = settingsForm()
  const head = element('div', { class: 'method-head' })
  const place = element('div', { class: 'fields-place' })
  let opened: Opened | undefined
  settings.write(firstSettings)

  const call = (): ToolCall | undefined =>
    opened && {
      definition: opened.definition,
      values: opened.fields.read() as CallValues,
      settings: settings.read(),
      credentials: credentials.read(),
    }
  const write = (values: CallValues | undefined): void => {
    opened?.fields.write(values)
    changed()
  }
  const changed = (): void => whenThere(call(), onChange)
  const fill = (extent: ExampleExtent): void => {
    if (opened !== undefined) write(exampleCall(opened.definition, { extent, requestNumber: newRequestNumber() }))
  }
  const send = async (sent: ToolCall): Promise<void> => {
    results.showSending()
    const result = await callServer(sent, { send: sendForm, now: Date.now })
    // Whoever went on to another method does not want to see the answer of this one there.
    if (opened?.definition === sent.definition) results.showResult(sent.definition, result)
  }

  const form = element(
    'form',
    { class: 'call-form' },
    credentials.node,
    parameterFieldset(place, { fill, clear: () => write(undefined) }),
    settings.node,
    element(
      'div',
      { class: 'buttons actions' },
      element('button', { type: 'submit', class: 'primary' }, say(texts.send)),
      button(say(texts.signOnly), () => {
        if (form.reportValidity()) whenThere(call(), (current) => results.showSigned(signCall(current, Date.now())))
      }),
      copyLinkButton(call),
    ),
  )
  form.addEventListener('input', changed)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    whenThere(call(), (current) => void send(current))
  })
  return {
    node: element('div', {}, head, form),
    open(definition, values) {
      const fields = fieldsControl(definition.request, 'field')
      const hasFields = Object.keys(definition.request).length > 0
      opened = { definition, fields }
      show(head, ...methodHead(definition))
      show(place, hasFields ? fields.node : element('p', { class: 'quiet' }, say(texts.noFields)))
      if (values === undefined) fill('required')
      else write(values)
    },
  }
}

function whenThere<Value>(value: Value | undefined, use: (value: Value) => void): void {
  if (value !== undefined) use(value)
}

type Filling = Readonly<{ fill: (extent: ExampleExtent) => void; clear: () => void }>

function parameterFieldset(place: HTMLElement, { fill, clear }: Filling): HTMLElement {
  return element(
    'fieldset',
    { class: 'parameters' },
    element('legend', {}, say(texts.parameters)),
    element(
      'div',
      { class: 'buttons' },
      button(say(texts.fillRequired), () => fill('required')),
      button(say(texts.fillAll), () => fill('all')),
      button(say(texts.clear), clear),
    ),
    place,
  )
}

function methodHead({ name, title, description }: MethodDefinition): readonly HTMLElement[] {
  return [
    element('h2', {}, say(title)),
    element('p', {}, element('code', {}, name), ' ', element('a', { href: methodPage(name) }, say(texts.document))),
    element('p', { class: 'quiet' }, say(description)),
  ]
}

const texts = {
  parameters: { zh: '请求参数', en: 'Parameters' },
  noFields: { zh: '这个API没有业务参数。', en: 'This method takes no parameters of its own.' },
  fillRequired: { zh: '填入必填示例', en: 'Fill in what is required' },
  fillAll: { zh: '填入全部示例', en: 'Fill in every example' },
  clear: { zh: '清空', en: 'Clear' },
  send: { zh: '发送', en: 'Send' },
  signOnly: { zh: '只计算签名', en: 'Sign only' },
  document: { zh: '查看文档', en: 'Read its page' },
} as const
