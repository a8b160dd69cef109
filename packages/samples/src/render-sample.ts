import { type Sample, type SampleCall, type SampleRequest, type SampleTarget, sampleCall } from './call/sample-call.ts'
import { type SampleLanguageId, sampleLanguages } from './call/sample-language.ts'
import { renderC } from './languages/c.ts'
import { renderCurl } from './languages/curl.ts'
import { renderGo } from './languages/go.ts'
import { renderDotnet, renderJava } from './languages/java-and-dotnet.ts'
import { renderNodejs, renderTypescript } from './languages/javascript.ts'
import { renderPhp } from './languages/php.ts'
import { renderPython, renderPython3 } from './languages/python.ts'
import { renderSteps } from './languages/steps.ts'

/**
 * Writes one call of a method as source text, without a trailing line break.
 * @throws TypeError naming a property whose value has the wrong type, but not the value, which may be a phone number
 */
export function renderSample({ language, definition, values, target }: SampleRequest): Sample {
  const text = renderers[language](sampleCall(definition, values), target)
  return { text, highlight: sampleLanguages.find(({ id }) => id === language)?.highlight ?? 'plaintext' }
}

type Renderer = (call: SampleCall, target: SampleTarget | undefined) => string

const renderers: Readonly<Record<SampleLanguageId, Renderer>> = {
  java: renderJava,
  dotnet: renderDotnet,
  php: renderPhp,
  curl: renderCurl,
  python: renderPython,
  c: renderC,
  nodejs: renderNodejs,
  typescript: renderTypescript,
  go: renderGo,
  python3: renderPython3,
  steps: renderSteps,
}
