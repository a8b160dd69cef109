import type { MethodDefinition } from '@yaoquan/api'
import { renderSample, type SampleLanguage, type SampleTarget, sampleLanguages } from '@yaoquan/samples'
import type { Html } from '../../site/html.ts'
import type { View } from '../document.ts'
import { sampleTabs } from './tabs.ts'

/** A first call in every language: as the platform's pages show it for its SDKs, a whole program for the others. */
export function requestSamples(definition: MethodDefinition, view: View): Html {
  const tabs = sampleLanguages.map((language) => {
    const { text, highlight } = renderSample({ language: language.id, definition, ...targetOf(language, view) })
    return {
      id: `sample-${language.id}`,
      label: language.label,
      text,
      highlight,
      note: language.runNote[view.language],
    }
  })
  return sampleTabs('language', tabs)
}

/** In the languages of the SDKs `url`, `appkey` and `secret` are the reader's variables. */
function targetOf({ id, kind }: SampleLanguage, { gatewayUrl }: View): Readonly<{ target?: SampleTarget }> {
  if (kind === 'classic' && id !== 'curl') return {}
  return { target: { url: gatewayUrl, appKey: '12345678', appSecret: 'your-app-secret' } }
}
