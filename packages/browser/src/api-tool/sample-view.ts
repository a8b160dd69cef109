import { renderSample, sampleLanguages } from '@yaoquan/samples'
import { codeBlock } from '../page/code-block.ts'
import { element, labelledCheckbox, labelledField, selectBox, show } from '../page/element.ts'
import { localize, say } from '../page/localize.ts'
import { gatewayPath } from './call-server.ts'
import type { ToolCall } from './tool-call.ts'

export type SampleView = Readonly<{ node: HTMLElement; showCall: (call: ToolCall) => void }>

/** Shows the call as source code in a selectable language. It contains the secret only if the user chose so. */
export function sampleView(): SampleView {
  const languages = sampleLanguages.map(({ id, label }) => ({ value: id, text: label }))
  const select = selectBox({ id: 'sample-language' }, languages)
  const withSecret = element('input', { type: 'checkbox' })
  const place = element('div.sample-place')
  let shown: ToolCall | undefined
  const update = (): void => {
    if (shown !== undefined) show(place, sampleOf(shown, select.value, withSecret.checked))
  }
  return {
    node: element(
      'section.samples',
      { onchange: update },
      element('h2', say('同一调用的代码', 'The same call as code')),
      labelledField(say('语言', 'Language'), select),
      labelledCheckbox(withSecret, say('在代码中写入 AppSecret', 'Include the secret in the code')),
      place,
    ),
    showCall(call) {
      shown = call
      update()
    },
  }
}

function sampleOf(call: ToolCall, languageId: string, isWithSecret: boolean): readonly HTMLElement[] {
  const language = sampleLanguages.find(({ id }) => id === languageId)
  if (language === undefined) return []
  const { definition, values, credentials } = call
  const target = {
    url: `${location.origin}${gatewayPath}`,
    appKey: credentials.appKey || 'your-app-key',
    appSecret: isWithSecret ? credentials.appSecret : 'your-app-secret',
    session: credentials.session || undefined,
  }
  try {
    const { text } = renderSample({ language: language.id, definition, values, target })
    return [codeBlock(text, language.label), element('p.note', localize(language.runNote))]
  } catch (error) {
    // A value of the wrong type; the message names the field, never the value.
    if (!(error instanceof TypeError)) throw error
    return [element('p.outcome', { 'data-level': 'doubtful' }, error.message)]
  }
}
