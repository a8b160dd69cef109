export { exampleValues } from './call/example-values.ts'
export { renderSample } from './render-sample.ts'
export type { Sample, SampleRequest, SampleTarget, SampleValues } from './sample.ts'
export { type Highlight, type SampleLanguage, type SampleLanguageId, sampleLanguages } from './sample-language.ts'
