import type { Sample, SampleRequest, SampleTarget } from './call/sample.ts'
import { type SampleCall, sampleCall } from './call/sample-call.ts'
import { type SampleLanguageId, sampleLanguages } from './call/sample-language.ts'
import { renderC } from './languages/c.ts'
import { renderCurl } from './languages/curl.ts'
import { renderDotnet } from './languages/dotnet.ts'
import { renderGo } from './languages/go.ts'
import { renderJava } from './languages/java.ts'
import { renderNodejs } from './languages/nodejs.ts'
import { renderPhp } from './languages/php.ts'
import { renderPython } from './languages/python.ts'
import { renderPython3 } from './languages/python3.ts'
import { renderSteps } from './languages/steps.ts'
import { renderTypescript } from './languages/typescript.ts'

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
