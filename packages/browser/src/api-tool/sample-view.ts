import { renderSample, sampleLanguages } from '@yaoquan/samples'
import { codeBlock } from '../page/code-block.ts'
import { element, show } from '../page/element.ts'
import { say } from '../page/say.ts'
import { gatewayPath } from './send-form.ts'
import type { ToolCall } from './tool-call.ts'

export type SampleView = Readonly<{ node: HTMLElement; showCall: (call: ToolCall) => void }>

/** The call as source text in the language of one's choice. The secret stands in it only when that was asked for. */
export function sampleView(): SampleView {
  const select = element(
    'select',
    { id: 'sample-language' },
    ...sampleLanguages.map(({ id, label }) => element('option', { value: id }, label)),
  )
  const withSecret = element('input', { type: 'checkbox' })
  const place = element('div', { class: 'sample-place' })
  let shown: ToolCall | undefined
  const update = (): void => {
    if (shown !== undefined) show(place, ...sampleOf(shown, select.value, withSecret.checked))
  }
  select.addEventListener('change', update)
  withSecret.addEventListener('change', update)
  return {
    node: element(
      'section',
      { class: 'samples' },
      element('h2', {}, say(texts.title)),
      element('div', { class: 'field' }, element('label', { for: 'sample-language' }, say(texts.language)), select),
      element('label', { class: 'check' }, withSecret, ' ', say(texts.withSecret)),
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
    return [codeBlock(text, language.label), element('p', { class: 'note' }, say(language.runNote))]
  } catch (error) {
    // A value that is no value of its field has no sample; the message names the field and never the value.
    if (!(error instanceof TypeError)) throw error
    return [element('p', { class: 'outcome', 'data-level': 'doubtful' }, error.message)]
  }
}

const texts = {
  title: { zh: '同一调用的代码', en: 'The same call as code' },
  language: { zh: '语言', en: 'Language' },
  withSecret: { zh: '在代码中写入 AppSecret', en: 'Write the secret into the code' },
} as const
