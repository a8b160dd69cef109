import type { MethodDefinition } from '@yaoquan/api'
import { methodPage } from '../page/document-links.ts'
import { button, element, show } from '../page/element.ts'
import { localize, say } from '../page/localize.ts'
import { copyLinkButton } from './call-link.ts'
import { callServer, sendForm } from './call-server.ts'
import { credentialForm } from './credential-form.ts'
import {
  type ExampleExtent,
  exampleCall,
  type FlowingValues,
  flowingValues,
  newRequestNumber,
  withFlowing,
} from './example-call.ts'
import { type FieldControl, fieldsControl } from './field-control.ts'
import type { ResultPanel } from './result-panel.ts'
import { settingsForm } from './settings-form.ts'
import { type CallSettings, type CallValues, signCall, type ToolCall } from './tool-call.ts'

/** The form of a call, built from the method's definition. */
export type CallEditor = Readonly<{
  node: HTMLElement
  /** Opens a method, with the examples of its required fields and the ids of the last answer. */
  open: (definition: MethodDefinition) => void
}>

type EditorParts = Readonly<{
  /** The call that is open at first; without values it is filled like every method that is opened later. */
  first: Readonly<{ definition: MethodDefinition; values: CallValues | undefined; settings: CallSettings }>
  onChange: (call: ToolCall) => void
  results: ResultPanel
}>

type Opened = Readonly<{ definition: MethodDefinition; fields: FieldControl<CallValues> }>

/** Creates the form, with credentials, parameters and settings. */
export function callEditor({ first, onChange, results }: EditorParts): CallEditor {
  const credentials = credentialForm()
  const settings = settingsForm(first.settings)
  const head = element('div.method-head')
  const place = element('div.fields-place')
  const flown = element('p.note', { role: 'status' })
  const showForm = (definition: MethodDefinition): Opened => {
    const fields = fieldsControl(definition.request, 'field')
    const none = say('这个API没有业务参数。', 'This method has no business parameters.')
    const hasFields = Object.keys(definition.request).length > 0
    show(head, methodHead(definition))
    show(place, hasFields ? fields.node : element('p.quiet', none))
    results.clear()
    return { definition, fields }
  }
  let opened = showForm(first.definition)
  let flowing: FlowingValues = {}

  const call = (): ToolCall => ({
    definition: opened.definition,
    values: opened.fields.read(),
    settings: settings.read(),
    credentials: credentials.read(),
  })
  const changed = (): void => onChange(call())
  const write = (values: CallValues | undefined, flownNames: readonly string[] = []): void => {
    const listed = flownNames.join(', ')
    opened.fields.write(values)
    show(flown, listed !== '' && say(`已填入上次响应中的 ${listed}。`, `From the last answer: ${listed}.`))
    changed()
  }
  const fill = (extent: ExampleExtent): void =>
    write(exampleCall(opened.definition, { extent, requestNumber: newRequestNumber() }))
  const fillFirst = (): void => {
    const requestNumber = newRequestNumber()
    const example = exampleCall(opened.definition, { extent: 'required', requestNumber })
    const { values, names } = withFlowing(opened.definition, { example, flowing, requestNumber })
    write(values, names)
  }
  const send = async (sent: ToolCall): Promise<void> => {
    results.showSending()
    const result = await callServer(sent, { send: sendForm, now: Date.now })
    const { reading } = result
    if (reading?.kind === 'success') flowing = flowingValues(sent.values, reading.response)
    // The answer is dropped if the user has meanwhile opened another method.
    if (opened.definition === sent.definition) results.showResult(sent.definition, result)
  }

  const parameters = parameterFieldset({ fill, clear: () => write(undefined) }, flown, place)
  const actions = element(
    'div.buttons.actions',
    element('button.primary', { type: 'submit' }, say('发送', 'Send')),
    button(say('只计算签名', 'Compute signature only'), () => {
      if (form.reportValidity()) results.showSigned(signCall(call(), Date.now()))
    }),
    copyLinkButton(call),
  )
  const form = element('form.call-form', { oninput: changed }, credentials.node, parameters, settings.node, actions)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void send(call())
  })
  if (first.values === undefined) fillFirst()
  else write(first.values)
  return {
    node: element('div', head, form),
    open(definition) {
      opened = showForm(definition)
      fillFirst()
    },
  }
}

type FillActions = Readonly<{ fill: (extent: ExampleExtent) => void; clear: () => void }>

function parameterFieldset({ fill, clear }: FillActions, ...content: readonly HTMLElement[]): HTMLElement {
  return element(
    'fieldset.parameters',
    element('legend', say('请求参数', 'Parameters')),
    element(
      'div.buttons',
      button(say('填入必填示例', 'Fill in required examples'), () => fill('required')),
      button(say('填入全部示例', 'Fill in all examples'), () => fill('all')),
      button(say('清空', 'Clear'), clear),
    ),
    content,
  )
}

function methodHead({ name, title, description }: MethodDefinition): readonly HTMLElement[] {
  const page = element('a', { href: methodPage(name) }, say('查看文档', 'See the documentation'))
  return [
    element('h2', localize(title)),
    element('p', element('code', name), ' ', page),
    element('p.quiet', localize(description)),
  ]
}
