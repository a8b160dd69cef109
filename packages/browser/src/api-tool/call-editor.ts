import type { MethodDefinition } from '@yaoquan/api'
import { methodPage } from '../page/document-links.ts'
import { button, element, show } from '../page/element.ts'
import { localize } from '../page/localize.ts'
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

/** The form of a call, built from the method's definition. */
export type CallEditor = Readonly<{
  node: HTMLElement
  /** @param values default: the examples of the required fields */
  open: (definition: MethodDefinition, values?: CallValues) => void
}>

type EditorParts = Readonly<{
  store: CredentialStore
  settings: CallSettings
  onChange: (call: ToolCall) => void
  results: ResultPanel
}>

type Opened = Readonly<{ definition: MethodDefinition; fields: FieldControl }>

/** Creates the form, with credentials, parameters and settings. */
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
  const changed = (): void => ifDefined(call(), onChange)
  const fill = (extent: ExampleExtent): void => {
    if (opened !== undefined) write(exampleCall(opened.definition, { extent, requestNumber: newRequestNumber() }))
  }
  const send = async (sent: ToolCall): Promise<void> => {
    results.showSending()
    const result = await callServer(sent, { send: sendForm, now: Date.now })
    // The answer is dropped if the user has meanwhile opened another method.
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
      element('button', { type: 'submit', class: 'primary' }, localize(texts.send)),
      button(localize(texts.signOnly), () => {
        if (form.reportValidity()) ifDefined(call(), (current) => results.showSigned(signCall(current, Date.now())))
      }),
      copyLinkButton(call),
    ),
  )
  form.addEventListener('input', changed)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    ifDefined(call(), (current) => void send(current))
  })
  return {
    node: element('div', {}, head, form),
    open(definition, values) {
      const fields = fieldsControl(definition.request, 'field')
      const hasFields = Object.keys(definition.request).length > 0
      opened = { definition, fields }
      show(head, ...methodHead(definition))
      show(place, hasFields ? fields.node : element('p', { class: 'quiet' }, localize(texts.noFields)))
      if (values === undefined) fill('required')
      else write(values)
    },
  }
}

function ifDefined<Value>(value: Value | undefined, use: (value: Value) => void): void {
  if (value !== undefined) use(value)
}

type FillActions = Readonly<{ fill: (extent: ExampleExtent) => void; clear: () => void }>

function parameterFieldset(place: HTMLElement, { fill, clear }: FillActions): HTMLElement {
  return element(
    'fieldset',
    { class: 'parameters' },
    element('legend', {}, localize(texts.parameters)),
    element(
      'div',
      { class: 'buttons' },
      button(localize(texts.fillRequired), () => fill('required')),
      button(localize(texts.fillAll), () => fill('all')),
      button(localize(texts.clear), clear),
    ),
    place,
  )
}

function methodHead({ name, title, description }: MethodDefinition): readonly HTMLElement[] {
  return [
    element('h2', {}, localize(title)),
    element(
      'p',
      {},
      element('code', {}, name),
      ' ',
      element('a', { href: methodPage(name) }, localize(texts.document)),
    ),
    element('p', { class: 'quiet' }, localize(description)),
  ]
}

const texts = {
  parameters: { zh: '请求参数', en: 'Parameters' },
  noFields: { zh: '这个API没有业务参数。', en: 'This method has no business parameters.' },
  fillRequired: { zh: '填入必填示例', en: 'Fill in required examples' },
  fillAll: { zh: '填入全部示例', en: 'Fill in all examples' },
  clear: { zh: '清空', en: 'Clear' },
  send: { zh: '发送', en: 'Send' },
  signOnly: { zh: '只计算签名', en: 'Compute signature only' },
  document: { zh: '查看文档', en: 'See the documentation' },
} as const
