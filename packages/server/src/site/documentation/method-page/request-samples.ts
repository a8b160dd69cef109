import type { MethodDefinition } from '@yaoquan/api'
import {
  renderSample,
  type SampleLanguage,
  type SampleTarget,
  type SampleValues,
  sampleLanguages,
} from '@yaoquan/samples'
import { inlineCode, sampleTabs } from '#site/documentation/document/code-samples'
import type { View } from '#site/documentation/document/document'
import { type Html, html } from '#site/html'

/** A first call in every language: a fragment as on TOP's pages for TOP SDKs, a whole program for the others. */
export function requestSamples(definition: MethodDefinition, view: View): Html {
  return html`<p class="fill-in">${inlineCode(fillIn[view.language](view.gatewayUrl))}</p>
${requestTabs(definition, view)}`
}

/**
 * The samples of a call by themselves.
 * @param call `values`: the parameters, by default their examples; `prefix`: in front of the ids of the tabs
 */
export function requestTabs(
  definition: MethodDefinition,
  view: View,
  { values, prefix = '' }: Readonly<{ values?: SampleValues; prefix?: string }> = {},
): Html {
  const tabs = sampleLanguages.map((language) => {
    const { id, label, runNote, frameNote } = language
    const { text, highlight } = renderSample({
      language: id,
      definition,
      ...targetOf(language, view),
      ...(values && { values }),
    })
    const notes = [runNote, ...(frameNote === undefined ? [] : [frameNote])].map((note) => note[view.language])
    return { id: `${prefix}sample-${id}`, label, text, highlight, notes }
  })
  return sampleTabs('language', tabs)
}

/** The sample that needs only a shell, as plain text. @param values of the parameters */
export function curlSample(definition: MethodDefinition, { gatewayUrl }: View, values: SampleValues): string {
  return renderSample({ language: 'curl', definition, target: { url: gatewayUrl, ...placeholders }, values }).text
}

/** Fragments use the reader's variables for URL, key and secret. */
function targetOf({ frameNote }: SampleLanguage, { gatewayUrl }: View): Readonly<{ target?: SampleTarget }> {
  if (frameNote !== undefined) return {}
  return { target: { url: gatewayUrl, ...placeholders } }
}

const placeholders = { appKey: '12345678', appSecret: 'your-app-secret' } as const

const fillIn = {
  zh: (gatewayUrl: string) =>
    `示例调用网关 \`${gatewayUrl}\`。请把 \`${placeholders.appKey}\` 换成您的AppKey，把 \`${placeholders.appSecret}\` 换成您的AppSecret；注明是片段的，按其上方的说明补全。`,
  en: (gatewayUrl: string) =>
    `The samples call the gateway \`${gatewayUrl}\`. Replace \`${placeholders.appKey}\` with your AppKey and \`${placeholders.appSecret}\` with your AppSecret. A sample that is only a fragment has a note above it that says how to complete it.`,
} as const
