import type { MethodDefinition } from '@yaoquan/api'
import { methodPage } from '../page/document-links.ts'
import { button, element, show } from '../page/element.ts'
import { localize, say } from '../page/localize.ts'
import { callServer } from './call-server.ts'
import { copyLinkButton } from './copy-link-button.ts'
import { credentialForm } from './credential-form.ts'
import type { CredentialStore } from './credential-store.ts'
import { type ExampleExtent, exampleCall, newRequestNumber } from './example-call.ts'
import { fieldsControl } from './field-control.ts'
import { type FlowingValues, flowingValues, withFlowing } from './flowing-values.ts'
import type { FieldControl } from './list-control.ts'
import type { ResultPanel } from './result-panel.ts'
import { sendForm } from './send-form.ts'
import { settingsForm } from './settings-form.ts'
import { type CallSettings, type CallValues, signCall, type ToolCall } from './tool-call.ts'

/** The form of a call, built from the method's definition. */
export type CallEditor = Readonly<{
  node: HTMLElement
  /** @param values default: the examples of the required fields, with the ids of the last answer */
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
  const head = element('div.method-head')
  const place = element('div.fields-place')
  const flown = element('p.note', { role: 'status' })
  let opened: Opened | undefined
  let flowing: FlowingValues = {}
  settings.write(firstSettings)

  const call = (): ToolCall | undefined =>
    opened && {
      definition: opened.definition,
      values: opened.fields.read() as CallValues,
      settings: settings.read(),
      credentials: credentials.read(),
    }
  const write = (values: CallValues | undefined, flownNames: readonly string[] = []): void => {
    opened?.fields.write(values)
    show(flown, ...flownNote(flownNames))
    changed()
  }
  const changed = (): void => ifDefined(call(), onChange)
  const fill = (extent: ExampleExtent): void => {
    if (opened !== undefined) write(exampleCall(opened.definition, { extent, requestNumber: newRequestNumber() }))
  }
  const fillFirst = (definition: MethodDefinition): void => {
    const requestNumber = newRequestNumber()
    const example = exampleCall(definition, { extent: 'required', requestNumber })
    const { values, names } = withFlowing(definition, { example, flowing, requestNumber })
    write(values, names)
  }
  const send = async (sent: ToolCall): Promise<void> => {
    results.showSending()
    const result = await callServer(sent, { send: sendForm, now: Date.now })
    const { reading } = result
    if (reading?.kind === 'success') flowing = flowingValues(sent.values, reading.response)
    // The answer is dropped if the user has meanwhile opened another method.
    if (opened?.definition === sent.definition) results.showResult(sent.definition, result)
  }

  const form = element(
    'form.call-form',
    credentials.node,
    parameterFieldset([flown, place], { fill, clear: () => write(undefined) }),
    settings.node,
    element(
      'div.buttons.actions',
      element('button.primary', { type: 'submit' }, say('发送', 'Send')),
      button(say('只计算签名', 'Compute signature only'), () => {
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
    node: element('div', head, form),
    open(definition, values) {
      const fields = fieldsControl(definition.request, 'field')
      const hasFields = Object.keys(definition.request).length > 0
      opened = { definition, fields }
      show(head, ...methodHead(definition))
      show(
        place,
        hasFields
          ? fields.node
          : element('p.quiet', say('这个API没有业务参数。', 'This method has no business parameters.')),
      )
      if (values === undefined) fillFirst(definition)
      else write(values)
    },
  }
}

function ifDefined<Value>(value: Value | undefined, use: (value: Value) => void): void {
  if (value !== undefined) use(value)
}

type FillActions = Readonly<{ fill: (extent: ExampleExtent) => void; clear: () => void }>

function flownNote(names: readonly string[]): readonly string[] {
  if (names.length === 0) return []
  const listed = names.join(', ')
  return [say(`已填入上次响应中的 ${listed}。`, `From the last answer: ${listed}.`)]
}

function parameterFieldset(content: readonly HTMLElement[], { fill, clear }: FillActions): HTMLElement {
  return element(
    'fieldset.parameters',
    element('legend', say('请求参数', 'Parameters')),
    element(
      'div.buttons',
      button(say('填入必填示例', 'Fill in required examples'), () => fill('required')),
      button(say('填入全部示例', 'Fill in all examples'), () => fill('all')),
      button(say('清空', 'Clear'), clear),
    ),
    ...content,
  )
}

function methodHead({ name, title, description }: MethodDefinition): readonly HTMLElement[] {
  return [
    element('h2', localize(title)),
    element(
      'p',
      element('code', name),
      ' ',
      element('a', { href: methodPage(name) }, say('查看文档', 'See the documentation')),
    ),
    element('p.quiet', localize(description)),
  ]
}
